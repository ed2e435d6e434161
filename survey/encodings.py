"""Bytes of a text file into text: UTF-8 and UTF-16 as they are, anything else guessed and said."""

import codecs
import itertools
import re

from analysis.model import Fault, Problem

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What office programs of the last thirty years write names in, the most usual first.
LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman", "cp850")
OTHERS = (
    "cp1251", "cp1253", "cp1255", "cp1256", "gb18030", "big5", "shift_jis", "euc_kr", "koi8_r",
)  # fmt: skip
SAMPLE = 200_000
ODD = 0.1
QUOTES = frozenset("’‘“”„–—…°·€")
# Names such as Żółć are nearly all accents.
POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
BROKEN = "\ufffd"
MEND = "Save the file as “CSV UTF-8”."


def decode(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    """The text in ``data``, and a fault ``encoding_guessed`` where it had to be guessed.

    Raises Problem for what is not text in any encoding.
    """
    encoding = next((encoding for bom, encoding in BOMS if data.startswith(bom)), "")
    if b"\x00" in data and not encoding:
        return _with_nuls(data, name)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return _guess(data, name)
    if "\x00" in text:
        raise _nuls(name, text[: text.index("\x00")].count("\n") + 1)
    return text, ()


def _with_nuls(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    """Many NULs in every second place are UTF-16 without its mark; others mean damage."""
    shares = [data[start::2].count(0) / max(1, len(data[start::2])) for start in (0, 1)]
    if min(shares) < 0.05 and max(shares) > 0.3:
        return _decoded(data, name, "utf-16-be" if shares[0] > shares[1] else "utf-16-le")
    if _controls(data.replace(b"\x00", b"")) > 0.01:
        raise _not_text(name)
    raise _nuls(name, data[: data.index(b"\x00")].count(b"\n") + 1)


def _nuls(name: str, row: int) -> Problem:
    return Problem(
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
    """UTF-8 with a few broken bytes stays UTF-8; anything else is guessed from its odd lines."""
    if _controls(data) > 0.01:
        raise _not_text(name)
    repaired = data.decode("utf-8", errors="replace")
    broken = repaired.count(BROKEN)
    if sum(letter > "\x7f" for letter in repaired) >= 3 * broken:
        return repaired, (_damaged(name, repaired),)
    odd = _whole_lines(b"\n".join(line for line in data.splitlines() if not line.isascii()))
    return _decoded(data, name, _latin(odd) or _other(odd, name))


def _whole_lines(odd: bytes) -> bytes:
    """A sample that doesn't end inside a letter of several bytes."""
    return odd if len(odd) <= SAMPLE else odd[: odd.rfind(b"\n", 0, SAMPLE) + 1] or odd[:SAMPLE]


def _latin(odd: bytes) -> str:
    """The first of the western encodings in which the odd lines look like names; else nothing."""
    strange = {encoding: _strangeness(odd, encoding) for encoding in LATIN}
    best = min(LATIN, key=lambda encoding: strange[encoding])
    return best if strange[best] <= ODD else ""


def _strangeness(odd: bytes, encoding: str) -> float:
    """The share of letters beyond ASCII that no name in Latin script would have there.

    Those are symbols, capitals inside a word, and words with hardly a plain letter in them, which
    another alphabet read as this one gives.
    """
    text = odd.decode(encoding, errors="replace")
    words = re.findall(r"[^\W\d_]+", text)
    letters = sum(letter > "\x7f" for letter in text)
    symbols = sum(c > "\x7f" and not c.isalpha() and c not in QUOTES for c in text)
    return (symbols + sum(map(_strange_letters, words))) / max(1, letters)


def _strange_letters(word: str) -> int:
    foreign = [letter for letter in word if letter > "\x7f"]
    if len(word) > 2 and len(foreign) > 0.6 * len(word) and not set(foreign) <= POLISH:
        return len(foreign)
    return sum(
        letter > "\x7f" and letter.isupper() and before.islower()
        for before, letter in itertools.pairwise(word)
    )


def _other(odd: bytes, name: str) -> str:
    """What charset-normalizer makes of the odd lines, for the other alphabets of the world."""
    from charset_normalizer import from_bytes

    best = from_bytes(odd, cp_isolation=list(OTHERS)).best()
    if best is None:
        raise _not_text(name)
    return best.encoding


def _controls(data: bytes) -> float:
    sample = data[:SAMPLE]
    return sum(byte < 32 and byte not in (9, 10, 13) for byte in sample) / max(1, len(sample))


def _guessed(name: str, encoding: str, text: str) -> Fault:
    at = next((i for i, letter in enumerate(text) if letter > "\x7f"), 0)
    why = "It doesn't say what it is in, so accents and foreign letters had to be guessed."
    return _fault(name, text, at, ("the file is not in UTF-8", why, f"read as {encoding}"))


def _damaged(name: str, text: str) -> Fault:
    at, times = text.index(BROKEN), text.count(BROKEN)
    why = f"Something damaged {times} places; elsewhere it is in UTF-8."
    said = ("some letters can't be read", why, f"{BROKEN} put in their place")
    return _fault(name, text, at, said)


def _fault(name: str, text: str, at: int, said: tuple[str, str, str]) -> Fault:
    what, why, taken = said
    example = text[max(0, at - 12) : at + 12].splitlines()
    value, row = max(example, key=len, default=""), text[:at].count("\n") + 1
    return Fault("encoding_guessed", name, row, "", value, what, why, MEND, taken)


def _not_text(name: str) -> Problem:
    return Problem(
        "this is not a spreadsheet",
        where=name,
        why="It is neither a text file in a known encoding nor an XLSX, XLS or ODS file.",
        mend="Save it as CSV (UTF-8), XLSX or ODS and try again.",
    )
