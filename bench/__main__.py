"""Run the benchmarks: ``python -m bench [--large] [--out FILE]``; prints ratios, writes JSON."""

import argparse
import json
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bench.measuring import Row
from bench.work import LARGE, WORK

LIBRARIES = (
    "numpy",
    "scipy",
    "networkx",
    "igraph",
    "python-louvain",
    "scikit-network",
    "reportlab",
)


def main() -> None:
    """Time each piece of work in turn, say what came out, and keep it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="also what takes minutes")
    parser.add_argument("--out", type=Path, default=Path("bench/results.json"))
    asked = parser.parse_args()
    rows: list[Row] = []
    for work in (*WORK, *(LARGE if asked.large else ())):
        for row in work():
            rows.append(row)
            print(told(row), flush=True)
            asked.out.write_text(as_json(rows), encoding="utf-8")
    print(f"Seconds of wall time, best of several; written to {asked.out}.")


def told(row: Row) -> str:
    """A row for the terminal."""
    said = f"{row.what}\n    ours {row.ours:.3f} s"
    if row.theirs is not None:
        said += f" · {row.against} {row.theirs:.3f} s · ratio {row.ratio:.3g}"
    if row.target is not None:
        said += f" · target {row.target:g}{'' if row.theirs is not None else ' s'}"
        said += " (reached)" if row.reached else " (not reached)"
    return said


def as_json(rows: Sequence[Row]) -> str:
    """The rows and what they were measured with."""
    machine = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        **{name: version(name) for name in LIBRARIES},
    }
    told_ = {"made_with": machine, "rows": [row.to_dict() for row in rows]}
    return json.dumps(told_, indent=1) + "\n"


if __name__ == "__main__":
    main()
