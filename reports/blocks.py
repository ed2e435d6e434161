"""The few things that a page is made of. Sections yield them; the layout gives them a place."""

from dataclasses import dataclass
from typing import Literal

from reports.marks import Picture
from reports.style import Align

Role = Literal["body", "lead", "note", "small", "caption"]
Tone = Literal["plain", "brand", "alert"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; 1 begins a new page. ``anchor`` is what links lead to.

    ``long`` sets it smaller, for a heading that is a whole sentence. A short section may follow
    another on its page, but nothing follows one that is ``alone``. ``ref`` is the printed id by
    which its numbers can be looked up.
    """

    text: str
    level: int = 1
    anchor: str = ""
    kicker: str = ""
    long: bool = False
    alone: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``label`` opens it in bold."""

    text: str
    role: Role = "body"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered from 1 if ``numbered``."""

    items: tuple[str, ...]
    numbered: bool = False
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Stat:
    """One large figure with what it is and what it is compared with."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stats:
    """Large figures side by side."""

    items: tuple[Stat, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its share of the width, its alignment."""

    title: str
    share: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: text, or a picture that ``text`` puts into words."""

    text: str = ""
    bold: bool = False
    small: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titles; the first cell of a row names it. Titles repeat on the next page.

    With ``ref`` each row has an id by which its numbers can be looked up: ``F1.1``, ``F1.2``, …
    from ``first`` on.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    ref: str = ""
    first: int = 1

    def ref_of(self, number: int) -> str:
        """The id of the row at this place, from 0; empty where rows have none."""
        return f"{self.ref}{self.first + number}" if self.ref else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with what it shows (``alt``, for those who cannot see it) and a caption."""

    picture: Picture
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A numbered line that leads to the anchor ``goal``; ``see`` says on which {page} that is."""

    number: str
    text: str
    note: str = ""
    goal: str = ""
    picture: Picture | None = None
    see: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Blocks on a tinted ground."""

    blocks: "tuple[Block, ...]"
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Columns:
    """Two stacks of blocks side by side; ``share`` of the width goes to the left one."""

    left: "tuple[Block, ...]"
    right: "tuple[Block, ...]"
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Logo:
    """A client's logo as PNG, and what it is for who cannot see it."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Poster:
    """The cover: a whole page; ``words`` are the client's own."""

    kicker: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    notice: str
    art: Picture
    logo: Logo | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fitted:
    """What has to stand on one page: the first of these choices that fits, else the last."""

    choices: "tuple[tuple[Block, ...], ...]"


Block = (
    Heading | Text | Bullets | Stats | Table | Figure | Entry | Panel | Columns | Poster | Fitted
)
