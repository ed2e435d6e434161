"""What stands in {braces} in a sentence: what is filled in, and the conditions that choose words.

``{name}`` is filled in. ``{n|one|many}`` chooses by a number, with as many forms as the language
has. ``{name?words|other words}`` stands only where there is such a thing (a range, a comparison)
and it is not nought; what stands after the stroke, if anything, stands in its place. Within forms
and words there may be further ``{names}``, but no further choice.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.plain import bare

_INNER = r"(?:[^|{}]|\{\w+\})*"
PLACE = re.compile(
    rf"\{{(?P<name>\w+)"
    rf"(?:\?(?P<yes>{_INNER})(?:\|(?P<no>{_INNER}))?|(?P<forms>(?:\|{_INNER})*))\}}"
)
_PLAIN = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its name, and the words to choose from, by number or by whether it is there."""

    name: str
    forms: tuple[str, ...] = ()
    guard: bool = False

    @property
    def printed(self) -> tuple[tuple[str, ...], ...]:
        """For each choice, what is filled in there."""
        if not self.forms:
            return ((self.name,),)
        return tuple(tuple(_PLAIN.findall(form)) for form in self.forms)


def of_match(found: re.Match[str]) -> Place:
    """The place that the pattern has found."""
    name, yes = found["name"], found["yes"]
    if yes is not None:
        return Place(name, (yes, found["no"] or ""), True)
    return Place(name, tuple((found["forms"] or "")[1:].split("|")) if found["forms"] else ())


def places(sentence: str) -> Iterator[Place]:
    """Every place of a sentence, in order."""
    return (of_match(found) for found in PLACE.finditer(sentence))


def stray(sentence: str) -> str:
    """The first brace that belongs to no place, with what follows it; empty if there is none."""
    left = PLACE.sub("", sentence)
    at = min((left.find(sign) for sign in "{}" if sign in left), default=-1)
    return left[at : at + 20] if at >= 0 else ""


def is_there(facts: Mapping[str, Any], name: str, none: str) -> bool:
    """Whether a fact is there and is not nought; ``none`` is the word for what was not measured."""
    value = facts.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    return bare(str(value)).strip() not in ("", "0", none)
