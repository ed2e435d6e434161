"""Staff accounts: passwords, signing in and out, and how often it may be tried.

Sessions are rows on the server, so that signing out ends them; a cookie holds only a random secret
of which the database keeps the hash. Every refusal says the same and takes as long.
"""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from analysis.model import Problem
from survey import store
from survey.store import House, Staff

HASHER = PasswordHasher()
WINDOW = timedelta(minutes=15)
TRIES_AN_ACCOUNT = 8
TRIES_AN_ADDRESS = 40
SHORTEST = 12
LONGEST = 256
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


def sign_in(house: House, email: str, password: str, now: datetime, address: str = "") -> str:
    """The secret of a new session; a Problem that does not tell which of the two was wrong."""
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
    return _begin(house, staff, password, now)


def _begin(house: House, staff: Staff, password: str, now: datetime) -> str:
    if HASHER.check_needs_rehash(staff.password_hash):
        store.set_password(house, staff.id, HASHER.hash(password))
    secret = token_urlsafe(32)
    store.begin_session(house, staff.id, secret, now)
    return secret
