"""What the command prints: what was found in sentences, where the files lie, what went wrong."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from analysis.model import Fault, Finding, Problem
    from analysis.results import Results
    from survey.pipeline import Inputs
    from survey.roster import RosterReading
    from survey.verify import Checked, Verdict

MOST_FINDINGS = 12
MOST_FAULTS = 50


def tell_problem(problem: "Problem") -> None:
    """What is wrong, where, why, and what to do: a line each, on standard error."""
    said = (("Where", problem.where), ("Why", problem.why), ("What to do", problem.mend))
    click.secho(f"Problem: {problem.what}", fg="red", bold=True, err=True)
    for label, text in said:
        if text:
            click.echo(f"  {label}: {visible(text)}", err=True)


def visible(text: str) -> str:
    """The text without control characters, which could steer a terminal."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on a terminal, nothing anywhere else; gives the function to call."""
    if not sys.stderr.isatty():
        yield lambda stage, share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda stage, share: bar.update(
            task, completed=share, description=f"{title}: {stage}"
        )


def summary(job: "Inputs", results: "Results", out: Path) -> str:
    """What was found, what not, what is wrong in the files, in sentences, and where all lies."""
    from survey.pipeline import seen, wording

    shown = seen(job, results)
    words = wording(job.options, shown.of)
    about = [f for f in shown.findings if f.kind == "data_problem"]
    answered = share(shown.answered / max(shown.headcount, 1))
    parts = [
        f"{number(shown.headcount)}, {shown.answered} of whom answered ({answered}).",
        found(job, results),
        _list("Not found:", dict.fromkeys(words.not_found(o) for o in shown.not_found)),
        _list("Can't be said:", dict.fromkeys(words.not_said(o) for o in shown.not_said)),
        _list("In the files:", [words.claim(finding, shown.names) for finding in about]),
        _files(job, out),
    ]
    return visible_lines("\n\n".join(part for part in parts if part))


def number(people: int) -> str:
    """So many people."""
    return "1 person" if people == 1 else f"{people} people"


def share(value: float) -> str:
    """A share in per cent."""
    return f"{100 * value:.0f} %"


def visible_lines(text: str) -> str:
    """Several lines without control characters."""
    return "\n".join(visible(line) for line in text.split("\n"))


def found(job: "Inputs", results: "Results") -> str:
    """The findings in sentences, the first of them if there are many, each with how sure it is."""
    from survey.pipeline import seen, wording

    shown = seen(job, results)
    words = wording(job.options, shown.of)
    said = [f for f in shown.findings if f.kind != "data_problem"]
    lines = [f"{words.claim(f, shown.names)}{_how_sure(f)}" for f in said]
    if not lines:
        return "Found: nothing that stands out from chance."
    more = len(lines) - MOST_FINDINGS
    rest = [f"and {more} more, in findings.json"] if more > 0 else []
    return visible_lines(_list("Found:", lines[:MOST_FINDINGS] + rest))


def _how_sure(finding: "Finding") -> str:
    """In brackets; nothing beside what is only counted."""
    counted = finding.kind in ("low_response", "too_small_to_report")
    return "" if counted else f" ({sure(finding.confidence)})"


def sure(confidence: float) -> str:
    """How sure a finding is; never all the way."""
    return "over 99 % sure" if confidence > 0.99 else f"{share(confidence)} sure"


def _list(title: str, lines: Collection[str]) -> str:
    return "\n".join([title, *(f"  - {line}" for line in lines)]) if lines else ""


def _files(job: "Inputs", out: Path) -> str:
    from survey.outputs import FILES
    from survey.pipeline import shows_everything

    written = [f"  {out / name}" for name in FILES if (out / name).exists()]
    lines = ["Files:", *written]
    if not shows_everything(job.options):
        withheld = "people.csv, network.graphml and problems.csv"
        lines.append(f"Left out, because this audience may not see names: {withheld}.")
    return "\n".join(lines)


def summary_json(job: "Inputs", out: Path) -> str:
    """The same as data: the findings as they stand in findings.json, and the files."""
    from survey.outputs import FILES

    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    written = {name: str(out / name) for name in FILES if (out / name).exists()}
    said = {"audience": job.options.audience.name, "files": written, **found}
    return json.dumps(said, ensure_ascii=False, indent=1)


def verdict(found: "Verdict", folder: Path) -> str:
    """Whether every figure is the same."""
    if found.difference:
        return visible_lines(f"{folder}: not the same.\n  First: {found.difference}\n  {found.why}")
    same = f"{folder}: every figure is the same, in {', '.join(found.compared)}."
    if not found.recomputed:
        same = (
            f"{folder}: every file is as it was recorded. The answers of this run lie in the site's"
            " database, so nothing was recomputed from them; the reports were held against the"
            " results beside them."
        )
    return "\n".join([same, *(_numbers_of(one) for one in found.checked)])


KINDS_OF_NUMBERS = {
    "value": "looked up in the files of results and worked out again",
    "words": "part of a sentence of the report",
    "name": "part of a name, a title or a key",
    "place": "of pages, lists, axes and ids",
    "day": "of dates",
    "made": "of versions and hashes",
    "count": "counted while the page was made",
}


def _numbers_of(checked: "Checked") -> str:
    """How many numbers a report prints, and what each kind is."""
    total = sum(checked.kinds.values())
    often = sorted(checked.kinds.items(), key=lambda entry: -entry[1])
    said = [f"{n} {KINDS_OF_NUMBERS.get(kind, kind)}" for kind, n in often]
    return f"{checked.report}: {total} numbers on {checked.pages} pages: {'; '.join(said)}."


def verdict_json(found: "Verdict") -> str:
    """The same as data."""
    facts = {"same": not found.difference, "difference": found.difference, "why": found.why}
    reports = {one.report: {"pages": one.pages, **one.kinds} for one in found.checked}
    more = {"compared": list(found.compared), "recomputed": found.recomputed, "numbers": reports}
    return json.dumps({**facts, **more}, ensure_ascii=False, indent=1)


def reading(found: "RosterReading", file: Path) -> str:
    """How a roster was understood, and what in it needs mending."""
    people, groups = len(found.roster.people), ", ".join(found.roster.unit_types) or "none"
    columns = [f"{title} is {word}" for title, word in found.headers.items() if word != title]
    columns = [
        line.removesuffix(" is ") + " is left out" if line.endswith(" is ") else line
        for line in columns
    ]
    parts = [
        f"{file.name}: {number(people)}. Groups: {groups}.",
        _list("Columns understood:", columns),
        _counts(found.faults),
        *(_alike(faults) for faults in _groups(found.faults[:MOST_FAULTS])),
        _verdict_on(found),
    ]
    return visible_lines("\n\n".join(part for part in parts if part))


def _counts(faults: "tuple[Fault, ...]") -> str:
    counts = Counter(fault.kind for fault in faults)
    return _list("Rows to look at:", [f"{kind}: {n}" for kind, n in counts.items()])


def _groups(faults: "tuple[Fault, ...]") -> "list[list[Fault]]":
    """Faults that are mended in the same way stand together, where the first of them stood."""
    groups: dict[tuple[str, ...], list[Fault]] = {}
    for fault in faults:
        same = (fault.kind, fault.why, fault.mend, fault.taken)
        groups.setdefault(same, []).append(fault)
    return list(groups.values())


def _alike(faults: "list[Fault]") -> str:
    """One fault in full, or several of a kind: a line each, and once how to mend them."""
    if len(faults) == 1:
        return _fault(faults[0])
    first = faults[0]
    lines = [_place(fault) for fault in faults]
    rest = (f"  Why: {first.why}", f"  What to do: {first.mend}", f"  Taken: {first.taken}")
    return "\n".join([*lines, *rest])


def _place(fault: "Fault") -> str:
    value = f" ({fault.value})" if fault.value else ""
    return f"{fault.where}{value}: {fault.what}"


def _fault(fault: "Fault") -> str:
    return (
        f"{_place(fault)}\n  Why: {fault.why}\n  What to do: {fault.mend}\n  Taken: {fault.taken}"
    )


def _verdict_on(found: "RosterReading") -> str:
    more = len(found.faults) - MOST_FAULTS
    rest = [f"{more} more: `tiewise roster check --json` lists all."] if more > 0 else []
    last = (
        "The roster can't be used before the rows above are mended."
        if found.fatal
        else "The roster can be used as it is."
    )
    return "\n".join([*rest, last])


def reading_json(found: "RosterReading") -> str:
    """The same as data."""
    keys = ("kind", "file", "row", "column", "value", "what", "why", "mend", "taken", "fatal")
    facts: dict[str, Any] = {
        "people": len(found.roster.people),
        "usable": not found.fatal,
        "headers": dict(found.headers),
        "faults": [{key: getattr(fault, key) for key in keys} for fault in found.faults],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1)
