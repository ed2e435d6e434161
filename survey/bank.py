"""The question bank: questions to choose from and ready sets, in every language, checked."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import templates
from analysis.model import Problem

KINDS = ("pick", "pick_rate", "rate", "mark", "plain", "home")
USES = ("ties", "quality", "wish", "partner", "trait", "home")
AMONG = ("everybody", "partners", "teams")
MAIN = "en"
LANGUAGES = (MAIN, "de", "fr", "es", "ar")
FIRST = "information"
TEAMS = "teams"
TEAMS_FIRST = ("own_team", "team_information")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scale: the value that is stored and the words that stand beside it."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Words:
    """How a question is said in one further language; ``steps`` are the labels of its scale."""

    text: str = ""
    help: str = ""
    rate_text: str = ""
    nobody: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is asked; its wording is frozen with the survey that asks it.

    ``kind`` names one of ``questions.KINDS``; ``text`` asks for names, ``rate_text`` about each
    name. ``carry`` is the question whose names are rated or offered first. ``use`` says what the
    answers are to the analysis: ``ties`` make the map, ``quality`` tells more about a tie, a
    ``wish`` is a tie that is not there yet, ``partner`` a tie to another firm, a ``trait`` is
    about nobody else, ``home`` is one's own team. ``among`` says who can be named; where that is
    ``teams`` nobody is, and the survey is anonymous. ``{goal}`` in a text is filled from the
    survey. The texts here are English; ``words`` holds the other languages.
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
    among: str = "everybody"
    words: Mapping[str, Words] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The question as plain data, as it is stored with a survey."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set of questions that belong together, with its name and what it is for."""

    key: str
    title: str
    purpose: str
    questions: tuple[Question, ...]


def from_dict(facts: Mapping[str, Any]) -> Question:
    """The question that ``Question.to_dict`` wrote, or one table of a TOML file."""
    steps = tuple(Step(float(step["value"]), str(step["label"])) for step in facts.get("scale", ()))
    words = {
        language: Words(**{**said, "steps": tuple(said.get("steps", ()))})
        for language, said in facts.get("words", {}).items()
    }
    return Question(**{**facts, "scale": steps, "words": words})


def said_in(question: Question, language: str) -> Words:
    """The words of a question in ``language``; the English ones where it has none."""
    labels = tuple(step.label for step in question.scale)
    main = Words(question.text, question.help, question.rate_text, question.nobody, labels)
    return question.words.get(language, main)


def worded(question: Question, language: str) -> Question:
    """The question with its texts in ``language``."""
    said = said_in(question, language)
    steps = zip(question.scale, said.steps, strict=True)
    return replace(
        question,
        text=said.text,
        help=said.help,
        rate_text=said.rate_text,
        nobody=said.nobody,
        scale=tuple(Step(step.value, label) for step, label in steps),
    )


def reworded(question: Question, language: str, words: Words) -> Question:
    """The question with other words in one language, everything else as it was."""
    if language != MAIN:
        return replace(question, words={**question.words, language: words})
    return replace(worded(replace(question, words={MAIN: words}), MAIN), words=question.words)


def languages(questions: Sequence[Question]) -> tuple[str, ...]:
    """The languages in which every one of these questions can be asked."""
    return tuple(
        language
        for language in LANGUAGES
        if language == MAIN or all(language in question.words for question in questions)
    )


def naming_of(asked: Sequence[Question]) -> Literal["people", "teams"]:
    """Whether these questions have people name people, or teams."""
    return "teams" if any(question.among == "teams" for question in asked) else "people"


@cache
def questions() -> Mapping[str, Question]:
    """Every question of the bank by key, in all its languages."""
    facts = _table(templates.path("questions", "bank", "questions.toml"))
    spoken = {
        language: _table(templates.path("questions", "bank", f"{language}.toml"))
        for language in LANGUAGES
    }
    return {
        key: _from_bank(key, how, facts["scales"].get(how.get("scale"), ()), spoken)
        for key, how in facts["questions"].items()
    }


def _from_bank(
    key: str, how: Mapping[str, str], values: Sequence[float], spoken: Mapping[str, Any]
) -> Question:
    said = {
        language: {
            **table["questions"][key],
            "steps": tuple(table["scales"].get(how.get("scale"), ())),
        }
        for language, table in spoken.items()
    }
    main = Words(**said.pop(MAIN))
    scale = tuple(Step(float(v), label) for v, label in zip(values, main.steps, strict=True))
    texts = {k: v for k, v in asdict(main).items() if k != "steps"}
    words = {language: Words(**table) for language, table in said.items()}
    return Question(key=key, **{**how, **texts, "scale": scale, "words": words})


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
    """The question set in ``file``, every key of it checked.

    A question is named by its key in the bank, or written out as a table.
    """
    facts = _table(file)
    try:
        asked = tuple(_question(given) for given in facts["questions"])
        found = QuestionSet(file.stem, facts["title"], facts["purpose"], asked)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreadable(file, error) from error
    check(found.questions, file.name)
    return found


def _question(given: str | Mapping[str, Any]) -> Question:
    return questions()[given] if isinstance(given, str) else from_dict(given)


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> Problem:
    return Problem(
        "this question set cannot be read",
        where=file.name,
        why=f"{type(error).__name__}: {error}.",
        mend="Compare it with annual.toml, and with the questions in the folder bank.",
    )


def check(asked: Sequence[Question], where: str) -> None:
    """Refuse to ask something that cannot be answered; a Problem says which question and why."""
    earlier: list[str] = []
    if not asked:
        raise Problem("this question set asks nothing", where=where, mend="Add a question.")
    for question in asked:
        fault = _fault(question, earlier) or _unsaid(question)
        if fault:
            raise Problem(fault, where=f"{where}, question {question.key!r}", mend="Correct it.")
        earlier.append(question.key)
    if naming_of(asked) == "teams":
        _check_teams(asked, where)
    elif asked[0].key != FIRST:
        raise Problem(
            f"the first question is {asked[0].key!r}",
            where=where,
            why="Every map, and every comparison over the years, rests on “information”.",
            mend="Put “information” first.",
        )


def _check_teams(asked: Sequence[Question], where: str) -> None:
    """Where teams are named nobody may be, or answers would be somebody's."""
    if tuple(question.key for question in asked[:2]) != TEAMS_FIRST:
        raise Problem(
            "where teams are named people are asked for their own team first",
            where=where,
            why="Every figure says what one team does with another.",
            mend=f"Put {' and '.join(TEAMS_FIRST)} first.",
        )
    people = [q for q in asked if q.among != "teams" and q.use != "trait"]
    if people:
        raise Problem(
            "teams and people can't be named in one survey",
            where=f"{where}, question {people[0].key!r}",
            why="A survey in which somebody is named is not anonymous.",
            mend="Ask about teams only, or about people only.",
        )


def _fault(question: Question, earlier: Sequence[str]) -> str:
    """What is wrong with ``question`` after those that came ``earlier``, or nothing."""
    scaled = question.kind in ("rate", "pick_rate", "plain")
    faults = (
        (not re.fullmatch(r"[a-z][a-z_]{0,39}", question.key), "its key is not lower-case words"),
        (question.key in earlier, "its key is used twice"),
        (question.kind not in KINDS, f"there is no kind {question.kind!r}"),
        (question.use not in USES, f"there is no use {question.use!r}"),
        (question.among not in AMONG, f"nobody is called {question.among!r}"),
        (
            bool(question.carry) and question.carry not in earlier,
            f"it carries the names from {question.carry!r}, which does not come before it",
        ),
        (
            question.kind in ("rate", "mark") and not question.carry,
            "it is about names that were given before, but carries none",
        ),
        (scaled and len(question.scale) < 2, "its scale has fewer than two steps"),
        (len({s.value for s in question.scale}) < len(question.scale), "two steps are equal"),
    )
    return next((said for wrong, said in faults if wrong), "")


def _unsaid(question: Question) -> str:
    """What is missing in the words of ``question`` in some language, or nothing."""
    rated = question.kind in ("rate", "pick_rate")
    names_people = question.kind in ("pick", "pick_rate", "mark")
    for language in (MAIN, *question.words):
        said = said_in(question, language)
        whole = (said.text, said.help, said.rate_text, said.nobody, *said.steps)
        faults = (
            (not said.text.strip(), "it has no text"),
            (rated and not said.rate_text.strip(), "it has no rate_text"),
            (names_people and not said.nobody.strip(), "it has no words for naming nobody"),
            (len(said.steps) != len(question.scale), "its steps and its scale differ in number"),
            (not all(step.strip() for step in said.steps), "a step of its scale has no words"),
            (any(re.search(r"\{(?!goal\})", text) for text in whole), "only {goal} can be filled"),
        )
        for wrong, fault in faults:
            if wrong:
                return fault if language == MAIN else f"{fault} ({language})"
    return ""
