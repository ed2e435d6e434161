"""Policy files: what a client allows to be shown, as TOML."""

import tomllib
from pathlib import Path
from typing import Any

from analysis.model import Problem
from analysis.privacy import MODES, Policy

KINDS = {"mode": str, "k": int, "confidence": float}
EXAMPLE = 'It has lines like: mode = "analyst"'


def read_policy(path: Path) -> Policy:
    """The policy in a TOML file with ``mode``, ``k`` and ``confidence``, each optional."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        mend = "Check the spelling and the folder."
        raise Problem("there is no such file", where=str(path), mend=mend) from None
    except (OSError, ValueError) as error:
        what = "the policy can't be read"
        raise Problem(what, where=str(path), why=f"{error}.", mend=EXAMPLE) from None
    for key, value in given.items():
        _check(path, key, value)
    try:
        return Policy(**given)
    except Problem as problem:
        problem.where = str(path)
        raise


def _check(path: Path, key: str, value: Any) -> None:
    if key not in KINDS:
        mend = f"The settings are: {', '.join(KINDS)}."
        raise Problem(f"there is no setting {key}", where=str(path), mend=mend)
    wanted = (float, int) if KINDS[key] is float else (KINDS[key],)
    if type(value) not in wanted:
        mend = f"mode is one of {', '.join(MODES)}; k a whole number; confidence 0.5 to 1."
        raise Problem(f"{key} can't be {value!r}", where=str(path), mend=mend)
