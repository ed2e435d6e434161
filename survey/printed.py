"""The numbers of a printed report against their ledger, and the ledger against the results' files.

The report is read back by a reader that knows nothing of how it was written (PDFium): every number
in its text has to be one that the ledger has on that page, and every line with a number has to read
as it was drawn. Each number that the ledger says is from a file is looked up there, worked out
where several make it up, and put into words once more.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from analysis.model import Problem
from survey.stored import Stored

if TYPE_CHECKING:
    from reports.ledger import Ledger, Printed

SCHEMA = "tiewise/numbers/1"
ENDING = "_numbers.json"
DIGITS = re.compile(r"\d+")
UNSEEN = re.compile("[\u2066-\u2069\ufffe\xad]")
VALUE, UNKNOWN = "value", "unknown"
Entry = Mapping[str, Any]


def as_json(ledger: "Ledger", report: str, language: str) -> str:
    """The ledger of a report as a file: a line a number."""
    head = {"schema": SCHEMA, "report": report, "language": language}
    opening = json.dumps(head, ensure_ascii=False).removesuffix("}")
    lines = ",\n".join(json.dumps(_entry(p), ensure_ascii=False) for p in ledger.printed)
    return f'{opening}, "numbers": [\n{lines}\n]}}\n'


def _entry(printed: "Printed") -> dict[str, Any]:
    origin = printed.origin
    said: dict[str, Any] = {"id": printed.id, "page": printed.page, "text": printed.text}
    said |= {"lines": [line.strip() for line in printed.lines], "kind": origin.kind}
    if origin.kind == VALUE:
        return said | {"value": origin.value, "from": origin.of, "form": origin.form}
    return said | {"of": origin.of}


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger as it was kept: of which report, in which language, and its numbers."""

    report: str
    language: str
    numbers: tuple[Entry, ...]

    @property
    def kinds(self) -> Counter[str]:
        """How many numbers of which kind."""
        return Counter(str(number["kind"]) for number in self.numbers)

    @property
    def pages(self) -> int:
        """On how many pages."""
        return len({number["page"] for number in self.numbers})


def read(path: Path) -> Book:
    """A ledger from its file; Problem where it is none."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["schema"] != SCHEMA:
            raise KeyError(said["schema"])
        return Book(said["report"], said["language"], tuple(said["numbers"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem(
            "the list of printed numbers can't be read",
            where=str(path),
            why=f"It lacks or garbles {error}.",
            mend="Run `tiewise analyse` again.",
        ) from None


def first_fault(
    book: Book, folder: Path, report: Path | None = None, own: tuple[Path, ...] = ()
) -> str:
    """The first number that is not what it should be, and where; empty if all are.

    ``own`` are files of sentences of one's own, which the report was written with.
    """
    report = report or folder / book.report
    faults = [_unlike_files(book, Stored(folder), own), _unlike_pages(book, report)]
    return next((said for found in faults for said in found), "")


def _unlike_files(book: Book, stored: Stored, own: tuple[Path, ...]) -> Iterator[str]:
    """Numbers whose origin says something else."""
    from reports import numbers, wording

    words = wording.load(book.language, own).number_words
    for entry in book.numbers:
        where = f"{book.report}, page {entry['page']}, {entry['id']} ({entry['text']!r})"
        if entry["kind"] == UNKNOWN:
            yield f"{where}: nobody accounts for this number"
        if entry["kind"] != VALUE:
            continue
        try:
            value = stored.value(entry["from"])
        except (KeyError, IndexError, TypeError, ValueError, OSError, ZeroDivisionError) as error:
            yield f"{where}: {told(entry['from'])} is not there: {error}"
            continue
        said = numbers.as_printed(words, entry["form"], value)
        if value != entry["value"] or _flat(said) != _flat(entry["text"]):
            yield f"{where}: {told(entry['from'])} is {value:g}, which is printed as {said!r}"


def _unlike_pages(book: Book, report: Path) -> Iterator[str]:
    """Numbers and lines of the pages that the ledger does not have, and the other way round."""
    pages = texts_of(report)
    numbers = [Page(at, text, book.numbers) for at, text in enumerate(pages, 1)]
    for page in numbers:
        for said in page.faults():
            yield f"{report.name}, page {page.number}: {said}"
    beyond = next((n for n in book.numbers if n["page"] > len(pages)), None)
    if beyond:
        yield f"{report.name}: page {beyond['page']} is gone; it should say {beyond['text']!r}"


def texts_of(report: Path) -> list[str]:
    """The text of each page, as PDFium reads it."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(report) as document:
            return [str(page.get_textpage().get_text_range()) for page in document]
    except (pypdfium2.PdfiumError, OSError) as error:
        mend = "Run `tiewise analyse` again."
        raise Problem(
            "the report can't be read", where=str(report), why=str(error), mend=mend
        ) from None


class Page:
    """One page's text beside what the ledger has on it."""

    def __init__(self, number: int, text: str, entries: Sequence[Entry]) -> None:
        self.number, self.text = number, text
        self.entries = [entry for entry in entries if entry["page"] == number]

    @cached_property
    def shaped(self) -> list[Entry]:
        """Numbers in lines that carry their text beside the glyphs: readers repeat them."""
        from reports.text import is_simple

        return [e for e in self.entries if not all(is_simple(line) for line in e["lines"])]

    def faults(self) -> Iterator[str]:
        """What is there and should not be, what is missing, and lines that read otherwise."""
        there, known = Counter(_numbers(self.text)), _digits(self.entries)
        again = {*_digits(self.shaped)}
        for number in [extra for extra in there - known if extra not in again]:
            yield f"{number!r} in {self._around(number)!r}: nobody accounts for this number"
        for number in known - there:
            entry = next(e for e in self.entries if number in _numbers(e["text"]))
            line = entry["lines"][0]
            yield f"{entry['id']} should say {entry['text']!r} in {line!r}, and doesn't"
        yield from self._lines()

    def _lines(self) -> Iterator[str]:
        """Lines as they were drawn; beside words from the right only numbers can be compared."""
        from reports.plain import RTL

        if RTL.search(self.text) or any(
            RTL.search(line) for e in self.entries for line in e["lines"]
        ):
            return
        flat = _flat(self.text)
        for entry in self.entries:
            for line in entry["lines"]:
                if _flat(line) not in flat:
                    yield f"{entry['id']}: a line should read {line!r}, and doesn't"

    def _around(self, number: str) -> str:
        """The line of the page in which a number stands."""
        lines = self.text.splitlines()
        return next((x.strip() for x in lines if number in _numbers(x)), "")


def _digits(entries: Sequence[Entry]) -> Counter[str]:
    return Counter(part for entry in entries for part in _numbers(entry["text"]))


def _numbers(said: str) -> list[str]:
    """Every number of a text; readers give a quarter as one letter or as three."""
    return DIGITS.findall(normalize("NFKC", said))


def _flat(said: str) -> str:
    """Without spaces and isolates, capitals or not: as two readers may differ."""
    return "".join(UNSEEN.sub("", said).split()).casefold()


def told(lineage: Any) -> str:
    """Where a number is from, for a reader: ``findings.json findings 3 evidence 0 value``."""
    if not isinstance(lineage, list):
        return f"{lineage:g}" if isinstance(lineage, float) else str(lineage)
    sign, *rest = lineage
    if sign in ("middle", "shown"):
        name, unit_type, _, *column = rest
        said = f"{column[0]} of the middle" if column else "number"
        return f"{said} of the {unit_type} rows of {name} that may be shown"
    place = " ".join(str(part) for part in rest)
    ways = {"at": place, "len": f"number of entries in {place}", "highest": f"highest in {place}"}
    if sign in ways:
        return ways[sign]
    one = {"round": "rounded", "abs": "without its sign"}
    return f"{one[sign]} ({told(rest[0])})" if sign in one else _reckoned(sign, rest)


def _reckoned(sign: str, parts: list[Any]) -> str:
    return f" {sign} ".join(told(part) for part in parts)
