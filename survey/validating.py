"""What ``tiewise validate`` does: run the pack, write it, and say what came of it."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from analysis.model import Problem
from analysis.settings import Settings
from analysis.validation import PARTS, Others, Plan, Validation, quick, validate
from analysis.workers import processes
from reports.validation import document, load, pages, stated, write_pdf
from survey.references import read_firms, read_networks

FOLDER = "validation"
FILES = ("validation.md", "validation.pdf", "validation.json")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ``tiewise validate`` was asked for."""

    out: Path
    seed: int = 1
    only: str = ""
    quick: bool = False
    workers: int = 1
    networks: Path | None = None
    planted: Path | None = None


def run(wanted: Wanted, progress: Callable[[str, float], None]) -> Validation:
    """Run the pack and write it: validation.md with its pictures, validation.json, validation.pdf.

    Raises Problem for a part that there is not, a folder that can't be read, or one that can't be
    written to, before the work is begun.
    """
    plan = plan_of(wanted)
    others = Others(
        read_networks(wanted.networks) if wanted.networks else (),
        read_firms(wanted.planted) if wanted.planted else (),
    )
    with _writing(wanted.out), processes(wanted.workers) as executor:
        found = validate(plan, others, executor=executor, progress=progress)
        write(found, wanted.out)
    return found


def plan_of(wanted: Wanted) -> Plan:
    """What is to be tried."""
    parts = tuple(part.strip() for part in wanted.only.split(",") if part.strip())
    plan = Plan(seed=wanted.seed, parts=parts or PARTS, settings=Settings(seed=wanted.seed))
    return quick(plan) if wanted.quick else plan


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """The folder is there and can be written to, which is found out before the work."""
    try:
        probe = out / FOLDER / ".writable"
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
        yield
    except OSError as error:
        why = f"The system says: {error.strerror or error}."
        mend = "Name a folder that you may write to with --out."
        raise Problem("the pack can't be written", where=str(out), why=why, mend=mend) from error


def write(found: Validation, out: Path) -> None:
    """The files; pictures of an earlier run that this one doesn't have are removed."""
    words = load()
    blocks = document(found, words)
    shown = pages(blocks)
    for old in (out / FOLDER).glob("figure-*.svg"):
        old.unlink()
    texts = {"validation.md": shown.text, "validation.json": to_json(found), **shown.pictures}
    for name, text in texts.items():
        (out / name).write_bytes(text.encode("utf-8"))
    write_pdf(blocks, words, out / "validation.pdf")


def to_json(found: Validation) -> str:
    """Everything that was measured, as data."""
    return json.dumps(_finite(found.to_dict()), ensure_ascii=False, indent=1) + "\n"


def _finite(value: Any) -> Any:
    """Without infinities, which JSON has no word for."""
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def summary(found: Validation, out: Path) -> str:
    """What came of it: the bars that were missed, how many were held, and where all lies."""
    words = load()
    count = Counter(check.verdict for check in found.checks)
    lines = [f"  {stated(check, words)}" for check in found.missed]
    head = f"{count['missed']} of {len(found.checks)} bars were missed:" if lines else ""
    rest = f"{count['held']} bars were held, {count['cant_tell']} can't be told."
    note = "Quick: small numbers; a fault shows, but little is proved." if found.plan.quick else ""
    files = f"Written: {', '.join(str(out / name) for name in FILES)}"
    return "\n".join(part for part in (head, *lines, rest, note, files) if part)


def summary_json(found: Validation, out: Path) -> str:
    """The same as data."""
    facts = {
        "missed": [asdict(check) for check in found.missed],
        "held": sum(check.verdict == "held" for check in found.checks),
        "cant_tell": sum(check.verdict == "cant_tell" for check in found.checks),
        "quick": found.plan.quick,
        "files": {name: str(out / name) for name in FILES},
    }
    return json.dumps(_finite(facts), ensure_ascii=False, indent=1)
