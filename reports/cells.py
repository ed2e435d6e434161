"""Tables into the cells of a workbook: text only ever as text, and the same bytes each time."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports import style
from reports.brand import fitted, logo_size

LONGEST = 32_767  # letters that a cell can hold
# Workbooks have to bear a day; it is never today's, so that the bytes stay the same.
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
LINE, TALLEST = 14.0, 400.0  # points
A4 = 9
LOGO = (200.0, 75.0)  # pixels
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Value = str | int | float | bool | None


class Share(float):
    """A number that is shown in per cent."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name on the tab, a heading a column, and how wide each is in letters."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]


def open_book(title: str = "", on: date | None = None) -> tuple[Workbook, io.BytesIO]:
    """A workbook in memory, and where its bytes will be once it is closed."""
    content = io.BytesIO()
    book = Workbook(content, OPTIONS)
    day = datetime(on.year, on.month, on.day, tzinfo=UTC) if on else NO_DAY
    book.set_properties({"title": text(title), "author": "Tiewise", "created": day})
    return book, content


class Looks:
    """The few ways in which a cell is written; sheets of some languages begin at the right."""

    def __init__(self, book: Workbook, from_right: bool = False, ground: str = "") -> None:
        self._from_right = from_right
        plain = {"font_size": 10.5, "valign": "top", "text_wrap": True}
        dark = {**plain, "bold": True, "font_color": style.WHITE, "bg_color": ground or style.BRAND}
        self._book, self._plain = book, plain
        self.text = book.add_format(plain)
        self.bold = book.add_format({**plain, "bold": True})
        self.head = book.add_format(dark)
        self.whole = book.add_format({**plain, "num_format": "#,##0"})
        self.number = book.add_format({**plain, "num_format": "#,##0.00"})
        self.tiny = book.add_format({**plain, "num_format": "0.0E+00"})
        self.share = book.add_format({**plain, "num_format": "0 %"})

    def of(self, value: float) -> Format:
        """How a number is shown: whole ones without decimals, shares in per cent."""
        if isinstance(value, Share):
            return self.share
        if 0 < abs(value) < 0.005:
            return self.tiny
        return self.whole if float(value).is_integer() else self.number

    def lay_out(self, page: Worksheet) -> None:
        """Paper, and the side from which the sheet is read."""
        page.set_paper(A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        if self._from_right:
            page.right_to_left()

    def filled(self, fill: str, ink: str, edge: str = "") -> Format:
        """A number on a ground; ``edge`` frames it."""
        framed = {"border": 1, "border_color": edge} if edge else {}
        middle = {"align": "center", "bg_color": fill, "font_color": ink}
        return self._book.add_format({**self._plain, **middle, **framed})


def put(book: Workbook, looks: Looks, sheet: Sheet, foot: str = "") -> Worksheet:
    """A sheet with a heading that stays in sight and can be filtered by."""
    page = book.add_worksheet(sheet.name)
    for column, (heading, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        write(page, (0, column), heading, looks.head, looks)
    for row, values in enumerate(sheet.rows, 1):
        for column, value in enumerate(values):
            write(page, (row, column), value, looks.text, looks)
        page.set_row(row, _tall(values, [width for _, width in sheet.columns]))
    page.set_row(0, _tall([heading for heading, _ in sheet.columns], [w for _, w in sheet.columns]))
    page.freeze_panes(1, 1)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    looks.lay_out(page)
    if foot:
        page.set_footer("&L" + foot.replace("&", "&&")[:200])
    return page


def _tall(values: Sequence[Value], widths: Sequence[int]) -> float:
    """Room for every line of a row, in points: not every program works it out by itself."""
    rows = [
        sum(1 + int(len(line) * 1.12 / width) for line in value.split("\n"))
        for value, width in zip(values, widths, strict=False)
        if isinstance(value, str)
    ]
    return min(TALLEST, LINE * max(rows, default=1) + 2)


def write(page: Worksheet, at: tuple[int, int], value: Value, look: Format, looks: Looks) -> None:
    """Write one cell as what it is: a name that looks like a formula stays a name."""
    if isinstance(value, bool):
        page.write_boolean(*at, value, look)
    elif isinstance(value, str):
        page.write_string(*at, text(value), look)
    elif value is None or not math.isfinite(value):
        page.write_blank(*at, None, look)
    else:
        page.write_number(*at, value, looks.of(value))


def text(said: str) -> str:
    """What a cell can hold of a text: no halves of letters, no more than its room."""
    return said.encode("utf-8", "replace").decode("utf-8")[:LONGEST]


def put_logo(page: Worksheet, row: int, png: bytes, alt: str) -> None:
    """A client's logo under what stands there, small."""
    width, height = fitted(png, *LOGO)
    scale = {"x_scale": width / logo_size(png)[0], "y_scale": height / logo_size(png)[1]}
    told = {"image_data": io.BytesIO(png), "description": alt, "object_position": 3}
    page.insert_image(row, 0, "logo.png", {**scale, **told})
