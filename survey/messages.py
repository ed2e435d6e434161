"""The words on the pages of those who answer, in every language, from templates/messages."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from markupsafe import Markup, escape

import templates
from survey.bank import LANGUAGES, MAIN

FILLED = re.compile(r"\{(\w+)\}")
ISOLATE = "\u2068{}\u2069"


@dataclass(frozen=True, slots=True)
class Speech:
    """One language: its texts by key (``ask.title``), its direction, its name for itself."""

    language: str
    texts: Mapping[str, str | tuple[str, ...]]

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return str(self.texts["name"])

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return str(self.texts["direction"])

    def __call__(self, key: str, **facts: Any) -> str:
        """A text with ``facts`` in the place of the words in braces, as plain text.

        In a right-to-left language each fact is isolated, so that a Latin name leaves the order
        of the sentence alone.
        """
        text = self.texts[key]
        if not isinstance(text, str):
            raise TypeError(key)
        return self.fill(text, facts)

    def fill(self, text: str, facts: Mapping[str, Any]) -> str:
        """``text`` with facts filled in as this language needs them."""
        frame = ISOLATE if self.direction == "rtl" else "{}"
        return FILLED.sub(lambda found: frame.format(facts[found[1]]), text)

    def lines(self, key: str, **facts: Any) -> tuple[str, ...]:
        """A text of several paragraphs."""
        return tuple(self.fill(line, facts) for line in self.texts[key])

    def html(self, key: str, **facts: Any) -> Markup:
        """A text as HTML, each fact escaped and in a direction of its own."""
        text = str(self.texts[key])
        filled = FILLED.sub(lambda found: f"<bdi>{escape(facts[found[1]])}</bdi>", text)
        return Markup(filled)  # noqa: S704 - our own text; what is filled in has been escaped

    @staticmethod
    def mail(address: str) -> Markup:
        """An e-mail address as a link, to be filled into a text."""
        return Markup('<a href="mailto:{0}">{0}</a>').format(address)

    def day(self, when: date) -> str:
        """A day as it is written in this language, with the name of the month."""
        months = self.texts["months"]
        first = "1er" if self.language == "fr" and when.day == 1 else when.day
        facts = {"day": first, "month": months[when.month - 1], "year": when.year}
        return FILLED.sub(lambda found: str(facts[found[1]]), str(self.texts["date"]))


@cache
def load(language: str) -> Speech:
    """The words of one of ``bank.LANGUAGES``."""
    file = templates.path("messages", f"{language}.toml")
    return Speech(language, dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")))))


def _flat(table: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, str | tuple[str, ...]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, tuple(value) if isinstance(value, list) else value


def choose(wanted: Iterable[str], spoken: Iterable[str] = LANGUAGES) -> str:
    """The first of the ``wanted`` languages (``de``, ``de-AT``, …) that is spoken, or English."""
    known = tuple(spoken)
    short = (language.replace("_", "-").split("-")[0].lower() for language in wanted)
    return next((language for language in short if language in known), MAIN)
