"""Findings and figures as sentences, from templates/wording: one file a language."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from analysis.model import Evidence, Finding, NotFound, NotSaid, Problem
from reports import joints, ledger, numbers, places, plurals
from reports.ledger import Origin
from reports.places import Place
from reports.plain import CLOSE, OPEN, RTL, bare, isolated
from templates import path

_LETTER = re.compile(r"[^\W\d_]")
GLOSSARY = "glossary"
Names = Mapping[str, str]
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language; ``file`` is named where one is missing."""

    language: str
    file: str
    words: Mapping[str, Any]

    def has(self, key: str) -> bool:
        """Whether there are words under this key (parts apart by dots)."""
        return _look_up(self.words, key) is not None

    def get(self, key: str) -> Any:
        """What stands under a key; Problem if it is missing."""
        found = _look_up(self.words, key)
        if found is None:
            raise Problem(
                f"the words {key!r} are missing",
                where=self.file,
                why="A report needs them.",
                mend=f"Add the key {key} to the file; en.toml shows how it is used.",
            )
        return ledger.marked_digits(found, "words", key) if isinstance(found, str) else found

    def say(self, key: str, **facts: Any) -> str:
        """The sentence under a key with its places filled in."""
        return self._fill(key, self.get(key), facts)

    def items(self, key: str, **facts: Any) -> tuple[str, ...]:
        """The list of sentences under a key."""
        told = (ledger.marked_digits(sentence, "words", key) for sentence in self.get(key))
        return tuple(self._fill(key, sentence, facts) for sentence in told)

    @property
    def from_right(self) -> bool:
        """Whether the language is written from right to left."""
        return bool(RTL.search(str(self.words.get("language_name", ""))))

    @property
    def number_words(self) -> Mapping[str, Any]:
        """How the language writes numbers."""
        found: Mapping[str, Any] = self.get("numbers")
        return found

    def number(self, measure: str, value: float | None) -> str:
        """A value of this measure as it is printed; the word for nothing if there is none."""
        if value is None:
            return str(self.get("numbers.none"))
        form = (
            self.get(f"measures.{measure}.format") if self.has(f"measures.{measure}") else "count"
        )
        return numbers.format_number(self.number_words, form, value)

    def listed(self, items: list[str] | tuple[str, ...], most: int = 8) -> str:
        """A, B and C."""
        turned = [self._turned(item) for item in items]
        joining = str(self.get("numbers.list_and")).removesuffix("{last}")
        last = ledger.unmarked(turned[-1]) if turned else ""
        joining = joints.met(self.language, joining, last) if turned else joining
        speech = {**self.number_words, "list_and": f"{joining}{{last}}"}
        return numbers.listed(speech, turned, most)

    def date(self, on: date) -> str:
        """A day as it is written."""
        month = self.get("dates.months")[on.month - 1]
        said = self.say("dates.day", day=str(on.day), month=month, year=str(on.year))
        return ledger.marked(ledger.unmarked(said), Origin("day", on.isoformat()))

    def measure(self, name: str) -> str:
        """What a measure is called."""
        return str(self.get(f"measures.{name}.name"))

    def caveat(self, key: str) -> str:
        """The sentence of a caveat."""
        return self.say(f"caveats.{key}")

    def claim(self, finding: Finding, names: Names) -> str:
        """The finding in one plain sentence; who may not be named is called by the unit."""
        from reports import facts

        return bare(facts.claim(self, finding, names))

    def not_found(self, outcome: NotFound) -> str:
        """Why something was not found."""
        return bare(self.reason("not_found", outcome))

    def not_said(self, outcome: NotSaid) -> str:
        """Why something cannot be said."""
        return bare(self.reason("not_said", outcome))

    def reason(self, group: str, outcome: NotFound | NotSaid) -> str:
        """The same for a page: with hard spaces, and names that keep their direction."""
        return self.say(f"{group}.{outcome.why}", **self._shown(outcome.facts))

    def reads(self, evidence: Evidence, facts: Facts) -> str:
        """The sentence that says what a figure means."""
        from reports.facts import of_evidence

        return self.say(
            f"measures.{evidence.measure}.reads", **{**facts, **of_evidence(self, evidence)}
        )

    def _shown(self, facts: Facts) -> dict[str, Any]:
        """Facts of an outcome as text: shares in per cent, lists in words."""
        return {key: _shown(self, value) for key, value in facts.items()}

    def _fill(self, key: str, sentence: str, facts: Facts) -> str:
        out, at = "", 0
        for found in places.PLACE.finditer(sentence):
            value = self._filled(key, places.of_match(found), facts)
            first = ledger.unmarked(value)
            out = joints.met(self.language, out + sentence[at : found.start()], first) + value
            at = found.end()
        return out + sentence[at:]

    def _filled(self, key: str, place: Place, facts: Facts) -> str:
        """What one place becomes: a fact, or the words that a number or a fact chooses."""
        name, forms = place.name, place.forms
        if place.guard:
            there = places.is_there(facts, name, str(self.get("numbers.none")))
            return self._fill(key, forms[0 if there else 1], facts)
        if forms:
            number = facts.get(f"{name}_raw", facts.get(name))
            return self._fill(key, plurals.form(self.language, forms, number), facts)
        return self._turned(self._fact(key, name, facts))

    def _turned(self, said: str) -> str:
        """Latin words and signs beside digits keep their direction among words from the right."""
        shown = ledger.unmarked(said)
        foreign = _LETTER.search(shown) or shown.startswith(("−", "+", "(")) or shown.endswith("%")
        if not self.from_right or not foreign or OPEN in said or RTL.search(said):
            return said
        return f"{OPEN}{said}{CLOSE}"

    def _fact(self, key: str, name: str, facts: Facts) -> str:
        if name in facts:
            return ledger.marked_digits(str(facts[name]), "count", f"{key}.{name}")
        small = name[0].lower() + name[1:]
        if small in facts and small != name:
            said = ledger.marked_digits(str(facts[small]), "count", f"{key}.{small}")
            return ledger.capital(said)
        raise Problem(
            f"{{{name}}} is not known here",
            where=f"{self.file}, {key}",
            mend=f"Use one of: {', '.join(sorted(facts))}.",
        )


def _shown(words: Wording, value: Any) -> str:
    if isinstance(value, list | tuple):
        return words.listed([isolated(str(item)) for item in value])
    if isinstance(value, float) and 0 <= value <= 1:
        return numbers.share(words.number_words, value)
    return str(value)


def _look_up(words: Mapping[str, Any], key: str) -> Any:
    found: Any = words
    for part in key.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def load(
    language: str = "en",
    own: tuple[Path, ...] = (),
    of: Literal["people", "teams"] = "people",
) -> Wording:
    """The words of a language; Problem if there is no such file or it cannot be read.

    ``own`` are files that say some sentences otherwise, the later ones over the earlier. Where
    people named teams, ``of``, what must be said otherwise stands in the place of all these.
    """
    words = _shipped(language)
    if own:
        from reports.own_words import laid_over

        for file in own:
            words = laid_over(words, file)
    if of == "people":
        return words
    return replace(words, words=_over(words.words, _about_teams(language)))


@cache
def _shipped(language: str) -> Wording:
    file = path("wording", f"{language}.toml")
    if not language.isalpha() or not file.is_file():
        there = ", ".join(languages())
        raise Problem(
            f"there are no words for the language {language!r}", mend=f"Languages: {there}."
        )
    return Wording(language, file.name, spaced(language, _read(file)))


@cache
def _about_teams(language: str) -> dict[str, Any]:
    said: dict[str, Any] = spaced(language, _read(path("wording", "teams", f"{language}.toml")))
    return said


def _over(usual: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The usual words with others in their place; the list of words explained is another one."""
    whole = {**usual}
    for key, words in own.items():
        below = usual.get(key)
        if isinstance(words, Mapping) and isinstance(below, Mapping) and key != GLOSSARY:
            whole[key] = _over(below, words)
        else:
            whole[key] = words
    return whole


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Problem(
            "the file of words cannot be read",
            where=file.name,
            why=str(error),
            mend="Mend the line that is named.",
        ) from error


def languages() -> tuple[str, ...]:
    """The languages that reports can be written in."""
    return tuple(sorted(found.stem for found in path("wording").glob("*.toml")))


def spaced(language: str, words: Any) -> Any:
    """All sentences with the spaces that the language wants."""
    if isinstance(words, Mapping):
        return {key: spaced(language, below) for key, below in words.items()}
    if isinstance(words, list):
        return [spaced(language, below) for below in words]
    return joints.spaced(language, words) if isinstance(words, str) else words
