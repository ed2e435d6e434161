"""Short codes for people without e-mail: made from the secret key, known by a keyed hash."""

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy import select

from analysis.model import Person
from survey.store.engines import Database, reading, writing
from survey.store.invitations import link_token
from survey.store.people import person_of
from survey.store.tables import CodeRow, InvitationRow, PersonRow

# No I, L, O, U, 0 and 1: nothing that is mistaken for something else, hardly a word by accident.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed for one person: her code and her personal link's token."""

    person: Person
    code: str
    token: str


def issue_cards(db: Database, survey_id: str, key: str) -> tuple[Card, ...]:
    """Everybody's code and link, the same each time for the same secret ``key``."""
    asked = select(InvitationRow, PersonRow).join(PersonRow, PersonRow.id == InvitationRow.person)
    mine = asked.where(InvitationRow.survey_id == survey_id).order_by(PersonRow.position)
    cards = []
    with writing(db) as session:
        for row, person in session.execute(mine):
            code = _code(key, row.id)
            session.merge(CodeRow(invitation_id=row.id, code_hash=_hash(key, code)))
            if person.asked:
                cards.append(Card(person_of(person), code, link_token(db, key, row.id)))
    return tuple(cards)


def token_of_code(db: Database, key: str, typed: str) -> str | None:
    """The personal link's token that a typed code stands for; None if it stands for none."""
    code = plain(typed)
    if len(code) != LENGTH:
        return None
    with reading(db) as session:
        row = session.scalar(select(CodeRow).where(CodeRow.code_hash == _hash(key, code)))
    return link_token(db, key, row.invitation_id) if row else None


def plain(typed: str) -> str:
    """A code as it was made, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter in LETTERS)


def spaced(code: str) -> str:
    """A code in two halves, as it is printed."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def _code(key: str, invitation_id: str) -> str:
    """Ten letters of thirty: 49 bits, guessed through a door that counts wrong guesses."""
    number = int.from_bytes(_keyed(key, f"code:{invitation_id}"), "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def _hash(key: str, code: str) -> str:
    return _keyed(key, f"code hash:{code}").hex()


def _keyed(key: str, text: str) -> bytes:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
