"""Bytes of a text file into text: UTF-8 and UTF-16 as they are, anything else guessed and said."""

import codecs

from analysis.model import Fault, Problem

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What office programs of the last thirty years write, the most usual first.
LIKELY = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "gb18030", "big5", "shift_jis", "euc_kr", "mac_roman", "cp850",
)  # fmt: skip
SAMPLE = 200_000
MEND = "Save the file as “CSV UTF-8”."


def decode(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    """The text in ``data``, and a fault ``encoding_guessed`` where it had to be guessed.

    Raises Problem for what is not text in any encoding.
    """
    encoding = next((encoding for bom, encoding in BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return _guess(data, name)
    if "\x00" in text:
        return _with_nuls(data, name, text)
    return text, ()


def _with_nuls(data: bytes, name: str, text: str) -> tuple[str, tuple[Fault, ...]]:
    """Every second byte NUL is UTF-16 without its mark; any other NUL means a damaged file."""
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[offset::2].count(0) > 0.6 * len(data[offset::2]):
            return _decoded(data, name, encoding)
    row = text[: text.index("\x00")].count("\n") + 1
    raise Problem(
        "the file holds NUL bytes",
        where=f"{name}, row {row}",
        why="No text has them: the file is damaged, or it is not a CSV file.",
        mend="Save it again from the program that it comes from.",
    )


def _decoded(data: bytes, name: str, encoding: str) -> tuple[str, tuple[Fault, ...]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text(name) from None
    if "\x00" in text:
        raise _not_text(name)
    return text, (_guessed(name, encoding, text),)


def _guess(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    """UTF-8 with a few broken bytes stays UTF-8; anything else is asked of charset-normalizer."""
    if b"\x00" in data[:SAMPLE] or _controls(data) > 0.01:
        raise _not_text(name)
    repaired = data.decode("utf-8", errors="replace")
    broken = repaired.count("\ufffd")
    if broken * 10 < sum(1 for letter in repaired if letter > "\x7f"):
        return repaired, (_guessed(name, "utf-8", repaired),)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE], cp_isolation=list(LIKELY)).best()
    if best is None:
        raise _not_text(name)
    return _decoded(data, name, _western(data) or best.encoding)


def _western(data: bytes) -> str:
    """cp1252 where it gives nothing but letters that western European names are written with."""
    usual = set("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿœŒ’‘“”–…°§€")
    text = data.decode("cp1252", errors="replace")
    letters = [letter for letter in text if letter > "\x7f"]
    # In another alphabet nearly every letter of a name is above 127; in this one, one in a few.
    alphabetic = sum(letter.isalpha() for letter in text)
    few = len(letters) < 0.3 * alphabetic
    return "cp1252" if few and all(letter in usual for letter in letters) else ""


def _controls(data: bytes) -> float:
    sample = data[:SAMPLE]
    return sum(byte < 32 and byte not in (9, 10, 13) for byte in sample) / max(1, len(sample))


def _guessed(name: str, encoding: str, text: str) -> Fault:
    odd = next((i for i, letter in enumerate(text) if letter > "\x7f"), 0)
    example = text[max(0, odd - 12) : odd + 12].splitlines()
    return Fault(
        kind="encoding_guessed",
        file=name,
        row=text[:odd].count("\n") + 1,
        column="",
        value=max(example, key=len, default=""),
        what="the file is not in UTF-8",
        why="It doesn't say what it is in, so accents and foreign letters had to be guessed.",
        mend=MEND,
        taken=f"read as {encoding}",
    )


def _not_text(name: str) -> Problem:
    return Problem(
        "this is not a spreadsheet",
        where=name,
        why="It is neither a text file in a known encoding nor an XLSX, XLS or ODS file.",
        mend="Save it as CSV (UTF-8), XLSX or ODS and try again.",
    )
