"""Staff accounts: passwords, signing in and out, and how often it may be tried.

Sessions are rows on the server, so that signing out ends them; a cookie holds only a random secret
of which the database keeps the hash. Every refusal says the same and takes as long.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from analysis.model import Problem
from survey import store
from survey.store import House, Staff, tickets
from survey.store.staff import Role, Unit, make_owner
from survey.store.tickets import Ticket

HASHER = PasswordHasher()
WINDOW = timedelta(minutes=15)
SECOND_STEP = timedelta(minutes=10)
INVITATION = timedelta(days=7)
TRIES_AN_ACCOUNT = 8
TRIES_AN_ADDRESS = 40
SHORTEST = 12
LONGEST = 256
# The role of an invitation that is to no client: see `tiewise init`.
OPERATOR = "operator"
# What a password is checked against when there is no such account: the time must not tell.
NOBODY = HASHER.hash(token_urlsafe(16))


def hash_password(password: str) -> str:
    """The argon2id hash of a password; a Problem if it is too short or absurdly long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Problem(
            f"the password has {len(password)} characters",
            where="password",
            why="Short passwords are guessed.",
            mend=f"Use at least {SHORTEST} characters; three or four words do well.",
        )
    return HASHER.hash(password)


def is_password(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return HASHER.verify(password_hash, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def sign_in(house: House, email: str, password: str, now: datetime, address: str = "") -> Staff:
    """Whose password this is; a Problem that does not tell which of the two was wrong."""
    keys = {
        f"mail:{email.strip().casefold()}": TRIES_AN_ACCOUNT,
        f"from:{address}": TRIES_AN_ADDRESS,
    }
    for key, most in keys.items():
        if store.failures_since(house, key, now - WINDOW) >= most:
            raise Problem(
                "there were too many tries",
                mend=f"Wait {int(WINDOW.total_seconds() // 60)} minutes and try again.",
            )
    staff = store.staff_by_email(house, email)
    if not is_password(staff.password_hash if staff else NOBODY, password) or staff is None:
        for key in keys:
            store.note_failure(house, key, now, WINDOW)
        raise Problem(
            "the e-mail address and the password do not go together",
            mend="Check both, then try again.",
        )
    if HASHER.check_needs_rehash(staff.password_hash):
        store.set_password(house, staff.id, HASHER.hash(password))
    return staff


def begin(house: House, staff: Staff, now: datetime) -> str:
    """The secret of a new session, once everything that is asked of this account was given."""
    secret = token_urlsafe(32)
    store.begin_session(house, staff.id, secret, now)
    return secret


def begin_second_step(house: House, staff: Staff, now: datetime) -> str:
    """The secret of somebody who gave her password and owes a code."""
    return tickets.issue(house, Ticket("second_step", staff.id), now + SECOND_STEP, now)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who may enter and then is ``role`` at a client; nothing is hers before she does."""

    client_key: str
    email: str
    name: str
    role: str
    unit: Unit = ("", "")


def invite(house: House, invitation: Invitation, now: datetime) -> str:
    """The secret to enter with, good once and for a week."""
    ticket = Ticket("invitation", None, asdict(invitation))
    return tickets.issue(house, ticket, now + INVITATION, now)


def invitation_of(ticket: Ticket) -> Invitation:
    """What a ticket invites to."""
    return Invitation(**{**ticket.facts, "unit": tuple(ticket.facts["unit"])})


def accept(house: House, secret: str, staff: Staff | store.Account, now: datetime) -> Staff:
    """Take up an invitation, with the account of its address or with a new one.

    An account that exists must be shown to be one's own by signing in: the invitation alone, which
    whoever wrote it has seen, gives nobody another's account.
    """
    ticket = tickets.take(house, "invitation", secret, now)
    if ticket is None:
        raise Problem(
            "this invitation is not good any more",
            why="It was used already, or it is older than a week.",
            mend="Ask whoever invited you for a new one.",
        )
    found = invitation_of(ticket)
    if found.role == OPERATOR:
        return _operator(house, staff, now)
    entered = staff if isinstance(staff, Staff) else store.create_staff(house, staff, now)
    role: Role = found.role  # type: ignore[assignment]  # only roles are ever written there
    store.grant(house, entered.id, found.client_key, role, found.unit)
    return entered


def _operator(house: House, staff: Staff | store.Account, now: datetime) -> Staff:
    """Whoever runs the site: makes clients, and sees nothing in them by that."""
    if isinstance(staff, Staff):
        return make_owner(house, staff.id)
    return store.create_staff(house, replace(staff, owner=True), now)
