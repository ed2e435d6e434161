"""Single numbers looked up in the files of a run, and reckoned with as a report did."""

import csv
import json
from collections.abc import Callable, Iterable
from functools import cache
from operator import add, mul, sub, truediv
from pathlib import Path
from statistics import median
from typing import Any

from analysis.files import safe

KEYS = {
    "units.csv": 2, "pairs.csv": 3, "people.csv": 1, "questions.csv": 1, "question_pairs.csv": 2,
}  # fmt: skip
SIGNS: dict[str, Callable[[float, float], float]] = {"+": add, "-": sub, "*": mul, "/": truediv}


class Stored:
    """The files of one run."""

    def __init__(self, folder: Path) -> None:
        self._json = cache(lambda name: json.loads((folder / name).read_text(encoding="utf-8")))
        self._rows = cache(lambda name: _table(folder / name))

    def value(self, lineage: Any) -> float:
        """What a lineage comes to; KeyError, IndexError or ValueError where it leads nowhere."""
        if isinstance(lineage, int | float):
            return lineage
        sign, *rest = lineage
        if sign in SIGNS:
            return SIGNS[sign](self.value(rest[0]), self.value(rest[1]))
        return self._told(sign, rest)

    def _told(self, sign: str, rest: list[Any]) -> float:
        """What is looked up, counted or chosen from many."""
        ways: dict[str, Callable[[], float]] = {
            "at": lambda: self._at(rest[0], rest[1:]),
            "len": lambda: self._count(rest[0], rest[1:]),
            "abs": lambda: abs(self.value(rest[0])),
            "round": lambda: round(self.value(rest[0])),
            "highest": lambda: max(_numbers(self._rows(rest[0]).values(), rest[1])),
            "shown": lambda: len(self._shown(*rest[:3])),
            "middle": lambda: median(_numbers(self._shown(*rest[:3]), rest[3])),
        }
        return ways[sign]()

    def _at(self, name: str, place: list[Any]) -> float:
        if name in KEYS:
            *key, column = place
            return float(self._rows(name)[tuple(safe(part) for part in key)][column])
        found = self.found(name, place)
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise ValueError(f"{found!r} is no number")
        return found

    def found(self, name: str, place: list[Any]) -> Any:
        """Whatever stands at a place of a JSON file."""
        found = self._json(name)
        for part in place:
            found = found[part]
        return found

    def row(self, name: str, key: tuple[str, ...]) -> dict[str, str]:
        """A row of a table."""
        found: dict[str, str] = self._rows(name)[tuple(safe(part) for part in key)]
        return found

    def _shown(self, name: str, unit_type: str, least: int) -> list[dict[str, str]]:
        """The rows of units of a kind in which enough people answered to be shown."""
        rows = self._rows(name).values()
        alike = [row for row in rows if row["unit_type"] == safe(unit_type)]
        return [row for row in alike if int(row["answered"]) >= least]

    def _count(self, name: str, place: list[Any]) -> int:
        return len(self._rows(name) if name in KEYS else self.found(name, place))


def _numbers(rows: Iterable[dict[str, str]], column: str) -> list[float]:
    return [float(row[column]) for row in rows if row[column]]


def _table(path: Path) -> dict[tuple[str, ...], dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])[: KEYS[path.name]] if rows else []
    return {tuple(row[column] for column in columns): row for row in rows}
