"""Second factors: codes of an authenticator app (TOTP, RFC 6238) and recovery codes.

The app's seed lies in the database sealed with the site's key, so that a stolen copy of the
database makes no codes. A code is good once, and for half a minute either side of the clock.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta
from secrets import choice
from typing import NoReturn

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from analysis.model import Problem
from survey import store
from survey.store import House, Staff, factors

STEP = 30
AROUND = (-1, 0, 1)
CODES = 10
# No letters or digits that are mistaken for each other when they are read from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
TRIES = 8
WINDOW = timedelta(minutes=15)
ISSUER = "Tiewise"


def _lock(key: str) -> Fernet:
    made = hmac.new(key.encode(), b"authenticator seeds", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(made))


def has_one(house: House, staff_id: str) -> bool:
    """Whether this account has a second factor; a passkey is two in one."""
    factor = factors.factor_of(house, staff_id)
    return bool(factor and factor.confirmed) or bool(factors.passkeys_of(house, staff_id))


def has_app(house: House, staff_id: str) -> bool:
    """Whether a code is asked after this account's password."""
    factor = factors.factor_of(house, staff_id)
    return factor is not None and factor.confirmed


def seed_of(house: House, staff_id: str, key: str) -> str:
    """The seed to type into an app; made now if there is none that waits for its first code."""
    factor = factors.factor_of(house, staff_id)
    if factor is not None and factor.confirmed:
        raise Problem("there is an authenticator app already", mend="Turn that one off first.")
    if factor is not None:
        try:
            return _unsealed(factor, key)
        except InvalidToken:
            factors.drop_factor(house, staff_id)
    seed = pyotp.random_base32()
    factors.propose_factor(house, staff_id, _lock(key).encrypt(seed.encode()).decode())
    return seed


def _unsealed(factor: factors.Factor, key: str) -> str:
    return _lock(key).decrypt(factor.sealed.encode()).decode()


def picture(seed: str, email: str, where: str) -> str:
    """The QR code that an app reads, as SVG."""
    address = pyotp.TOTP(seed).provisioning_uri(name=email, issuer_name=f"{ISSUER} {where}")
    return segno.make(address, error="m").svg_inline(
        scale=5, border=4, light="#fff", omitsize=False
    )


def confirm(house: House, staff: Staff, code: str, key: str, now: datetime) -> tuple[str, ...]:
    """Turn the app on with its first code; returns the recovery codes, which are shown once."""
    _count(house, staff, now)
    if not _is_code(house, staff, code, key, now):
        _refuse(house, staff, now)
    return new_recovery_codes(house, staff)


def check(house: House, staff: Staff, code: str, key: str, now: datetime) -> None:
    """A Problem unless this is a code of the app or a recovery code; either is good once."""
    _count(house, staff, now)
    plain = _plain(code)
    fine = (
        _is_code(house, staff, plain, key, now)
        if plain.isdigit()
        else factors.use_recovery_code(house, staff.id, plain)
    )
    if not fine:
        _refuse(house, staff, now)


def new_recovery_codes(house: House, staff: Staff) -> tuple[str, ...]:
    """Ten codes in the place of all earlier ones."""
    made = tuple("".join(choice(LETTERS) for _ in range(12)) for _ in range(CODES))
    factors.set_recovery_codes(house, staff.id, made)
    return tuple(_spaced(code) for code in made)


def _spaced(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).casefold()


def _is_code(house: House, staff: Staff, code: str, key: str, now: datetime) -> bool:
    factor = factors.factor_of(house, staff.id)
    plain = _plain(code)
    if factor is None or not re.fullmatch(r"[0-9]{6}", plain):
        return False
    try:
        app = pyotp.TOTP(_unsealed(factor, key))
    except InvalidToken:
        raise Problem(
            "codes can't be checked any more",
            why="The site's secret key has changed since the app was set up.",
            mend="Sign in with a recovery code, and set the app up anew.",
        ) from None
    step = int(now.timestamp()) // STEP
    good = [step + d for d in AROUND if _same(app.generate_otp(step + d), plain)]
    return bool(good) and factors.use_step(house, staff.id, good[0])


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def _count(house: House, staff: Staff, now: datetime) -> None:
    if store.failures_since(house, f"code:{staff.id}", now - WINDOW) >= TRIES:
        minutes = int(WINDOW.total_seconds() // 60)
        raise Problem("there were too many tries", mend=f"Wait {minutes} minutes and try again.")


def _refuse(house: House, staff: Staff, now: datetime) -> NoReturn:
    store.note_failure(house, f"code:{staff.id}", now, WINDOW)
    raise Problem(
        "this code is not right",
        why="Each code is good for half a minute, and once.",
        mend="Type the code that the app shows now; see that the telephone's clock is right.",
    )


def unused(house: House, staff: Staff) -> int:
    """How many recovery codes are left."""
    return factors.recovery_codes_left(house, staff.id)
