"""What changed between two waves as a table for spreadsheets."""

from analysis.files import table
from analysis.wave_rows import Changes

COLUMNS = (
    "measure", "unit_type", "units", "before", "now", "change", "low", "high", "seen", "least",
    "p", "q", "people", "told",
)  # fmt: skip


def changes_csv(changes: Changes) -> str:
    """One row a figure that was compared with the last survey."""
    rows = (row.to_dict() for row in changes.rows)
    return table(COLUMNS, [{**row, "units": " | ".join(row["units"])} for row in rows])
