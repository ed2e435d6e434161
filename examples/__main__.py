"""Write every planted case to a folder: ``python -m examples FOLDER [--seed N]``."""

import argparse
from pathlib import Path

from analysis.planted import CASES, demo_firm, plant, write, write_dirty


def main() -> None:
    """Write the demo firm, each case, and a firm whose files are spoilt."""
    parser = argparse.ArgumentParser(prog="python -m examples", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(demo_firm(asked.seed), asked.folder / "demo")
    for case in CASES:
        write(plant(case, asked.seed), asked.folder / case.name)
        print(f"{case.name}: {case.summary}")
    write_dirty(plant("ordinary", asked.seed, people=90, response=1.0), asked.folder / "dirty")
    print(f"Written to {asked.folder}/, each with roster.csv, answers.csv and truth.json.")


if __name__ == "__main__":
    main()
