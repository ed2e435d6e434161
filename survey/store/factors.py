"""What staff have besides a password: authenticator apps, recovery codes, passkeys, sign-on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from analysis.model import Problem
from survey.store.console_tables import FactorRow, IdentityRow, PasskeyRow, RecoveryRow
from survey.store.engines import House, reading, writing
from survey.store.tables import moment, seconds
from survey.store.visits import digest


@dataclass(frozen=True, slots=True)
class Factor:
    """An authenticator app. ``sealed`` is its seed, readable with the site's key only."""

    staff_id: str
    sealed: str
    confirmed: bool
    last_step: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey's public half; ``uses`` is the counter that its device keeps."""

    credential: str
    staff_id: str
    name: str
    public_key: bytes
    uses: int
    made_at: datetime | None = None


def propose_factor(house: House, staff_id: str, sealed: str) -> None:
    """An app whose first code is still to be typed; one that is confirmed stays as it is."""
    with writing(house) as session:
        row = session.get(FactorRow, staff_id)
        if row is None or not row.confirmed:
            row = FactorRow(staff_id=staff_id, sealed=sealed, confirmed=False, last_step=0)
            session.merge(row)


def factor_of(house: House, staff_id: str) -> Factor | None:
    """The authenticator app of this account, confirmed or not."""
    with reading(house) as session:
        row = session.get(FactorRow, staff_id)
    return Factor(row.staff_id, row.sealed, row.confirmed, row.last_step) if row else None


def use_step(house: House, staff_id: str, step: int) -> bool:
    """Whether this time step had not been used; now it has, so no code is good twice."""
    newer = (FactorRow.staff_id == staff_id) & (FactorRow.last_step < step)
    with writing(house) as session:
        changed = session.execute(
            update(FactorRow)
            .where(newer)
            .values(last_step=step, confirmed=True)
            .returning(FactorRow.staff_id)
        )
        return bool(changed.all())


def drop_factor(house: House, staff_id: str) -> None:
    """No authenticator app and no recovery codes any more."""
    with writing(house) as session:
        session.execute(delete(FactorRow).where(FactorRow.staff_id == staff_id))
        session.execute(delete(RecoveryRow).where(RecoveryRow.staff_id == staff_id))


def set_recovery_codes(house: House, staff_id: str, codes: Iterable[str]) -> None:
    """These codes in the place of all earlier ones; only their hashes are kept."""
    with writing(house) as session:
        session.execute(delete(RecoveryRow).where(RecoveryRow.staff_id == staff_id))
        session.add_all(RecoveryRow(code_hash=digest(code), staff_id=staff_id) for code in codes)


def use_recovery_code(house: House, staff_id: str, code: str) -> bool:
    """Whether this is a code of the account that had not been used; now it has."""
    mine = (RecoveryRow.code_hash == digest(code)) & (RecoveryRow.staff_id == staff_id)
    with writing(house) as session:
        gone = session.execute(delete(RecoveryRow).where(mine).returning(RecoveryRow.staff_id))
        return bool(gone.all())


def recovery_codes_left(house: House, staff_id: str) -> int:
    """How many recovery codes have not been used."""
    mine = RecoveryRow.staff_id == staff_id
    with reading(house) as session:
        return int(session.scalar(select(func.count()).where(mine)) or 0)


def add_passkey(house: House, passkey: Passkey, now: datetime) -> None:
    """One more passkey; a Problem if it is known already."""
    row = PasskeyRow(
        credential=passkey.credential,
        staff_id=passkey.staff_id,
        name=passkey.name,
        public_key=passkey.public_key,
        uses=passkey.uses,
        made_at=seconds(now),
    )
    try:
        with writing(house) as session:
            session.add(row)
    except IntegrityError as error:
        raise Problem("this passkey is known already", mend="Use it to sign in.") from error


def passkeys_of(house: House, staff_id: str) -> tuple[Passkey, ...]:
    """The passkeys of this account, the oldest first."""
    asked = select(PasskeyRow).where(PasskeyRow.staff_id == staff_id)
    with reading(house) as session:
        rows = session.scalars(asked.order_by(PasskeyRow.made_at, PasskeyRow.credential)).all()
    return tuple(_passkey(row) for row in rows)


def passkey_by_credential(house: House, credential: str) -> Passkey | None:
    """The passkey that a device calls by this name."""
    with reading(house) as session:
        row = session.get(PasskeyRow, credential)
    return _passkey(row) if row else None


def count_use(house: House, credential: str, uses: int) -> None:
    """The device's counter after signing in."""
    with writing(house) as session:
        session.get_one(PasskeyRow, credential).uses = uses


def drop_passkey(house: House, staff_id: str, credential: str) -> None:
    """This passkey of the account opens nothing any more."""
    mine = (PasskeyRow.staff_id == staff_id) & (PasskeyRow.credential == credential)
    with writing(house) as session:
        session.execute(delete(PasskeyRow).where(mine))


def identify(house: House, staff_id: str, issuer: str, subject: str) -> None:
    """From now on this account is ``subject`` to the single sign-on of ``issuer``."""
    with writing(house) as session:
        session.add(IdentityRow(staff_id=staff_id, issuer=issuer, subject=subject))


def staff_id_of(house: House, issuer: str, subject: str) -> str | None:
    """Whose identity this is."""
    mine = (IdentityRow.issuer == issuer) & (IdentityRow.subject == subject)
    with reading(house) as session:
        return session.scalar(select(IdentityRow.staff_id).where(mine))


def _passkey(row: PasskeyRow) -> Passkey:
    return Passkey(
        row.credential, row.staff_id, row.name, row.public_key, row.uses, moment(row.made_at)
    )
