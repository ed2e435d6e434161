"""Letters: the words of invitations and reminders, shipped or a survey's own, and filled in."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import templates
from analysis.model import Person, Problem
from survey import planner, store
from survey.addresses import ENCODED
from survey.ids import clean
from survey.store import Database, Survey, Wording
from survey.store.profiles import profile_of

LETTERS = ("invitation", "reminder")
PLACEHOLDERS = (
    "name",
    "url",
    "firm",
    "title",
    "goal",
    "minutes",
    "deadline",
    "contact",
    "contact_email",
)
LONGEST_SUBJECT = 150
LONGEST_BODY = 8000


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one person, filled in."""

    subject: str
    body: str


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """What letters and cards need in each language."""
    text = templates.path("emails", "words.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = tomllib.loads(text)
    return found


def languages() -> dict[str, str]:
    """The languages that letters are shipped in: code, and what the language calls itself."""
    return {code: facts["name"] for code, facts in words().items()}


@cache
def shipped(kind: str, language: str) -> Wording:
    """The wording that comes with Tiewise."""
    text = templates.path("emails", language, f"{kind}.txt").read_text(encoding="utf-8")
    head, _, body = text.partition("\n")
    return Wording(head.removeprefix("Subject:").strip(), body.strip() + "\n")


def wording(db: Database, survey: Survey, kind: str, language: str) -> Wording:
    """The wording that holds for this survey."""
    return store.letter_of(db, survey.id, kind, language) or shipped(kind, language)


def check(found: Wording) -> None:
    """Problem with what to do if a letter can't go out with this wording."""
    fault = next((said for wrong, *said in _faults(found) if wrong), None)
    if fault:
        raise Problem(fault[0], where=fault[1], mend=fault[2])


def _faults(found: Wording) -> tuple[tuple[bool, str, str, str], ...]:
    """Each thing that can be wrong: whether it is, what, where, and what to do."""
    unknown = sorted(used(found.subject + found.body) - set(PLACEHOLDERS))
    odd = "subject" if used(found.subject) & set(unknown) else "text"
    stray = "subject" if _stray(found.subject) else "text" if _stray(found.body) else ""
    names = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    known = f"These are filled in: {names}."
    shorter = "Make it shorter."
    return (
        (not found.subject.strip(), "the subject is empty", "subject", "Write one."),
        (not _one_line(found.subject), "the subject has a line break", "subject", "Use one line."),
        (ENCODED in found.subject, "a subject can't hold “=?”", "subject", "Leave it out."),
        (len(found.subject) > LONGEST_SUBJECT, "the subject is too long", "subject", shorter),
        ("url" in used(found.subject), "the link stands in the subject", "subject",
         "Put {url} into the text only: subjects are shown on locked screens."),
        (len(found.body) > LONGEST_BODY, "the text is too long", "text", shorter),
        (bool(unknown), f"nothing fills in {{{''.join(unknown[:1])}}}", odd, known),
        (bool(stray), "there is a brace without a placeholder", stray, known),
        ("url" not in used(found.body), "the personal link is missing", "text",
         "Put {url} where the link is to stand."),
    )  # fmt: skip


def _stray(text: str) -> bool:
    return bool(re.search(r"[{}]", re.sub(r"\{\w+\}", "", text)))


def used(text: str) -> set[str]:
    """The placeholders in a text."""
    return set(re.findall(r"\{(\w+)\}", text))


def _one_line(text: str) -> bool:
    return text.strip() == clean(text)


def language_of(person: Person, usual: str) -> str:
    """The language of somebody's letters: her own (column “language”) if there is one in it."""
    return spoken(person.language) or usual


def spoken(text: str) -> str:
    """The code of a language, from the code or from a name of it in any language that we speak."""
    asked = text.strip().casefold()
    for code, facts in words().items():
        names = {code, *facts["called"].casefold().split(", ")}
        if asked in names or asked.startswith((f"{code}-", f"{code}_")):
            return code
    return ""


def facts_of(db: Database, survey: Survey, language: str) -> dict[str, str]:
    """What is filled in for everybody alike."""
    plan = survey.plan
    asked = sum(store.counts(db, survey.id).values())
    people = asked or len(store.roster_of(db, survey.id).people)
    takes = planner.minutes(store.questions_of(db, survey.id), people).usual
    last = day(plan.closes_on, language) if plan.closes_on else ""
    return {
        "firm": db.name,
        "title": plan.title,
        "goal": plan.goal_in(language),
        "contact": plan.contact,
        "contact_email": plan.contact_email,
        "sign_off": profile_of(db).get("sign_off", ""),
        "minutes": str(takes),
        "deadline": words()[language]["deadline"].format(date=last) if last else "",
    }


def day(when: date, language: str) -> str:
    """A day as it is written in this language."""
    facts = words()[language]
    month = facts["months"].split()[when.month - 1]
    return facts["day"].format(day=when.day, month=month, year=when.year)


def fill(found: Wording, facts: Mapping[str, str]) -> Letter:
    """The letter with everything filled in that ``facts`` has; values stay on one line.

    The client's own ``sign_off`` ends it and may have several.
    Problem if a value would be read as something else than text by a mail programme.
    """
    plain = {key: clean(value) for key, value in facts.items()}
    put = re.compile(r"\{(\w+)\}")
    subject = put.sub(lambda hit: plain.get(hit[1], hit[0]), found.subject)
    if ENCODED in subject:
        raise Problem(
            "the subject would hold “=?”",
            where=subject,
            why="Mail programmes read what follows as hidden text.",
            mend="Take it out of the title of the survey and the name of the firm.",
        )
    body = put.sub(lambda hit: plain.get(hit[1], hit[0]), found.body)
    tidy = "\n".join(line.rstrip() for line in body.splitlines())
    ends = "\n".join(filter(None, map(clean, facts.get("sign_off", "").splitlines())))
    whole = f"{tidy}\n\n{ends}" if ends else tidy
    return Letter(" ".join(subject.split()), whole + "\n")
