"""Staff: accounts, and what each may do at which client."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.model import Problem
from survey.store.console_tables import ScopeRow
from survey.store.engines import House, reading, writing
from survey.store.tables import MemberRow, SessionRow, StaffRow, new_id, seconds

Role = Literal["consultant", "analyst", "hr", "manager", "trust"]
ROLES: tuple[Role, ...] = get_args(Role)
Unit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """What an account is at one client; ``unit`` is the one that it may read about, if bound."""

    role: Role
    unit_type: str = ""
    unit: str = ""


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


def make_owner(house: House, staff_id: str) -> Staff:
    """From now on this account may make clients."""
    with writing(house) as session:
        row = session.get_one(StaffRow, staff_id)
        row.owner = True
    return _staff(row)


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


def grant(house: House, staff_id: str, client_key: str, role: Role, unit: Unit = ("", "")) -> None:
    """From now on this account is ``role`` at this client, whatever it was before.

    ``unit`` is the kind and name of the one unit that it may read about, or empty for the whole.
    """
    with writing(house) as session:
        _clear(session, staff_id, client_key)
        session.add(MemberRow(staff_id=staff_id, client_key=client_key, role=role))
        if unit[1]:
            bound = {"unit_type": unit[0], "unit": unit[1]}
            session.add(ScopeRow(staff_id=staff_id, client_key=client_key, **bound))


def revoke_role(house: House, staff_id: str, client_key: str) -> None:
    """From now on this account is nothing at this client."""
    with writing(house) as session:
        _clear(session, staff_id, client_key)


def _clear(session: Session, staff_id: str, client_key: str) -> None:
    for table in (MemberRow, ScopeRow):
        mine = (table.staff_id == staff_id) & (table.client_key == client_key)
        session.execute(delete(table).where(mine))


def role_of(house: House, staff_id: str, client_key: str) -> Role | None:
    """What this account is at this client; None: nothing, and it learns nothing of it."""
    place = place_of(house, staff_id, client_key)
    return place.role if place else None


def place_of(house: House, staff_id: str, client_key: str) -> Place | None:
    """The same, with the unit that it is bound to."""
    with reading(house) as session:
        found = session.execute(
            _members().where(
                (MemberRow.staff_id == staff_id) & (MemberRow.client_key == client_key)
            )
        ).first()
    return _place(found[1], found[2]) if found else None


def places_of(house: House, client_key: str) -> tuple[tuple[Staff, Place], ...]:
    """Who has a role at this client, by name, each with the unit that she is bound to."""
    asked = _members().where(MemberRow.client_key == client_key).order_by(StaffRow.name)
    with reading(house) as session:
        found = session.execute(asked).all()
    return tuple((_staff(staff), _place(member, scope)) for staff, member, scope in found)


def _members() -> Select[StaffRow, MemberRow, ScopeRow]:
    bound = (ScopeRow.staff_id == MemberRow.staff_id) & (
        ScopeRow.client_key == MemberRow.client_key
    )
    joined = select(StaffRow, MemberRow, ScopeRow).join(
        MemberRow, MemberRow.staff_id == StaffRow.id
    )
    # A role that is not known here (from a newer version, say) lets nobody in.
    return joined.outerjoin(ScopeRow, bound).where(MemberRow.role.in_(ROLES))


def _place(member: MemberRow, scope: ScopeRow | None) -> Place:
    role = next(role for role in ROLES if role == member.role)
    return Place(role, scope.unit_type, scope.unit) if scope else Place(role)


def members_of(house: House, client_key: str) -> tuple[tuple[Staff, str], ...]:
    """Who has a role at this client, by name."""
    return tuple((staff, place.role) for staff, place in places_of(house, client_key))


def _staff(row: StaffRow) -> Staff:
    return Staff(row.id, row.email, row.name, row.password_hash, row.owner)
