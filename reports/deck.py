"""The parts of a slide: text that fits its box, native charts and tables, the same bytes each time.

A chart carries its numbers as a small workbook. It is written here, because the library's own
would run a name that looks like a formula, and bears the hour.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from reports import style, text
from reports.brand import Brand
from reports.brand import fitted as in_frame
from reports.cells import open_book
from reports.slide_text import hang, recolour, speak, turn
from reports.style import Type

WIDTH, HEIGHT = 960.0, 540.0  # points, 16 by 9
MARGIN = 48.0
TITLE_ONLY = 5  # of the layouts that the library brings
SPACING = 1.2
# Slides are shown in whatever font the reader's program has: the widest usual one takes this much
# more room than the one that is measured here, its bold letters even more.
WIDER, WIDER_BOLD = 1.18, 1.3
SMALL_LOGO = (WIDTH - MARGIN - 120, 10.0, 120.0, 22.0)
LABEL = 0.4  # of a chart's width is what a name beside a bar may take
NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no time zones
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Box:
    """Room on a slide, in points from the top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def at(self) -> tuple[Pt, Pt, Pt, Pt]:
        """The same as the library takes it."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart: a row a category, and a value for each in every series."""

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    form: str
    said: str
    beside: bool = False  # the second bar is only what the first is compared with


class Deck:
    """Slides one after the other, each with a title, a foot and a number."""

    def __init__(self, title: str, foot: str, on: date | None, language: str = "en") -> None:
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
        self._foot, self._language = foot, language
        day = datetime(on.year, on.month, on.day) if on else NO_DAY  # noqa: DTZ001 - as above
        about = self._deck.core_properties
        about.title, about.author, about.last_modified_by = title, "Tiewise", "Tiewise"
        about.language = language
        about.created = about.modified = day
        about.revision = 1

    def slide(self, title: str, box: Box, size: float, notes: str = "") -> Any:
        """A new slide; ``notes`` are for whoever speaks."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[TITLE_ONLY])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = box.at
        put_text(shape.text_frame, [title], fitted([title], box, size, bold=True), box)
        paint(shape.text_frame, style.BRAND, bold=True)
        number = str(len(self._deck.slides))
        write(slide, [self._foot], Box(MARGIN, HEIGHT - 30, WIDTH - 160, 20), 10, style.MUTED)
        write(slide, [number], Box(WIDTH - MARGIN - 40, HEIGHT - 30, 40, 20), 10, style.MUTED)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
        return slide

    def dress(self, brand: Brand, alt: str) -> None:
        """Put a client's colours and logo on every slide; charts keep their own colours."""
        for number, slide in enumerate(self._deck.slides):
            recolour(slide, brand.colours)
            if brand.logo:
                room = Box(MARGIN, 40, 220, 84) if number == 0 else Box(*SMALL_LOGO)
                _picture(slide, (brand.logo, alt), room, from_left=number == 0)

    def turn(self) -> None:
        """Turn every slide round, for a language that is written from the right."""
        for slide in self._deck.slides:
            turn(slide, WIDTH)

    def content(self) -> bytes:
        """The file. Times in the package are set to one day, so that the same slides stay so."""
        for slide in self._deck.slides:
            speak(slide, self._language)
        raw, out = io.BytesIO(), io.BytesIO()
        self._deck.save(raw)
        with zipfile.ZipFile(raw) as made, zipfile.ZipFile(out, "w") as kept:
            for name in made.namelist():
                entry = zipfile.ZipInfo(name, ZIP_DAY)
                kept.writestr(entry, made.read(name), zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _picture(slide: Any, logo: tuple[bytes, str], room: Box, from_left: bool) -> None:
    """A logo in the left or the right end of its room, and what it is for who can't see it."""
    width, height = in_frame(logo[0], room.width, room.height)
    left = room.left if from_left else room.left + room.width - width
    shape = slide.shapes.add_picture(io.BytesIO(logo[0]), Pt(left), Pt(room.top), Pt(width))
    shape.height = Pt(height)
    shape._element.nvPicPr.cNvPr.set("descr", logo[1])


def fitted(lines: Sequence[str], box: Box, largest: float, bold: bool = False) -> float:
    """The largest size up to ``largest`` at which the lines fit into the box (10 at the least)."""
    size = largest
    while size > 10 and _height(lines, box, size, bold) > box.height:
        size -= 0.5
    return size


def _height(lines: Sequence[str], box: Box, size: float, bold: bool) -> float:
    type_ = Type(size, size * SPACING, "bold" if bold else "regular")
    room = box.width / (WIDER_BOLD if bold else WIDER)
    rows = sum(len(text.wrap(line, type_, room)) for line in lines)
    return rows * size * SPACING + (len(lines) - 1) * size * 0.45


def shortened(lines: Sequence[str], box: Box, size: float) -> list[str]:
    """As many lines as fit at this size; the first is cut where even it does not."""
    out = list(lines)
    while len(out) > 1 and _height(out, box, size, False) > box.height:
        out.pop()
    type_ = Type(size, size * SPACING)
    room = box.width / WIDER * max(1, int(box.height / (size * SPACING)))
    while out and _height(out, box, size, False) > box.height and room > size:
        room *= 0.9
        out = [text.shortened(lines[0], type_, room)]
    return out


def write(
    slide: Any, lines: Sequence[str], box: Box, largest: float, color: str = style.INK
) -> Any:
    """Paragraphs in a box, as large as fits up to ``largest``."""
    frame = slide.shapes.add_textbox(*box.at).text_frame
    put_text(frame, lines, fitted(lines, box, largest), box)
    paint(frame, color)
    return frame


def listed(
    slide: Any, lines: Sequence[str], box: Box, largest: float, numbered: bool = False
) -> Any:
    """A list: lines hang behind their dots or numbers."""
    frame = slide.shapes.add_textbox(*box.at).text_frame
    indent = round(1.5 * largest)
    narrow = replace(box, width=box.width - indent)
    put_text(frame, lines, fitted(lines, narrow, largest), narrow)
    paint(frame, style.INK)
    for paragraph in frame.paragraphs:
        hang(paragraph, indent, numbered)
    return frame


def put_text(frame: Any, lines: Sequence[str], size: float, box: Box) -> None:
    """Put paragraphs into a frame without margins, wrapped."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for number, line in enumerate(shortened(lines, box, size)):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = line
        for run in paragraph.runs:
            run.font.size = Pt(size)
        paragraph.line_spacing = 1.0
        paragraph.space_after = Pt(size * 0.45)
        paragraph.alignment = 1


def paint(frame: Any, color: str, bold: bool = False) -> None:
    """Give all text of a frame one colour."""
    for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
        run.font.color.rgb = rgb(color)
        run.font.bold = bold


def rgb(color: str) -> RGBColor:
    """``#RRGGBB`` as the library takes it."""
    return RGBColor(*bytes.fromhex(color[1:]))  # type: ignore[no-untyped-call]


def bars(slide: Any, shown: Bars, box: Box) -> None:
    """A native bar chart with its numbers, which can be edited, and words for who can't see it."""
    data: Any = CategoryChartData(number_format=shown.form)  # type: ignore[no-untyped-call]
    shown = replace(shown, categories=_short(shown.categories, LABEL * box.width))
    data.categories = shown.categories
    for name, values in shown.series:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box.at, data)
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_numbers(shown))
    describe(frame, shown.said)
    chart.has_title = False
    chart.has_legend = len(shown.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(12)
    _axes(chart)
    for series, color in zip(chart.plots[0].series, (style.BRAND, style.RULE), strict=False):
        _fill(series, color)
    if shown.beside:
        chart.plots[0].gap_width = 120
        _fill(chart.plots[0].series[0].points[1], style.RULE)


def _fill(part: Any, color: str) -> None:
    part.format.fill.solid()
    part.format.fill.fore_color.rgb = rgb(color)


def _short(names: Sequence[str], limit: float) -> tuple[str, ...]:
    """Names as they stand beside bars: a long one would leave no room for the bars."""
    return tuple(text.shortened(name, Type(12, 15), limit) for name in names)


def _axes(chart: Any) -> None:
    """The first category on top, figures at the bars, no scale to read off."""
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = Pt(12)
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, -5
    plot.has_data_labels = True
    plot.data_labels.font.size = Pt(12)


def describe(frame: Any, said: str) -> None:
    """What those hear who cannot see it."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", said)


def _numbers(shown: Bars) -> bytes:
    """The workbook behind a chart, laid out as the chart refers to it."""
    book, content = open_book()
    page = book.add_worksheet("Sheet1")
    for row, category in enumerate(shown.categories, 1):
        page.write_string(row, 0, category)
    for column, (name, values) in enumerate(shown.series, 1):
        page.write_string(0, column, name)
        for row, value in enumerate(values, 1):
            page.write_number(row, column, value)
    book.close()
    return content.getvalue()


def table(slide: Any, rows: Sequence[Sequence[str]], shares: Sequence[float], box: Box) -> None:
    """A native table whose first row is its heading."""
    frame = slide.shapes.add_table(len(rows), len(shares), *box.at)
    grid, size = frame.table, 14.0
    wide = [box.width * share / sum(shares) for share in shares]
    while size > 8 and _tall(rows, wide, size) > box.height:
        size -= 0.5
    for column, width in enumerate(wide):
        grid.columns[column].width = Pt(width)
    for i, row in enumerate(rows):
        grid.rows[i].height = Pt(_tall([row], wide, size))
        for j, said in enumerate(row):
            cell = grid.cell(i, j)
            cell.margin_left = cell.margin_right = Pt(5)
            cell.margin_top = cell.margin_bottom = Pt(3)
            cell.text = said
            _cell(cell, size, head=i == 0)


def _tall(rows: Sequence[Sequence[str]], wide: Sequence[float], size: float) -> float:
    """How tall rows are at this size."""
    type_ = Type(size, size * SPACING, "bold")
    return sum(
        max(
            sum(len(text.wrap(part, type_, (w - 10) / WIDER)) for part in said.split("\n"))
            for said, w in zip(row, wide, strict=True)
        )
        * size
        * SPACING
        + 6
        for row in rows
    )


def _cell(cell: Any, size: float, head: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(style.BRAND if head else style.PALE)
    for number, paragraph in enumerate(cell.text_frame.paragraphs):
        soft = style.MUTED if number else style.INK
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), head
            run.font.color.rgb = rgb(style.WHITE if head else soft)
