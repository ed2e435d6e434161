"""Tables out of files: whatever the program, the encoding, or the intention behind them."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

from analysis.model import Problem
from survey import sheets
from survey.sheets import read_table
from tests.survey.files import only, refused, repacked, write, xlsx

NAMES = "person_id,name\nE1,Zoë Müller\nE2,Łukasz Żółć\n"
ROWS = (("E1", "Zoë Müller"), ("E2", "Łukasz Żółć"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_as_it_stands_and_without_a_word(tmp_path: Path, encoding: str) -> None:
    table = read_table(write(tmp_path, "a.csv", NAMES.encode(encoding)))

    assert (table.header, table.rows, table.faults) == (("person_id", "name"), ROWS, ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    table = read_table(write(tmp_path, "a.csv", NAMES.replace(",", delimiter)))

    assert table.rows == ROWS


def test_a_file_may_tell_its_delimiter_as_excel_does(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a.csv", "sep=;\n" + NAMES.replace(",", ";")))

    assert (table.rows, table.numbers) == (ROWS, (2, 3))


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Jürgen Größe", "cp1252"),
        ("Łukasz Żółć", "cp1250"),
        ("Иван Петров", "cp1251"),
        ("山田太郎", "shift_jis"),
    ],
)
def test_an_older_encoding_is_guessed_and_that_is_said(
    tmp_path: Path, name: str, encoding: str
) -> None:
    filler = "".join(f"E{i},Person {i}\n" for i in range(20))
    path = write(tmp_path, "a.csv", f"id,name\n{filler}E99,{name}\n".encode(encoding))

    table = read_table(path)

    assert table.rows[-1] == ("E99", name)
    assert only(table.faults, "encoding_guessed").taken == f"read as {encoding}"


def test_a_long_file_in_an_older_encoding_is_guessed_from_whole_lines(tmp_path: Path) -> None:
    rows = "".join(f"{i},山田太郎\n" for i in range(20_000))

    table = read_table(write(tmp_path, "a.csv", f"id,name\n{rows}".encode("shift_jis")))

    assert table.rows[-1] == ("19999", "山田太郎")


def test_a_few_damaged_letters_do_not_make_utf_8_something_else(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", NAMES.encode() + b"E3,B\xff\xfeb\n")

    table = read_table(path)

    assert table.rows[:2] == ROWS
    assert only(table.faults, "encoding_guessed").row == 4


def test_utf_16_without_its_mark_is_known_by_its_zeros(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a.csv", NAMES.encode("utf-16-le")))

    assert table.rows == ROWS


def test_rows_are_numbered_as_a_spreadsheet_program_numbers_them(tmp_path: Path) -> None:
    text = '\nid,note\n1,"two\nlines"\n\n2,x\n'

    table = read_table(write(tmp_path, "a.csv", text))

    assert (table.header_row, table.numbers) == (2, (3, 5))


def test_a_row_of_another_length_is_fitted_and_that_is_said(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a.csv", "id,name\n1\n2,B,,\n3,C,extra\n"))

    assert table.rows == (("1", ""), ("2", "B"), ("3", "C"))
    assert [(fault.row, fault.value) for fault in table.faults] == [(2, ""), (4, "extra")]


def test_a_column_without_a_name_is_left_out_and_that_is_said(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a.csv", "id,,name,\n1,secret,A,\n"))

    assert (table.header, table.rows) == (("id", "name"), (("1", "A"),))
    assert only(table.faults, "unnamed_columns").column == "number 2"


def test_a_quotation_mark_inside_a_name_is_part_of_it(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a.csv", 'id,name\n1,Joe "Jim" Orr\n2,"Al" Fox\n'))

    assert [row[1] for row in table.rows] == ['Joe "Jim" Orr', "Al Fox"]


def test_a_workbook_reads_like_a_csv(tmp_path: Path) -> None:
    rows = [["id", "size", "asked"], ["007", "", True], [8, 1.5, "x"]]

    table = read_table(xlsx(tmp_path / "a.xlsx", rows))

    assert table.rows == (("007", "", "yes"), ("8", "1.5", "x"))


def test_a_date_in_a_workbook_is_written_as_a_date(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "since"])
        sheet.write_row(1, 0, ["E1"])
        sheet.write_datetime(1, 1, date(2024, 2, 3), book.add_format({"num_format": "yyyy-mm-dd"}))

    table = read_table(tmp_path / "a.xlsx")

    assert table.rows == (("E1", "2024-02-03"),)


def test_an_ods_reads_like_a_csv(tmp_path: Path) -> None:
    document, sheet = OpenDocumentSpreadsheet(), OdfTable(name="People")
    for line in NAMES.splitlines():
        row = TableRow()
        for text in line.split(","):
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    document.save(str(tmp_path / "a.ods"))

    table = read_table(tmp_path / "a.ods")

    assert table.rows == ROWS


def test_what_a_file_is_shows_in_its_content_not_in_its_name(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["id"], ["E1"]]).rename(tmp_path / "a.csv")

    assert read_table(path).rows == (("E1",),)


def test_of_several_filled_sheets_the_first_is_read_and_the_others_named(tmp_path: Path) -> None:
    table = read_table(xlsx(tmp_path / "a.xlsx", [["id"], ["E1"]], sheets=2))

    assert only(table.faults, "other_sheets").value == "Sheet2"


NOT_TABLES = {
    "nothing in it": (b"", "the file is empty"),
    "blank lines": (b"\n\n \n", "the file is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "this is not a spreadsheet"),
    "a PDF": (b"%PDF-1.7\n%...", "this is not a spreadsheet"),
    "a web page": (b"<html><table><tr><td>id</td></tr></table>", "this is not a spreadsheet"),
    "noise": (bytes((i * 89 + i // 7) % 256 for i in range(4000)), "this is not a spreadsheet"),
    "a torn archive": (b"PK\x03\x04" + bytes(range(200)), "this is not a spreadsheet"),
    "an old office file": (b"\xd0\xcf\x11\xe0" + bytes(2000), "this is not a spreadsheet"),
    "zeros in text": (b"id,name\nE1,An\x00n\n" * 9, "the file holds NUL bytes"),
    "an open quotation mark": (
        b'id,name\n1,"Ann\n2,Bo\n',
        "a quotation mark is opened here and never closed",
    ),
    "an endless cell": (b"id\n" + b"x" * 40_000, "a cell is longer than 30,000 characters"),
    "an endless line": (b"id\n" + b"x" * 400_000, "a cell is longer than 131,072 characters"),
    "too many columns": (b",".join([b"a"] * 201), "the table is too large"),
    "too many rows": (b"id\n" + b"1\n" * 250_001, "the table is too large"),
    "too many bytes": (b"a" * 10_000_001, "the file is too large"),
}


@pytest.mark.parametrize(("content", "what"), NOT_TABLES.values(), ids=NOT_TABLES)
def test_what_is_no_table_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, what: str
) -> None:
    problem = refused(read_table, write(tmp_path, "a.csv", content))

    assert problem.what == what
    assert problem.where.startswith("a.csv")
    assert problem.mend


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    missing, folder = refused(read_table, tmp_path / "none"), refused(read_table, tmp_path)

    assert missing.what == "there is no such file"
    assert folder.what == "this is a folder, not a file"


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
WIDE = b'<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><worksheet'


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b"</sheetData>", FAR, "the file can't be read"),
        (b"</sheetData>", FAR.replace(b"1048576", b"99999999999"), "the file can't be read"),
        (b"</sheetData>", WIDE, "the table is too large"),
        (b"<worksheet", ENTITIES, "the file is not safe to read"),
        (b'<c r="A1"', b'<c r="A1', "this is not a spreadsheet"),
    ],
    ids=["a far cell", "a huge row number", "a wide row", "entities", "garbled"],
)
def test_a_hostile_workbook_dies_in_its_own_process(
    tmp_path: Path, old: bytes, new: bytes, what: str
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["id"], ["E1"]])

    problem = refused(read_table, repacked(path, lambda xml: xml.replace(old, new)))

    assert problem.what == what


@pytest.mark.parametrize(
    "more",
    [{"zeros.bin": bytes(100_000_001)}, {f"part{i}": b"" for i in range(2001)}],
    ids=["too much inside", "too many parts"],
)
def test_an_archive_that_would_burst_is_never_opened(
    tmp_path: Path, more: dict[str, bytes]
) -> None:
    path = repacked(xlsx(tmp_path / "a.xlsx", [["id"], ["E1"]]), bytes, more)

    assert refused(read_table, path).what == "the file is too large"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_at_all_end_in_anything_but_a_table_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = write(tmp_path_factory.getbasetemp(), "any.csv", content)

    assert table_or_problem(path)


def table_or_problem(path: Path) -> bool:
    """Whether reading ends in a table that is square, or in a Problem that says what to do."""
    try:
        table = read_table(path)
    except Problem as problem:
        return bool(problem.what and problem.mend)
    return all(len(row) == len(table.header) for row in table.rows)


def test_the_delimiter_inside_quotation_marks_does_not_count() -> None:
    assert sheets.delimiter_of('"a,b,c";d\n') == ";"
