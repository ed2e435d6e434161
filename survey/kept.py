"""Results kept in a file, so that pages and exports are drawn without analysing again.

Everything is in it, names as well: it lies with the other files of a run, and only a View of it
may leave. Plain JSON in which each object says which dataclass of the analysis it is; nothing
else can be made from it, and nothing in it is ever run.
"""

import importlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from analysis.model import Problem
from analysis.results import Results

NAME = "results.json"
SCHEMA = "tiewise/results/1"
KIND, DAY = "~", "~day"


def keep(results: Results, folder: Path) -> None:
    """Write the results beside the other files of their run, for the owner's eyes only."""
    kinds: dict[str, int] = {}
    said = {"schema": SCHEMA, "results": _plain(results, kinds), "kinds": [*kinds]}
    path = folder / NAME
    path.touch(mode=0o600)
    path.write_text(json.dumps(said, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def load(folder: Path) -> Results:
    """The results of a run; Problem where none were kept, or another version kept them."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        found = _made(said["results"], said["kinds"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError):
        found = None
    if not isinstance(found, Results):
        raise Problem(
            "The results of this analysis can't be shown",
            why="They were made by another version of Tiewise, or are no longer there.",
            mend="Run the analysis again. The answers are untouched.",
        )
    return found


def _plain(value: Any, kinds: dict[str, int]) -> Any:
    """A value as JSON holds it; a dataclass with its place in the list of kinds."""
    if is_dataclass(value):
        kind = type(value)
        number = kinds.setdefault(f"{kind.__module__}.{kind.__qualname__}", len(kinds))
        parts = {field.name: _plain(getattr(value, field.name), kinds) for field in fields(value)}
        return {KIND: number, **parts}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {str(key): _plain(part, kinds) for key, part in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        parts_ = sorted(value) if isinstance(value, frozenset | set) else value
        return [_plain(part, kinds) for part in parts_]
    return {DAY: value.isoformat()} if isinstance(value, date) else value


def _made(value: Any, kinds: list[str]) -> Any:
    """The value that ``_plain`` wrote; every row is a tuple again."""
    if isinstance(value, list):
        return tuple(_made(part, kinds) for part in value)
    if not isinstance(value, dict):
        return value
    if DAY in value:
        return date.fromisoformat(value[DAY])
    parts = {key: _made(part, kinds) for key, part in value.items() if key != KIND}
    return _kind(kinds[value[KIND]])(**parts) if KIND in value else parts


@cache
def _kind(name: str) -> Any:
    """A dataclass of the analysis by its name; ValueError for whatever is none."""
    module, _, called = name.rpartition(".")
    if not module.startswith("analysis."):
        raise ValueError(name)
    found = getattr(importlib.import_module(module), called)
    if not (isinstance(found, type) and is_dataclass(found)):
        raise ValueError(name)
    return found
