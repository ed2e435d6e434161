"""What was answered about partner firms on the site, in the words of the analysis.

A partner is the firm that the roster's column ``outside`` names; several contacts there are one
partner. What is known of it stands in the same rows, in the columns of a list of partners.
"""

from collections.abc import Iterable, Mapping

from analysis.model import Person
from analysis.partners import BACKUP, MAIN, Dealing, Partner, Partners
from survey import store
from survey.partners import WORDS, amount, as_one
from survey.store import Database, Reply

ASKED = "partner"
RATED = ("partner_strength", "partner_trust", "partner_value")
MAIN_STEP = 2.0  # the upper step of the scale ``role`` of the bank


def told_of_partners(db: Database, survey_id: str) -> Partners:
    """Every partner of the roster and who deals with it; empty where nobody was asked."""
    asked = {question.key for question in store.questions_of(db, survey_id)}
    if ASKED not in asked or store.survey_of(db, survey_id).anonymous:
        return Partners()
    contacts = [p for p in store.roster_of(db, survey_id).people if p.outside]
    return read_partners(contacts, store.replies_of(db, survey_id))


def read_partners(
    contacts: Iterable[Person], replies: Mapping[str, Mapping[str, Reply]]
) -> Partners:
    """The firms of these contacts, and the replies about the contacts as dealings with firms."""
    firms: dict[str, Partner] = {}
    homes: dict[str, str] = {}
    for person in contacts:
        firms[person.outside] = _with(firms.get(person.outside), person)
        homes[person.id] = person.outside
    dealings: dict[tuple[str, str], Dealing] = {}
    for person_id, mine in replies.items():
        for dealing in _dealings(person_id, mine, homes):
            key = (person_id, dealing.partner)
            dealings[key] = as_one(dealings[key], dealing) if key in dealings else dealing
    answered = frozenset(person_id for person_id, mine in replies.items() if ASKED in mine)
    return Partners(tuple(firms.values()), tuple(dealings.values()), answered)


def _with(known: Partner | None, person: Person) -> Partner:
    """The firm with what this contact's row says of it, where nothing was said before."""
    said = person.attributes
    before = known or Partner(person.outside, person.outside)
    importance = said.get("importance", "").casefold()
    stated = WORDS[importance] if importance in WORDS else amount(importance)
    return Partner(
        before.id,
        before.name,
        before.type or said.get("type", ""),
        before.sector or said.get("sector", ""),
        before.region or said.get("region", ""),
        before.importance if before.importance is not None else stated,
        before.annual_value
        if before.annual_value is not None
        else amount(said.get("annual_value", "")),
    )


def _dealings(
    person_id: str, mine: Mapping[str, Reply], homes: Mapping[str, str]
) -> Iterable[Dealing]:
    """One a contact whom she named; a role that was left out is taken as backup."""
    asked = mine.get(ASKED)
    for contact, role in asked.named.items() if asked else ():
        if contact in homes:
            ratings = (mine[key].named.get(contact) if key in mine else None for key in RATED)
            said = MAIN if role == MAIN_STEP else BACKUP
            yield Dealing(person_id, homes[contact], said, *ratings)
