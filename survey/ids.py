"""Ids as people type them, matched with the ids of the roster where there is no doubt."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


def clean(text: str) -> str:
    """A cell without spaces at its ends, line breaks and characters that nobody can see."""
    if text.isprintable():
        return text.strip()
    visible = (letter if letter.isprintable() else _replacement(letter) for letter in text)
    return " ".join("".join(visible).split())


def _replacement(letter: str) -> str:
    # Marks that steer joining are part of names in Persian and Hindi; all other controls are not.
    if letter in "\u200c\u200d":
        return letter
    return " " if letter.isspace() else ""


def folded(text: str) -> str:
    """What two spellings of one id have in common: no spaces, case, width or leading zeros."""
    bare = "".join(unicodedata.normalize("NFKC", clean(text)).split()).casefold()
    return bare.lstrip("0") or bare if bare.isdigit() else bare


@dataclass(frozen=True, slots=True)
class IdIndex:
    """Finds the roster's id for what somebody typed: exactly, or by what is unambiguous."""

    exact: Mapping[str, str]
    loose: Mapping[str, str]

    def find(self, typed: str) -> str:
        """The roster's id, or an empty text if there is none or more than one could be meant."""
        return self.exact.get(typed) or self.loose.get(folded(typed), "")


def index_ids(ids: Iterable[str]) -> IdIndex:
    """An index over the ids; spellings that two of them share are matched exactly only."""
    exact = {id_: id_ for id_ in ids}
    loose: dict[str, str] = {}
    for id_ in exact:
        key = folded(id_)
        loose[key] = "" if key in loose else id_
    return IdIndex(exact, loose)
