"""Numbers that know where they are from: a place in a file of results, or sums of such numbers.

They count as plain numbers everywhere. Reckoning with them by + - * / and round keeps the lineage,
so that whatever is printed of them can be looked up and worked out again. Printed as they stand
they carry their mark for the ledger.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from operator import add, mul, sub, truediv
from typing import Any

from reports import ledger
from reports.ledger import Origin

Lineage = tuple[Any, ...] | float | int
SIGNS: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul, "/": truediv}


class _Known:
    """What both kinds of numbers do: keep their lineage, and carry it where they are printed."""

    lineage: Lineage

    def __str__(self) -> str:
        return ledger.marked(str(plain(self)), origin_of(self, "plain"))

    def __format__(self, spec: str) -> str:
        said = format(plain(self), spec)
        return ledger.marked(said, origin_of(self, spec or "plain"))

    def __round__(self, places: Any = None) -> Any:
        if places is not None:
            return round(plain(self), places)
        return traced(round(plain(self)), ("round", self.lineage))

    def __abs__(self) -> Any:
        return traced(abs(plain(self)), ("abs", self.lineage))


class Number(_Known, float):
    """A measured number."""


class Count(_Known, int):
    """A whole number."""


def plain(value: Any) -> Any:
    """The number without its lineage."""
    if isinstance(value, Number):
        return float.__float__(value)
    return int.__int__(value) if isinstance(value, Count) else value


def origin_of(value: Any, form: str) -> Origin:
    """What the ledger is told of a number that is printed in this form."""
    return Origin("value", value.lineage, form, float(plain(value)))


def printed(said: str, value: Any, form: str) -> str:
    """A number in words or digits, with its origin if it knows one."""
    if not ledger.is_open() or not isinstance(value, _Known):
        return said
    return ledger.marked(said, origin_of(value, form))


def traced(value: Any, lineage: Lineage) -> Any:
    """The number with this lineage; what is no number stays as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    kind = Count if isinstance(value, int) else Number
    found = kind(value)
    found.lineage = lineage
    return found


def _reckoned(sign: str, turned: bool) -> Callable[[Any, Any], Any]:
    """An operator that keeps the lineage of both sides."""

    def operator(self: Any, other: Any) -> Any:
        if isinstance(other, bool) or not isinstance(other, int | float):
            return NotImplemented
        pair = (other, self) if turned else (self, other)
        value = SIGNS[sign](plain(pair[0]), plain(pair[1]))
        return traced(value, (sign, *(_lineage(side) for side in pair)))

    return operator


def _lineage(value: Any) -> Lineage:
    return value.lineage if isinstance(value, _Known) else plain(value)


for _kind in (Number, Count):
    for _sign, _name in (("+", "add"), ("-", "sub"), ("*", "mul"), ("/", "truediv")):
        setattr(_kind, f"__{_name}__", _reckoned(_sign, turned=False))
        setattr(_kind, f"__r{_name}__", _reckoned(_sign, turned=True))


def at(*place: str | int) -> Lineage:
    """The lineage of what stands at a place: file, then keys, rows or columns."""
    return ("at", *place)


def counted(value: int, *place: str | int) -> int:
    """How many entries or rows there are at a place."""
    found: int = traced(value, ("len", *place))
    return found


def known(value: Any, *place: str | int) -> Any:
    """The value with every number in it traced to its place under this one."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: known(getattr(value, f.name), *place, f.name) for f in fields(value)}
        return replace(value, **parts)
    if isinstance(value, tuple | list):
        return tuple(known(part, *place, i) for i, part in enumerate(value))
    if isinstance(value, Mapping):
        return {key: known(part, *place, str(key)) for key, part in value.items()}
    return traced(value, at(*place))
