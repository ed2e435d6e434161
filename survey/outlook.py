"""Outlook: what today's answers could carry, and whom to invite again first. Kept in a file.

It is worked out by the worker while a survey is open and looked at by those who run it. Nothing
that was answered is in the file: only which kinds of finding could be told, what is lacking, and
the names of some who have not answered, in the order of the roster.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from analysis import publishable
from analysis.model import Answers, Problem, Roster
from analysis.network import from_answers
from analysis.publishable import Publishable
from analysis.settings import Settings
from analysis.study import Study
from reports import wording
from survey.store import Database

MOST = 10
# These are about the answers themselves, and always told.
ABOUT_THE_ANSWERS = ("low_response", "too_small_to_report", "data_problem")
WHY = {
    "response_too_low": "Too few have answered to say anything about single people.",
    "unit_response_too_low": "In too few units have enough answered.",
    "too_few_people_to_rank": "The firm is too small to rank people.",
    "unit_type_missing": "The roster has no departments.",
    "too_few_expected": "The firm has too few large departments.",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: whether it could be told today, why not, how many more answers open it.

    ``more`` is None where no answer can.
    """

    name: str
    now: bool
    why: str = ""
    more: int | None = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was worked out and when. ``state`` is queued, done or failed; ``error`` says why."""

    state: str
    at: datetime
    answered: int = 0
    kinds: tuple[Kind, ...] = ()
    first: tuple[str, ...] = ()
    error: dict[str, str] = field(default_factory=dict)


def look(
    roster: Roster, answers: Answers, settings: Settings, again: Sequence[str], now: datetime
) -> Outlook:
    """Work it out; ``again`` are the ids that the policy lets be listed. Problem if too early."""
    answered = len(frozenset().union(*answers.answered.values()))
    if answered < 5:
        raise Problem(
            "it is too early to say",
            why=f"{answered} people have answered.",
            mend="Look again when more have.",
        )
    study = Study(from_answers(roster, answers), settings)
    chased = {one.person_id for one in publishable.chase_first(study, MOST)}
    listed = chased & set(again)
    names = tuple(person.name for person in roster.people if person.id in listed)
    told = (one for one in publishable.publishable(study) if _comes(one))
    kinds = tuple(_kind(one) for one in told)
    return Outlook("done", now, answered, kinds, names)


def _comes(one: Publishable) -> bool:
    """Whether the kind is one of this survey: of the firm, and asked about."""
    return one.kind not in ABOUT_THE_ANSWERS and one.why != "no_partners_asked"


def _kind(one: Publishable) -> Kind:
    name = wording.load("en").say(f"kinds.{one.kind}.looked_for")
    return Kind(name, one.now, WHY.get(one.why, ""), one.more)


def keep(db: Database, survey_id: str, outlook: Outlook) -> None:
    """Put it in the place of the one before, whole or not at all."""
    file = _file(db, survey_id)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    said = asdict(outlook) | {"at": outlook.at.isoformat()}
    fresh = file.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    fresh.replace(file)


def kept(db: Database, survey_id: str) -> Outlook | None:
    """The newest one; None if there is none."""
    try:
        said = json.loads(_file(db, survey_id).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    said["kinds"] = tuple(Kind(**kind) for kind in said["kinds"])
    said["first"] = tuple(said["first"])
    said["at"] = datetime.fromisoformat(said["at"]).astimezone(UTC)
    return Outlook(**said)


def forget(db: Database, survey_id: str) -> None:
    """Names of people who had not answered are of no use once the survey is closed."""
    _file(db, survey_id).unlink(missing_ok=True)


def _file(db: Database, survey_id: str) -> Path:
    return db.folder / "outlook" / f"{survey_id}.json"
