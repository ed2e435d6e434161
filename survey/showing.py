"""What stands behind a printed id: each number with its place, and its evidence."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.model import Problem
from survey import printed
from survey.outputs import read_record
from survey.printed import Entry
from survey.stored import Stored

FINDINGS = "findings.json"
MOST = 60


def show(folder: Path, ref: str) -> str:
    """All that is known of an id (``F1.2``, ``P7.3``); Problem if no report prints it."""
    found = list(_found(folder, ref))
    if not found:
        raise Problem(
            f"no report in this folder prints the id {ref!r}",
            where=str(folder),
            mend="Ids stand in the margin: F1 for a finding, F1.2 for a row of its figures; P7.3 is"
            " the third number on page 7.",
        )
    stored = Stored(folder)
    parts = [line for report, entries in found for line in _listed(report, entries)]
    places = [place for _, entries in found for entry in entries for place in _places(entry)]
    return "\n".join([*parts, *_evidence(stored, places), *_made(folder)])


def _found(folder: Path, ref: str) -> Iterator[tuple[str, list[Entry]]]:
    """The numbers of an id in each report: itself, its letters, the rows under it."""
    wanted = re.compile(re.escape(ref) + r"(\.\d+)?[a-z]*", re.IGNORECASE)
    for path in sorted(folder.glob(f"*{printed.ENDING}")):
        book = printed.read(path)
        entries = [e for e in book.numbers if wanted.fullmatch(e["id"])]
        if entries:
            yield book.report, entries


def _listed(report: str, entries: Sequence[Entry]) -> Iterator[str]:
    """A line a number: id, what is printed, what it is, where that stands."""
    yield f"{report}, page {', '.join(str(n) for n in sorted({e['page'] for e in entries}))}"
    for entry in entries[:MOST]:
        said = " ".join(entry["text"].split())
        if entry["kind"] == printed.VALUE:
            place = printed.told(entry["from"])
            yield f"  {entry['id']:7} {said:22} {entry['value']!r} = {place}"
        else:
            yield f"  {entry['id']:7} {said:22} {entry['kind']}: {entry['of']}"


def _places(entry: Entry) -> Iterator[tuple[Any, ...]]:
    """Every place in a file that a number is from."""
    waiting = [entry.get("from")]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, list) and part[0] in ("at", "len"):
            yield tuple(part[1:])
        elif isinstance(part, list):
            waiting += part[1:]


def _evidence(stored: Stored, places: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    """The evidence and the finding that numbers are part of, each once."""
    findings = dict.fromkeys(p[:3] for p in places if p[:2] == (FINDINGS, "findings"))
    for place in findings:
        finding = stored.found(place[0], list(place[1:]))
        yield f"Finding {finding['id']}: {finding['claim']}"
        yield f"  confidence {finding['confidence']:g}, severity {finding['severity']:g}"
    pieces = [p[:5] for p in places if p[:2] == (FINDINGS, "findings") and p[3:4] == ("evidence",)]
    figures = [p[:3] for p in places if p[:2] == (FINDINGS, "figures")]
    for place in dict.fromkeys([*pieces, *figures]):
        yield from _piece(stored.found(place[0], list(place[1:])))
    for name in dict.fromkeys(p[0] for p in places if p[0] != FINDINGS):
        yield f"Columns of {name} are explained in docs/measures.md."


def _piece(evidence: dict[str, Any]) -> Iterator[str]:
    """One piece of evidence in full: found, expected and how, on how many people."""
    yield f"Evidence {evidence['measure']}: found {evidence['value']!r}"
    if evidence["expected"] is not None:
        low, high = evidence["low"], evidence["high"]
        between = f", {low!r} to {high!r} in 95 of 100" if low is not None else ""
        yield f"  expected {evidence['expected']!r}{between}"
    if evidence["against"]:
        yield f"  compared with: {evidence['against']}"
    if evidence["p"] is not None:
        yield f"  chance gives as much: p {evidence['p']!r}; for all looked at {evidence['q']!r}"
    asked = f", question {evidence['relation']}" if evidence.get("relation") else ""
    yield f"  rests on {evidence['people']} people{asked}"
    yield "  formula and source: docs/measures.md and docs/methods.md"


def _made(folder: Path) -> Iterator[str]:
    """From which files, with which seed."""
    record = read_record(folder)
    inputs = [f"{s['path']} (SHA-256 {s['sha256'][:12]}…)" for s in record.get("inputs", [])]
    made = ", ".join(inputs) or "the answers in the site's database"
    yield f"Made from: {made}; seed {record['seed']}"
