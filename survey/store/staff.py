"""Staff: accounts, and what each may do at which client."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from analysis.model import Problem
from survey.store.engines import House, reading, writing
from survey.store.tables import MemberRow, SessionRow, StaffRow, new_id, seconds

Role = Literal["analyst", "manager"]


@dataclass(frozen=True, slots=True)
class Account:
    """What it takes to make an account; the password arrives hashed."""

    email: str
    name: str
    password_hash: str
    owner: bool = False


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who signs in."""

    id: str
    email: str
    name: str
    password_hash: str
    owner: bool


def create_staff(house: House, account: Account, now: datetime) -> Staff:
    """A new account; a Problem if the e-mail address has one."""
    row = StaffRow(
        id=new_id(),
        email=account.email.strip().casefold(),
        name=account.name.strip(),
        password_hash=account.password_hash,
        owner=account.owner,
        created_at=seconds(now),
    )
    try:
        with writing(house) as session:
            session.add(row)
    except IntegrityError as error:
        raise Problem(
            f"{account.email} has an account already", mend="Use another e-mail address."
        ) from error
    return _staff(row)


def set_password(house: House, staff_id: str, password_hash: str) -> None:
    """A new password; every browser that was signed in with the old one is signed out."""
    with writing(house) as session:
        session.get_one(StaffRow, staff_id).password_hash = password_hash
        session.execute(delete(SessionRow).where(SessionRow.staff_id == staff_id))


def staff_by_email(house: House, email: str) -> Staff | None:
    """The account of this e-mail address, in whatever case it is written."""
    with reading(house) as session:
        wanted = StaffRow.email == email.strip().casefold()
        row = session.scalar(select(StaffRow).where(wanted))
    return _staff(row) if row else None


def staff_by_id(house: House, staff_id: str) -> Staff | None:
    """The account of this id."""
    with reading(house) as session:
        row = session.get(StaffRow, staff_id)
    return _staff(row) if row else None


def grant(house: House, staff_id: str, client_key: str, role: Role) -> None:
    """From now on this account is ``role`` at this client, whatever it was before."""
    with writing(house) as session:
        mine = (MemberRow.staff_id == staff_id) & (MemberRow.client_key == client_key)
        session.execute(delete(MemberRow).where(mine))
        session.add(MemberRow(staff_id=staff_id, client_key=client_key, role=role))


def role_of(house: House, staff_id: str, client_key: str) -> Role | None:
    """What this account is at this client; None: nothing, and it learns nothing of it."""
    with reading(house) as session:
        mine = (MemberRow.staff_id == staff_id) & (MemberRow.client_key == client_key)
        row = session.scalar(select(MemberRow).where(mine))
    return "analyst" if row and row.role == "analyst" else "manager" if row else None


def members_of(house: House, client_key: str) -> tuple[tuple[Staff, str], ...]:
    """Who has a role at this client, by name."""
    asked = (
        select(StaffRow, MemberRow.role)
        .join(MemberRow, MemberRow.staff_id == StaffRow.id)
        .where(MemberRow.client_key == client_key)
        .order_by(StaffRow.name)
    )
    with reading(house) as session:
        return tuple((_staff(row), role) for row, role in session.execute(asked))


def _staff(row: StaffRow) -> Staff:
    return Staff(row.id, row.email, row.name, row.password_hash, row.owner)
