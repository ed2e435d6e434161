"""How often anonymous answers find what is planted, and claim what isn't there.

``python -m analysis.teams.calibrating 100`` prints the tables of docs/methods.md.
"""

import sys
from collections import Counter
from collections.abc import Iterator

from analysis.planted import plant
from analysis.results import Results
from analysis.teams import planting
from analysis.teams.coarse import coarsened
from analysis.teams.outcome import ABOUT_ANSWERS, analyse_teams

QUIET = (("no_structure", 60), ("no_structure", 100), ("no_structure", 150), ("no_structure", 300))
ORDINARY = (("ordinary", 60), ("ordinary", 120), ("ordinary", 300))
SILOS = (("silo", 60), ("silo", 120), ("silo", 300), ("silo_small", 120), ("silo_large", 120))
MORE_SILOS = (("two_silos", 150), ("disconnected", 120))
SIZES = (60, 120, 200, 300)


def claimed(results: Results) -> Iterator[tuple[str, frozenset[str]]]:
    """Every claim by kind, with the teams that it is about."""
    for finding in results.findings:
        if finding.kind not in ABOUT_ANSWERS:
            subject = finding.subject
            yield finding.kind, frozenset({subject.unit, *subject.units} - {""})


def by_case(case: str, people: int, seeds: int) -> str:
    """A row: silos found of those planted, firms with a claim that isn't so, by kind."""
    found = planted = 0
    wrong: Counter[str] = Counter()
    for seed in range(seeds):
        firm = plant(case, seed, people=people)
        truth = {frozenset({c.unit}) for c in firm.truth.expect if c.kind == "silo"}
        said = set(claimed(analyse_teams(coarsened(firm.roster, firm.answers))))
        planted += len(truth)
        found += sum(("silo", unit) in said for unit in truth)
        wrong.update({kind for kind, unit in said if kind != "silo" or unit not in truth})
    hits = f"{found} of {planted}" if planted else "–"
    return f"| {case} | {people} | {hits} | {_listed(wrong, seeds)} |"


def by_plant(name: str, kind: str, people: int, seeds: int) -> str:
    """The same for what is planted in the answers about teams themselves."""
    found = 0
    wrong: Counter[str] = Counter()
    for seed in range(seeds):
        given, truth = getattr(planting, name)(seed, people)
        about = frozenset({truth} if isinstance(truth, str) else truth)
        said = set(claimed(analyse_teams(given)))
        found += (kind, about) in said
        wrong.update({k for k, who in said if (k, who) != (kind, about)})
    return f"| {kind} | {people} | {found} of {seeds} | {_listed(wrong, seeds)} |"


def _listed(wrong: Counter[str], seeds: int) -> str:
    told = [f"{kind} {count} of {seeds}" for kind, count in sorted(wrong.items())]
    return ", ".join(told) or f"0 of {seeds}"


def tables(seeds: int) -> Iterator[str]:
    """Both tables, row by row."""
    yield "| firm | people | silos found | firms with a claim that isn't so |"
    yield "| --- | --- | --- | --- |"
    for case, people in (*QUIET, *ORDINARY, *SILOS, *MORE_SILOS):
        yield by_case(case, people, seeds)
    yield ""
    yield "| planted | people | found | firms with another claim |"
    yield "| --- | --- | --- | --- |"
    kinds = {"unlinked": "missing_link", "one_way": "low_reciprocity", "crowded": "concentration"}
    for name, kind in kinds.items():
        for people in SIZES:
            yield by_plant(name, kind, people, seeds)


if __name__ == "__main__":
    for row in tables(int(sys.argv[1]) if len(sys.argv) > 1 else 100):
        print(row, flush=True)  # noqa: T201 - what it is for
