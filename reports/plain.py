"""Text from outside made fit to stand in a sentence: nothing unseen, its own direction kept.

This is the one place through which names and other people's words go into a report. They are
never read as markup: reports draw letters.
"""

import re

from reports import ledger

OPEN, CLOSE = "\u2068", "\u2069"  # first strong isolate: a name keeps to its own direction
RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
LONGEST = 120
_HARD = {0xA0: " ", 0x202F: " "}  # spaces at which no line breaks
_BREAKS = "\t\n\r\x0b\x0c\u2028\u2029"
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000f0000-\U0010ffff]"
)


def clean(text: str, most: int = LONGEST) -> str:
    """Without what cannot be seen: control characters, lone surrogates, turners of direction.

    A name of more than ``most`` letters is cut: a page has to hold it.
    """
    seen = " ".join(_UNSEEN.sub(lambda m: " " if m[0] in _BREAKS else "", text).split())
    seen = seen if len(seen) <= most else seen[: most - 1].rstrip() + "…"
    return ledger.marked_digits(seen, "name")


def isolated(text: str, most: int = LONGEST) -> str:
    """A name that keeps to its own direction whatever stands round it."""
    text = clean(text, most)
    return f"{OPEN}{text}{CLOSE}" if RTL.search(text) else text


def bare(text: str) -> str:
    """The text without isolates and hard spaces: what is copied out, or stands in a data file."""
    return ledger.unmarked(unisolated(text)).translate(_HARD)


def unisolated(text: str) -> str:
    """The text without isolates."""
    return text.replace(OPEN, "").replace(CLOSE, "")
