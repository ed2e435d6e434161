"""What was answered about partner firms on the site, in the words of the analysis.

A partner is a firm of the survey's list, or one that the roster's column ``outside`` names: several
contacts there are one partner, and what their rows say of it is taken where the list says nothing.
A firm that somebody typed is the listed one that it was merged with; else those of one name are one
partner of their own.
"""

from collections.abc import Iterable, Mapping, Sequence

from analysis.model import Person
from analysis.partners import BACKUP, MAIN, Dealing, Partner, Partners
from survey import store
from survey.partner_names import key
from survey.partners import WORDS, amount, as_one
from survey.store import Database, Firm, Reply

ASKED = "partner"
RATED = ("partner_strength", "partner_trust", "partner_value")
MAIN_STEP = 2.0  # the upper step of the scale ``role`` of the bank


def told_of_partners(db: Database, survey_id: str) -> Partners:
    """Every partner of the roster and who deals with it; empty where nobody was asked."""
    asked = {question.key for question in store.questions_of(db, survey_id)}
    if ASKED not in asked or store.survey_of(db, survey_id).anonymous:
        return Partners()
    contacts = [p for p in store.roster_of(db, survey_id).people if p.outside]
    firms = store.firms_of(db, survey_id)
    return read_partners(contacts, store.replies_of(db, survey_id), firms)


def read_partners(
    contacts: Iterable[Person],
    replies: Mapping[str, Mapping[str, Reply]],
    listed: Sequence[Firm] = (),
) -> Partners:
    """Firms, those of these contacts too, and the replies about either as dealings with them."""
    firms, homes = _named(listed, replies)
    known = {key(firm.name): firm.id for firm in firms.values()} | {id_: id_ for id_ in firms}
    for person in contacts:
        home = known.get(person.outside) or known.get(key(person.outside)) or person.outside
        firms[home] = _with(firms.get(home), person)
        homes[person.id] = home
    dealings: dict[tuple[str, str], Dealing] = {}
    for person_id, mine in replies.items():
        for dealing in _dealings(person_id, mine, homes):
            ends = (person_id, dealing.partner)
            dealings[ends] = as_one(dealings[ends], dealing) if ends in dealings else dealing
    answered = frozenset(person_id for person_id, mine in replies.items() if ASKED in mine)
    return Partners(tuple(firms.values()), tuple(dealings.values()), answered)


def _named(
    listed: Sequence[Firm], replies: Mapping[str, Mapping[str, Reply]]
) -> tuple[dict[str, Partner], dict[str, str]]:
    """Partners by id, and the partner that each firm is by what replies call it.

    What was typed counts only where somebody who submitted deals with it.
    """
    used = {name for mine in replies.values() if ASKED in mine for name in mine[ASKED].named}
    firms = {firm.partner.id: firm.partner for firm in listed if not firm.typed}
    homes = {firm.key: firm.partner.id for firm in listed if not firm.typed}
    by_row = {firm.id: firm.partner.id for firm in listed}
    same: dict[str, str] = {}
    for firm in listed:
        if not firm.typed or firm.key not in used:
            continue
        if firm.settled == "merged" and firm.merged_into in by_row:
            homes[firm.key] = by_row[firm.merged_into]
            continue
        homes[firm.key] = same.setdefault(key(firm.partner.name), firm.partner.id)
        firms.setdefault(homes[firm.key], firm.partner)
    return firms, homes


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
