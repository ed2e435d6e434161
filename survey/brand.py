"""A client's look and words: as the console keeps them, or as a folder with brand.toml has them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.model import Problem
from reports import text
from reports.brand import LONGEST, Brand
from reports.colours import hex_of
from survey import pictures
from survey.outputs import sha256
from survey.store import Database
from survey.store.profiles import logo_of, profile_of

FILE = "brand.toml"
LOGOS = ("logo.png", "logo.jpg", "logo.jpeg")
KEYS = ("name", "primary", "accent", "cover", "closing", "sign_off")
LARGEST_FILE = 100_000
WORDS = ("cover", "closing", "sign_off")


@dataclass(frozen=True, slots=True)
class Read:
    """A brand, and the files that it was read from with what each is to it."""

    brand: Brand
    files: Mapping[str, Path]


def brand_of(db: Database) -> Brand:
    """The brand of a client, from its settings; its logo is drawn anew each time."""
    kept = profile_of(db)
    logo = logo_of(db)
    return Brand(
        name=db.name,
        primary=kept.get("colour", ""),
        accent=kept.get("accent", ""),
        logo=pictures.redrawn(logo) if logo else b"",
        **{key: str(kept.get(key, "")) for key in WORDS},
    )


def undrawn(brand: Brand) -> str:
    """The letters of its words for which reports on paper have no shape, each once."""
    return text.undrawable(" ".join((brand.cover, brand.closing)))


def read_brand(folder: Path) -> Read:
    """The brand in a folder: brand.toml, and logo.png or logo.jpg beside it if there is one.

    Problem with what, where, why and what to do if anything in it will not do.
    """
    file = folder / FILE
    values = _values(file)
    logo = next((folder / name for name in LOGOS if (folder / name).is_file()), None)
    if logo is None and (folder / "logo.svg").exists():
        mend = "Save it as logo.png."
        raise Problem("the logo is an SVG", where=str(folder), why=pictures.SVG, mend=mend)
    png = pictures.redrawn(_bytes(logo), str(logo)) if logo else b""
    try:
        brand = Brand(logo=png, **values)
    except Problem as problem:
        where = f"{file}, {problem.where}"
        raise Problem(problem.what, where=where, why=problem.why, mend=problem.mend) from None
    odd = undrawn(brand)
    if odd:
        raise Problem(
            f"these letters can't be drawn: {odd[:20]}",
            where=str(file),
            why="No font that comes with Tiewise has a shape for them.",
            mend="Leave them out of cover and closing.",
        )
    return Read(brand, {"brand": file} | ({"logo": logo} if logo else {}))


def _values(file: Path) -> dict[str, str]:
    """What brand.toml says, each value a text under a known key."""
    found = _parsed(file)
    odd = next((key for key in found if key not in KEYS), None)
    if odd is not None:
        what = f"there is nothing called {odd[:40]!r}"
        raise Problem(what, where=str(file), mend=f"These are known: {', '.join(KEYS)}.")
    wrong = next((key for key, value in found.items() if not isinstance(value, str)), None)
    if wrong is not None:
        mend = f'Write it in quotation marks: {wrong} = "…"'
        raise Problem(f"{wrong} is no text", where=str(file), mend=mend)
    return {
        key: hex_of(value, f"{file}, {key}") if key in ("primary", "accent") and value else value
        for key, value in found.items()
    }


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_bytes(file).decode("utf-8-sig"))
    except UnicodeDecodeError:
        mend = "Save it as UTF-8."
        raise Problem(f"{FILE} is not UTF-8", where=str(file), mend=mend) from None
    except tomllib.TOMLDecodeError as error:
        mend = 'Each line is like: primary = "#0b5c55"'
        raise Problem(f"{FILE} can't be read", where=str(file), why=str(error), mend=mend) from None


def _bytes(file: Path) -> bytes:
    """A file of the folder, whole; Problem if it is missing, too large or can't be read."""
    try:
        most = LARGEST_FILE if file.name == FILE else pictures.MOST_BYTES
        with file.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as error:
        why = f"The system says: {error.strerror or error}."
        mend = f"Name a folder with a {FILE} in it; docs/brand.md shows one."
        what = f"there is no {file.name} to read"
        raise Problem(what, where=str(file), why=why, mend=mend) from None
    if file.name == FILE and len(data) > most:
        raise Problem(f"{FILE} is too large", where=str(file), mend="Leave only the brand in it.")
    return data


def sources(read: Read) -> tuple[tuple[str, Path, str], ...]:
    """Each file with its role and SHA-256, to be written down with the results."""
    return tuple((role, path, sha256(path)) for role, path in read.files.items())


def checked(values: Mapping[str, str]) -> dict[str, str]:
    """A client's own words as they are kept; Problem where there is no room for them."""
    kept = {key: _tidy(values.get(key, "")) for key in WORDS}
    Brand(cover=kept["cover"], closing=kept["closing"], sign_off=kept["sign_off"])
    return kept


def _tidy(said: str) -> str:
    """Lines of text without what nobody can see, at most as long as there is room for."""
    from survey.ids import clean

    lines = [clean(line.encode("utf-8", "replace").decode("utf-8")) for line in said.splitlines()]
    return "\n".join(lines).strip()


__all__ = ["LONGEST", "Brand", "Read", "brand_of", "checked", "read_brand", "sources", "undrawn"]
