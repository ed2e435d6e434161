"""Small files for tests to read: written, spoilt, packed."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest
import xlsxwriter

from analysis.model import Fault, Problem

SHEET = "xl/worksheets/sheet1.xml"
ROSTER = "person_id,name,department\nE1,Ann Ek,Sales\nE2,Bo Li,Sales\nE3,Cy Orr,Works\n"
ANSWERS = "respondent_id,question,alter_id,value\nE1,coffee,E2,3\nE2,coffee,E3,4\nE3,coffee,,\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def xlsx(path: Path, rows: Sequence[Sequence[object]], sheets: int = 1) -> Path:
    """A workbook with the rows on each of its sheets."""
    with xlsxwriter.Workbook(path) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def repacked(
    path: Path, change: Callable[[bytes], bytes], more: Mapping[str, bytes] | None = None
) -> Path:
    """The workbook with its first sheet's XML changed and more members added."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[SHEET] = change(members[SHEET])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **(more or {})}.items():
            archive.writestr(name, content)
    return path


def everybody(people: int, ties: Callable[[int, int], object]) -> tuple[str, str]:
    """A roster of so many people, and answers in which i names j with the value ``ties`` gives."""
    roster = "person_id,name\n" + "".join(f"E{i},Person {i}\n" for i in range(people))
    rows = [
        f"E{i},coffee,E{j},{ties(i, j)}\n"
        for i, j in product(range(people), repeat=2)
        if i != j and ties(i, j) is not None
    ]
    return roster, "respondent_id,question,alter_id,value\n" + "".join(rows)


def only(faults: Sequence[Fault], kind: str) -> Fault:
    """The one fault of this kind."""
    (found,) = [fault for fault in faults if fault.kind == kind]
    return found


def refused(read: Callable[..., object], *arguments: object) -> Problem:
    """The Problem that reading ends in."""
    with pytest.raises(Problem) as caught:
        read(*arguments)
    return caught.value
