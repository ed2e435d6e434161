"""Numbers as a reader likes them: rounded to what they can carry, in words where that is enough."""

from collections.abc import Callable, Mapping, Sequence
from math import floor, log10
from typing import Any

from reports import lineage
from reports.ledger import marked_digits, unmarked

Words = Mapping[str, Any]
LONGEST_KEPT = 16


def format_number(words: Words, form: str, value: float) -> str:
    """A value in one of FORMS, with the signs of the language in ``words``."""
    said = kept(FORMS[form](words, lineage.plain(value)))
    return lineage.printed(said, value, form)


def kept(said: str) -> str:
    """A number and what belongs to it, not to be broken over two lines."""
    return said.replace(" ", "\u00a0") if len(unmarked(said)) <= LONGEST_KEPT else said


def count(words: Words, value: float) -> str:
    """A whole number, thousands apart."""
    said = f"{round(lineage.plain(value)):,}".replace(",", words["thousands"])
    return lineage.printed(said, value, "count")


def _large(words: Words, value: float) -> str:
    """Two figures are enough for what is only ever compared."""
    if value < 100:
        return count(words, value)
    step = 10 ** (floor(log10(value)) - 1)
    return count(words, round(value / step) * step)


def share(words: Words, value: float) -> str:
    """Per cent without decimals; what is not quite none or all says so."""
    return lineage.printed(_share(words, lineage.plain(value)), value, "share")


def _share(words: Words, value: float) -> str:
    if 0 < value < 0.005:
        return str(words["under_1"])
    if 0.995 < value < 1:
        return str(words["over_99"])
    return kept(str(words["percent"]).replace("{value}", str(round(value * 100))))


def _decimals(words: Words, value: float, places: int) -> str:
    shown = f"{abs(value):.{places}f}".replace(".", words["point"])
    return (words["minus"] if value < 0 and float(f"{value:.{places}f}") else "") + shown


def chance(words: Words, value: float) -> str:
    """A probability as so many in 100; never 100 of 100."""
    return lineage.printed(_chance(words, lineage.plain(value)), value, "chance")


def _chance(words: Words, value: float) -> str:
    if value > 0.99:
        return str(words["above_99"])
    in_100 = round(value * 100) if value >= 0.9 else 5 * round(value * 20)
    return str(words["in_100"]).replace("{n}", str(in_100))


def about(words: Words, value: float) -> str:
    """A share in words: about 4 in 5."""
    return lineage.printed(_about(words, lineage.plain(value)), value, "about")


def _about(words: Words, value: float) -> str:
    if value >= 0.975:
        return str(words["nearly_all"])
    if value < 0.01:
        return str(words["hardly_any"])
    if value < 0.18:
        return kept(str(words["one_in"]).replace("{n}", str(_nice(1 / value))))
    return kept(str(min(words["about"], key=lambda entry: abs(entry[0] - value))[1]))


def _nice(value: float) -> int:
    """The nearest number that people say."""
    return min((6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 70, 100), key=lambda n: abs(n - value))


def spelled(words: Words, value: float) -> str:
    """Small whole numbers as words."""
    whole = round(lineage.plain(value))
    said = str(words["words"][whole]) if whole < len(words["words"]) else count(words, whole)
    return lineage.printed(said, value, "spelled")


def one_in(words: Words, p: float) -> str:
    """In fewer than one of how many tries a chance this small comes true."""
    times = max(n for n in (50, 90, 100, 500, 1000, 1500, 10_000) if n * p <= 1 or n == 50)
    return lineage.printed(count(words, times), p, "one_in")


def tries(words: Words, p: float) -> str:
    """How many of 100 tries a chance comes true in, one at least."""
    return lineage.printed(count(words, max(1, round(100 * lineage.plain(p)))), p, "tries")


def listed(words: Words, items: Sequence[str], most: int = 8) -> str:
    """A, B and C; what goes beyond ``most`` is counted."""
    if len(items) > most:
        rest = marked_digits(count(words, len(items) - most), "count", "more")
        shown = str(words.get("comma", ", ")).join(items[:most])
        return str(words["more"]).replace("{count}", rest).replace("{shown}", shown)
    if len(items) < 2:
        return "".join(items)
    first, last = str(words.get("comma", ", ")).join(items[:-1]), items[-1]
    return first + str(words["list_and"]).removeprefix("{first}").removesuffix("{last}") + last


FORMS: dict[str, Callable[[Words, float], str]] = {
    "count": count,
    "large": _large,
    "share": share,
    "ratio": share,
    "number": lambda words, value: _decimals(words, value, 1),
    "decimal": lambda words, value: _decimals(words, value, 2),
    "signed": lambda words, value: ("+" if value > 0.005 else "") + _decimals(words, value, 2),
    # From −1 (all inside) to +1 (all across): printed as the share that goes across.
    "crossing": lambda words, value: share(words, (1 + value) / 2),
    "whole_points": lambda words, value: _decimals(words, value * 100, 0),
    "points": lambda words, value: _decimals(words, value * 100, 1),
    "chance": chance,
    "place": lambda words, value: count(words, floor(value)),
}
SPOKEN: dict[str, Callable[[Words, float], str]] = {
    "about": about,
    "spelled": spelled,
    "one_in": one_in,
    "tries": tries,
}


def as_printed(words: Words, form: str, value: float) -> str:
    """A value in whatever form a report prints it; also as Python formats it (``g``, ``plain``)."""
    if form in FORMS:
        return format_number(words, form, value)
    if form in SPOKEN:
        return SPOKEN[form](words, value)
    whole = float(value).is_integer()
    return str(int(value) if whole else value) if form == "plain" else format(value, form)
