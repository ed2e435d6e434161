"""What is wrong with a sentence of one's own: each check names the fault and how to mend it.

A sentence may be said otherwise; it may not say something else. So it keeps every figure and
denominator of the shipped sentence, fills in nothing that is not known there, and states no number
that nobody measured.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports import places, plurals
from reports.plain import bare

# What a sentence may leave out: words that only say what kind of unit, or which firm.
LOOSE = frozenset({"type", "types", "client", "unit_type"})
# Whom it is about may be left out except where the finding itself is said.
SUBJECTS = frozenset({"name", "unit", "first", "second"})
CLAIMED = re.compile(r"\.(claim\w*|short)$")
PLAIN = ("numbers.", "page.", "page_map.script.")  # filled in without choosing
MEASURED = ("kinds.", "measures.", "answer.", "finding.", "not_found.", "not_said.", "caveats.")
RANGE = frozenset({"low", "high", "expected"})  # there together, or not at all
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\ufeff]|[\n\t]")
SLACK = 40


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of one's own beside the shipped one, and the places known under its key."""

    language: str
    key: str
    said: str
    shipped: str
    known: frozenset[str]
    longest: int = 0


Fault = tuple[str, str, str]  # what, why, how to mend


def faults(case: Case) -> Iterator[Fault]:
    """Everything that is wrong with one sentence."""
    yield from faults_of_part(case)
    yield from dropped(case)


def faults_of_part(case: Case) -> Iterator[Fault]:
    """What is wrong with one of several sentences, of which the others may say the figures."""
    for check in CHECKS:
        yield from check(case)


def stem(name: str) -> str:
    """The figure that a place prints, however it is printed."""
    plain = name[:1].lower() + name[1:]
    for ending in ("_about", "_word", "_raw"):
        plain = plain.removesuffix(ending)
    return {"count": "n"}.get(plain, plain)


def usable(case: Case) -> tuple[str, ...]:
    """The places that may be used in this sentence, in alphabetical order."""
    return tuple(sorted(case.known, key=lambda name: (name.lower(), name)))


def kept(case: Case) -> frozenset[str]:
    """The figures, denominators and subjects that this sentence must print, by their stems."""
    needed = {name for name in printed(case.shipped) if name not in LOOSE}
    if not CLAIMED.search(case.key):
        needed -= SUBJECTS
    return frozenset(needed)


def printed(sentence: str) -> frozenset[str]:
    """The stems that a sentence prints whatever the numbers are."""
    found: set[str] = set()
    for place in places.places(sentence):
        shown = place.printed
        if place.guard:
            near = {stem(place.name)} | (RANGE if _end(place.name) in RANGE else set())
            yes, no = ({stem(n) for n in part} for part in shown)
            found |= (yes & no) | {n for n in yes if n in near or _end(n) in near}
        else:
            found |= {stem(name) for name in shown[-1]}
    return frozenset(found)


def _end(name: str) -> str:
    return stem(name).rsplit("_", 1)[-1]


def _said_at_all(case: Case) -> Iterator[Fault]:
    if bare(case.shipped).strip() and not bare(case.said).strip():
        yield "nothing is said", "A report would have a gap there.", f'Shipped: "{case.shipped}"'


def _length(case: Case) -> Iterator[Fault]:
    most = 2 * (case.longest or len(case.shipped)) + SLACK
    if len(case.said) > most:
        what = f"the sentence has {len(case.said)} signs"
        yield what, "It would not fit into its place on the page.", f"Use {most} at most."


def _signs(case: Case) -> Iterator[Fault]:
    found = STEERING.search(case.said)
    if found:
        what = f"there is a sign that cannot be seen (U+{ord(found[0]):04X})"
        why = "It would change how lines or letters are drawn."
        yield what, why, "Write the sentence anew, on one line."


def _braces(case: Case) -> Iterator[Fault]:
    found = places.stray(case.said)
    if found:
        what = f"the brace at {found!r} belongs to no place"
        why = "A place is {name}, {n|one|many} or {name?words|other words}; none in another."
        yield what, why, _may_be_used(case)


def _known_places(case: Case) -> Iterator[Fault]:
    known = {name.lower() for name in case.known}
    only_chosen_by = {name for name in _filled_in(case.said) if name.endswith("_raw")}
    for name in sorted(_used(case.said)):
        if name.lower() not in known or name in only_chosen_by:
            why = "Nothing is filled in there in this sentence."
            yield f"{{{name}}} is not known here", why, _may_be_used(case)


def _used(sentence: str) -> frozenset[str]:
    found: set[str] = set()
    for place in places.places(sentence):
        found |= {place.name}.union(*place.printed)
    return frozenset(found)


def _filled_in(sentence: str) -> frozenset[str]:
    return frozenset(
        name for place in places.places(sentence) for part in place.printed for name in part
    )


def _forms(case: Case) -> Iterator[Fault]:
    most = plurals.FORMS.get(case.language, 2)
    if case.key.startswith(PLAIN) and any(place.forms for place in places.places(case.said)):
        why = "Here places are filled in and nothing else."
        yield "no words can be chosen in this sentence", why, _may_be_used(case)
    for place in places.places(case.said):
        if place.forms and not place.guard and not 2 <= len(place.forms) <= most:
            forms = len(place.forms)
            what = f"{{{place.name}|…}} has {forms} form{'s' if forms > 1 else ''}"
            wanted = "2" if most == 2 else f"2 to {most}"
            why = f"A word that follows a number takes {wanted} forms in this language."
            yield what, why, "Write them one after the other, apart by strokes."


def dropped(case: Case) -> Iterator[Fault]:
    """Each figure, denominator or subject that is no longer said."""
    for name in sorted(kept(case) - printed(case.said)):
        what = f"the sentence no longer says {{{spelling(case, name)}}}"
        why = "A figure, or what it is out of, must not be left out in any case."
        yield what, why, f'Put it in. Shipped: "{case.shipped}"'


def spelling(case: Case, name: str) -> str:
    """The place as the shipped sentence has it."""
    return next(
        (n for n in sorted(_used(case.shipped), key=lambda n: (len(n), n)) if stem(n) == name), name
    )


def _no_number_of_ones_own(case: Case) -> Iterator[Fault]:
    if not case.key.startswith(MEASURED):
        return
    there = set(_numbers(case.shipped))
    for number in dict.fromkeys(n for n in _numbers(case.said) if n not in there):
        what = f"{number} stands there as a number"
        why = "In such a sentence every number is measured and filled in."
        yield what, why, _may_be_used(case)


def _numbers(sentence: str) -> list[str]:
    return re.findall(r"\d+", re.sub(r"\{\w+", "", sentence))


def _may_be_used(case: Case) -> str:
    shown = ", ".join(f"{{{name}}}" for name in usable(case))
    return f"Places that may be used: {shown}." if shown else "No place may be used here."


def around(names: frozenset[str], format_of: Callable[[str], str]) -> frozenset[str]:
    """Places, and the same figures otherwise: in words, with what chance gives and its range.

    ``format_of`` gives how a figure is printed, by its stem; empty where it is none.
    """
    out = set(names)
    for base in {stem(name) for name in names}:
        form = format_of(base)
        if form:
            out |= {base}
            out |= RANGE if base == "value" else {f"{base}_{end}" for end in RANGE}
        out |= {f"{base}_about"} if form == "share" else set()
        out |= {f"{base}_word"} if form == "count" else set()
    return frozenset(out)


CHECKS: tuple[Callable[[Case], Iterator[Fault]], ...] = (
    _said_at_all,
    _length,
    _signs,
    _braces,
    _known_places,
    _forms,
    _no_number_of_ones_own,
)
