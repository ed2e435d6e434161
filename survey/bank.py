"""The question bank: sets of questions read from templates/questions, checked word by word."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import templates
from analysis.model import Problem

KINDS = ("pick", "pick_rate", "rate")
USES = ("ties", "quality", "wish")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scale: the value that is stored and the words that stand beside it."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is asked; its wording is frozen with the survey that asks it.

    ``kind`` names one of ``questions.KINDS``; ``text`` asks for names, ``rate_text`` about each
    name. ``carry`` is the question whose names are rated or offered first. ``use`` says what the
    answers are to the analysis: ``ties`` make the map, ``quality`` tells more about a tie, and a
    ``wish`` is a tie that is not there yet. ``{goal}`` in a text is filled from the survey.
    """

    key: str
    kind: str
    text: str
    use: str = "ties"
    help: str = ""
    rate_text: str = ""
    carry: str = ""
    nobody: str = ""
    scale: tuple[Step, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The question as plain data, as it is stored with a survey."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set of questions that belong together, with its name and what it is for."""

    key: str
    title: str
    purpose: str
    minutes: int
    questions: tuple[Question, ...]


def from_dict(facts: Mapping[str, Any]) -> Question:
    """The question that ``Question.to_dict`` wrote, or one table of a TOML file."""
    steps = tuple(Step(float(step["value"]), str(step["label"])) for step in facts.get("scale", ()))
    return Question(**{**facts, "scale": steps})


def names() -> tuple[str, ...]:
    """The sets that there are, in alphabetical order."""
    return tuple(sorted(file.stem for file in templates.path("questions").glob("*.toml")))


@cache
def load(name: str) -> QuestionSet:
    """The set called ``name``; a Problem if there is none or it has a fault."""
    if name not in names():
        raise Problem(
            f"there is no question set {name!r}", mend=f"The sets are: {', '.join(names())}."
        )
    return read(templates.path("questions", f"{name}.toml"))


def read(file: Path) -> QuestionSet:
    """The question set in ``file``, every key of it checked."""
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
        questions = tuple(from_dict(table) for table in facts["questions"])
        found = QuestionSet(
            file.stem, facts["title"], facts["purpose"], int(facts["minutes"]), questions
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, UnicodeDecodeError) as error:
        raise Problem(
            "this question set cannot be read",
            where=file.name,
            why=f"{type(error).__name__}: {error}.",
            mend="Compare it with annual.toml, which has every key.",
        ) from error
    _check(found, file.name)
    return found


def _check(found: QuestionSet, where: str) -> None:
    """Refuse a set that would ask something that cannot be answered."""
    earlier: list[str] = []
    if not found.questions:
        raise Problem("this question set asks nothing", where=where, mend="Add a question.")
    for question in found.questions:
        fault = _fault(question, earlier)
        if fault:
            raise Problem(fault, where=f"{where}, question {question.key!r}", mend="Correct it.")
        earlier.append(question.key)


def _fault(question: Question, earlier: list[str]) -> str:
    """What is wrong with ``question`` after those that came ``earlier``, or nothing."""
    rated = question.kind in ("rate", "pick_rate")
    faults = (
        (not re.fullmatch(r"[a-z][a-z_]{0,39}", question.key), "its key is not lower-case words"),
        (question.key in earlier, "its key is used twice"),
        (question.kind not in KINDS, f"there is no kind {question.kind!r}"),
        (question.use not in USES, f"there is no use {question.use!r}"),
        (bool(question.carry) and question.carry not in earlier, "it carries from no earlier one"),
        (question.kind == "rate" and not question.carry, "it rates names but carries none"),
        (rated and len(question.scale) < 2, "its scale has fewer than two steps"),
        (rated and not question.rate_text, "it has no rate_text"),
        (question.kind != "rate" and not question.nobody, "it has no words for naming nobody"),
        (len({s.value for s in question.scale}) < len(question.scale), "two steps are equal"),
    )
    return next((said for wrong, said in faults if wrong), "")
