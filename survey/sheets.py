"""A spreadsheet file (CSV, XLSX, XLS, ODS) into a table of texts, whoever wrote the file.

What a file is, is told from its content, never from its name. Text is read here; archives and
binary sheets are hostile until proved otherwise and are read by ``survey.spreadsheet`` in a child
process that has limits on time and memory.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from analysis.model import Fault, Problem
from survey.encodings import decode

MOST_BYTES = 10_000_000
MOST_ROWS = 250_000
MOST_COLUMNS = 200
MOST_CELLS = 2_000_000
LONGEST_CELL = 30_000
DELIMITERS = ",;\t"
SPREADSHEETS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
EXPECTED = "Save it as CSV (UTF-8), XLSX or ODS and try again."
# Other things that people pick by mistake, by how they begin.
STRANGERS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of texts, each row as long as the header.

    ``numbers`` holds each row's number as a spreadsheet program shows it; ``faults`` what in the
    file's shape was not taken as it stood. Rows without a single filled cell are not in it.
    """

    file: str
    header: Cells
    header_row: int
    numbers: tuple[int, ...]
    rows: tuple[Cells, ...]
    faults: tuple[Fault, ...] = ()


def read_table(path: Path | str, name: str = "", most: int = MOST_ROWS) -> Table:
    """The table in the file at ``path``; ``name`` is what its reader calls it, ``most`` how many
    rows it may have.

    Raises Problem for what is not a table: a missing or empty file, a folder, another kind of
    file, a sheet over the limits.
    """
    path = Path(path)
    name = name or path.name
    data = _bytes(path, name)
    if data.startswith(SPREADSHEETS):
        from survey.spreadsheet import read_rows

        rows, faults = read_rows(path, name, most)
        return _table(name, rows, faults, most)
    _refuse_strangers(data, name)
    text, faults = decode(data, name)
    return _table(name, _csv_rows(text, name), faults, most)


def _bytes(path: Path, name: str) -> bytes:
    if path.is_dir():
        raise Problem("this is a folder, not a file", where=str(path), mend="Name the file in it.")
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except FileNotFoundError:
        mend = "Check the spelling and the folder."
        raise Problem("there is no such file", where=str(path), mend=mend) from None
    except (OSError, ValueError) as error:
        why = f"The system says: {getattr(error, 'strerror', None) or error}."
        mend = "Check that you may read it."
        raise Problem("the file can't be read", where=str(path), why=why, mend=mend) from None
    if size > MOST_BYTES:
        why = f"It has {size / 1e6:.0f} MB; at most {MOST_BYTES // 10**6} MB are read."
        raise Problem(
            "the file is too large", where=name, why=why, mend="Remove what is not needed."
        )
    if not data.strip(b"\x00 \t\r\n"):
        raise Problem("the file is empty", where=name, mend="Check that it was saved whole.")
    return data


def _refuse_strangers(data: bytes, name: str) -> None:
    """Say what it is instead, where that can be told."""
    kind = next((kind for start, kind in STRANGERS if data.startswith(start)), "")
    if re.match(rb"\s*<(!doctype html|html|\?xml|table)", data[:200].lower()):
        kind = "a web page or an XML file"
    if kind:
        what = "this is not a spreadsheet"
        raise Problem(what, where=name, why=f"It looks like {kind}.", mend=EXPECTED)


def delimiter_of(text: str) -> str:
    """The delimiter that the first filled line has most of, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=bare.count)


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    # The line with which a file tells Excel its delimiter; Excel doesn't show it as a row.
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else delimiter_of(text)
    strict = True
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        _refuse_open_quote(error, text, delimiter, name)
        strict = False
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    return enumerate(reader, 1)


def _refuse_open_quote(error: csv.Error, text: str, delimiter: str, name: str) -> None:
    """A quotation mark that nobody closes swallows the rest of the file: never guess there."""
    row = _row_of_error(text, delimiter)
    where = f"{name}, row {row}"
    if "end of data" in str(error):
        what = "a quotation mark is opened here and never closed"
        mend = 'Close it, or write it twice ("") if it belongs to the text.'
        raise Problem(what, where=where, why="All that follows would be one cell.", mend=mend)
    if "field limit" in str(error):
        what = f"a cell is longer than {csv.field_size_limit():,} characters"
        mend = "Look for a quotation mark that is not closed."
        raise Problem(what, where=where, why="No cell of a survey is that long.", mend=mend)


def _row_of_error(text: str, delimiter: str) -> int:
    rows = 0
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows += 1
    except csv.Error:
        pass
    return rows + 1


def _table(
    name: str, rows: Iterable[tuple[int, list[str]]], faults: tuple[Fault, ...], most: int
) -> Table:
    """Header and rows, checked against the limits; the first filled row is the header."""
    filled = ((n, row) for n, row in rows if any(cell and not cell.isspace() for cell in row))
    number, header = next(filled, (0, []))
    if not header:
        raise Problem("the file is empty", where=name, mend="Check that it was saved whole.")
    kept = _within_limits(chain([(number, header)], filled), name, most)[1:]
    table = Table(name, tuple(c.strip().lstrip("\ufeff") for c in header), number, (), (), faults)
    return _drop_unnamed(_square(table, kept))


def _within_limits(
    rows: Iterable[tuple[int, list[str]]], name: str, most: int
) -> list[tuple[int, list[str]]]:
    kept, cells = [], 0
    for number, row in rows:
        cells += len(row)
        if number > most + 1 or cells > MOST_CELLS or len(row) > MOST_COLUMNS:
            why = f"At most {most:,} rows and {MOST_COLUMNS} columns are read."
            mend = "Remove rows and columns that are not needed."
            raise Problem(
                "the table is too large", where=f"{name}, row {number}", why=why, mend=mend
            )
        if any(len(cell) > LONGEST_CELL for cell in row):
            what = f"a cell is longer than {LONGEST_CELL:,} characters"
            mend = "Look for a quotation mark that is not closed."
            why = "No cell of a survey is that long."
            raise Problem(what, where=f"{name}, row {number}", why=why, mend=mend)
        kept.append((number, row))
    return kept


def _square(table: Table, rows: list[tuple[int, list[str]]]) -> Table:
    """Every row as long as the header; what that added or took away is said."""
    width = len(table.header)
    faults = list(table.faults)
    numbers, square = [], []
    for number, row in rows:
        fault = _ragged(table, number, row) if len(row) != width else None
        faults += [fault] if fault else []
        numbers.append(number)
        square.append(tuple(row) if len(row) == width else (*row, *[""] * width)[:width])
    return replace(table, numbers=tuple(numbers), rows=tuple(square), faults=tuple(faults))


def _ragged(table: Table, number: int, row: list[str]) -> Fault | None:
    width = len(table.header)
    extra = [cell for cell in row[width:] if cell.strip()]
    if len(row) > width and not extra:
        return None
    few = len(row) < width
    return Fault(
        kind="ragged_rows",
        file=table.file,
        row=number,
        column="",
        value="" if few else " ".join(extra)[:200],
        what=f"this row has {len(row)} cells and the header has {width}",
        why="A cell was cut off."
        if few
        else "A cell may hold the delimiter without quotation marks.",
        mend="Give every row as many cells as the header has.",
        taken="missing cells read as empty" if few else "cells after the last column left out",
    )


def _drop_unnamed(table: Table) -> Table:
    """Leave columns without a name out, and say so where they hold something."""
    if all(table.header):
        return table
    named = [i for i, title in enumerate(table.header) if title]
    unnamed = [i for i, title in enumerate(table.header) if not title]
    faults = [_unnamed(table, i) for i in unnamed if any(row[i].strip() for row in table.rows)]
    return replace(
        table,
        header=tuple(table.header[i] for i in named),
        rows=tuple(tuple(row[i] for i in named) for row in table.rows),
        faults=(*table.faults, *faults),
    )


def _unnamed(table: Table, column: int) -> Fault:
    filled = sum(1 for row in table.rows if row[column].strip())
    return Fault(
        kind="unnamed_columns",
        file=table.file,
        row=table.header_row,
        column=f"number {column + 1}",
        value="",
        what=f"column {column + 1} has {filled} filled cells and no name",
        why="Nobody can tell what it means.",
        mend="Give the column a name in the first row.",
        taken="column left out",
    )
