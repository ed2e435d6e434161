"""The reports on all units in one ZIP, made outside a request: many take a while."""

import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from analysis.results import Results
from survey import reporting
from survey.pipeline import Inputs
from survey.reporting import Wanted

NAME = "units.zip"
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
Teller = Callable[[str, float], None]


def pdf(job: Inputs, results: Results, unit: str) -> bytes:
    """The report on one unit."""
    with tempfile.TemporaryDirectory() as folder:
        made = reporting.report(job, results, Wanted("unit", unit), Path(folder) / "unit.pdf")
        return made.path.read_bytes()


def write(job: Inputs, results: Results, file: Path, tell: Teller) -> None:
    """Every report, numbered and named like its unit, with no hour in it; whole or not at all."""
    units = [row.unit for row in reporting.unit_rows(job, results)]
    half = file.with_suffix(".part")
    with zipfile.ZipFile(half, "w") as package:
        for number, (name, unit) in enumerate(zip(_names(units), units, strict=True)):
            tell("reports", number / len(units))
            package.writestr(zipfile.ZipInfo(name, ZIP_DAY), pdf(job, results, unit))
    half.chmod(0o600)
    half.rename(file)


def _names(units: Iterable[str]) -> list[str]:
    plain = ("".join(c if c.isalnum() else "-" for c in unit)[:60].strip("-") for unit in units)
    return [f"{number:03}-{name}.pdf" for number, name in enumerate(plain, 1)]
