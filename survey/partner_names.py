"""Names of partner firms as people type them: cleaned, and held against those that there are."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from anyascii import anyascii

LONGEST = 200
ALIKE = 0.84
SHORTEST = 4  # letters below which one name inside another says nothing
# What a firm's form in law adds to its name, and people leave out.
FORMS = frozenset(
    (
        "ab", "ag", "as", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "kg", "llc",
        "llp", "ltd", "limited", "nv", "oy", "plc", "sa", "sarl", "sas", "se", "sl", "spa", "srl",
    )
)  # fmt: skip


def tidy(typed: str) -> str:
    """The name on one line, without stray spaces and at most 200 letters."""
    return " ".join(typed.split())[:LONGEST].strip()


def is_name(name: str) -> bool:
    """Whether there is a letter or a digit in it, of any script."""
    return any(letter.isalnum() for letter in name)


def key(name: str) -> str:
    """What two spellings of one firm have in common: no accents, case, marks or form in law."""
    words = re.findall(r"\w+", anyascii(name).casefold().replace(".", ""))
    bare = [word for word in words if word not in FORMS] or words
    return "".join(bare) or name.casefold()


def alike(typed: str, names: Iterable[tuple[str, str]], most: int = 5) -> list[str]:
    """The ids of those (id, name) that may be meant by ``typed``, the likeliest first."""
    wanted = key(typed)
    rated = [(_likeness(wanted, key(name)), id_) for id_, name in names]
    near = [(share, id_) for share, id_ in rated if share >= ALIKE]
    return [id_ for _, id_ in sorted(near, key=lambda pair: -pair[0])[:most]]


def _likeness(first: str, second: str) -> float:
    """1 for the same, nearly 1 where one begins the other, else the share of letters in common."""
    if first == second:
        return 1.0
    short, long = sorted((first, second), key=len)
    if len(short) >= SHORTEST and long.startswith(short):
        return 0.95
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
