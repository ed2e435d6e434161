"""Where two versions of a result file first differ, in words that its reader can follow."""

import csv
import io
import json
from itertools import zip_longest
from pathlib import Path
from typing import Any


def first_difference(name: str, kept: Path, again: Path) -> str:
    """Where the file ``kept`` first differs from the one made ``again``; empty if it doesn't."""
    old, new = kept.read_bytes(), again.read_bytes()
    if old == new:
        return ""
    if name.endswith(".csv"):
        said = _tables(_text(old), _text(new))
    elif name.endswith(".json"):
        said = _documents(_text(old), _text(new))
    else:
        said = _bytes(old, new)
    return f"{name}, {said or 'the same figures, written differently'}"


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _tables(old: str, new: str) -> str:
    """Row, column, and both values of the first cell that differs."""
    left, right = (list(csv.reader(io.StringIO(text))) for text in (old, new))
    header = right[0] if right else []
    nothing: list[str] = []
    for number, (was, now) in enumerate(zip_longest(left, right, fillvalue=nothing), 1):
        for place, (a, b) in enumerate(zip_longest(was, now, fillvalue="nothing")):
            if a != b:
                column = header[place] if place < len(header) else f"number {place + 1}"
                return f"row {number}, column {column}: it says {_short(a)}, recomputed {_short(b)}"
    return ""


def _documents(old: str, new: str) -> str:
    try:
        left = json.loads(old)
    except ValueError as error:
        return f"it is no JSON: {error}"
    return _values(left, json.loads(new), "")


def _values(old: Any, new: Any, path: str) -> str:
    """The path of the first value that differs, and both."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [*new, *(key for key in old if key not in new)]
        parts = [(f"{path}.{key}" if path else str(key), key) for key in keys]
        steps = [(old.get(key, "nothing"), new.get(key, "nothing"), at) for at, key in parts]
    elif isinstance(old, list) and isinstance(new, list):
        pairs = zip_longest(old, new, fillvalue="nothing")
        steps = [(a, b, f"{path}[{i}]") for i, (a, b) in enumerate(pairs)]
    else:
        same = old == new and type(old) is type(new)
        return "" if same else f"{path}: it says {_short(old)}, recomputed {_short(new)}"
    return next((said for step in steps if (said := _values(*step))), "")


def _bytes(old: bytes, new: bytes) -> str:
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    place = min(len(old), len(new)) if at is None else at
    return f"byte {place + 1:,}: it is not the file that the analysis writes"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
