"""How easy a text is to read, by the formula of its language; and the prose of a report.

English: Flesch 1948. German: Amstad 1978. French: Kandel & Moles 1958. Spanish: Fernández Huerta
1959, with words a sentence (as printed it is often misread; Law 2011). All say 100 for the easiest,
about 60 for plain, under 30 for academic text. Arabic has no formula of that standing: those that
there are (Dawood, OSMAN) need vowel signs that printed text leaves out; only lengths are held.
Syllables are counted as groups of vowels, which is off by a few in a hundred in these languages.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reports.blocks import (
    Block,
    Bullets,
    Columns,
    Entry,
    Figure,
    Fitted,
    Heading,
    Panel,
    Poster,
    Table,
    Text,
)
from reports.plain import bare

# What a sentence and a word cost, from the easiest text there is.
FORMULAS = {
    "en": (206.835, 1.015, 84.6),
    "de": (180.0, 1.0, 58.5),
    "fr": (207.0, 1.015, 73.6),
    "es": (206.84, 1.02, 60.0),
}
VOWELS = {
    "en": "[aeiouy]+",
    "de": "(?:ei|ai|au|eu|äu|ie|aa|ee|oo|[aeiouyäöü])",
    "fr": "(?:eau|oi|ou|au|eu|œu|ai|ei|oeu|ie(?=$)|[aeiouyàâäéèêëîïôöùûüœæ])",
    "es": "(?:[iuü][aeoáéó]|[aeoáéó][iuy](?![aeiouáéíóú])|ui|iu|[aeiouyáéíóúü])",
}
SILENT = {
    "en": r"(?<=[gq])ues?$|(?<=[^aeiouyl])e$|(?<=[^aeioutd])ed$|(?<=[^aeiouysxzhcg])es$",
    "fr": r"es?$|ent$|(?<=[qg])u(?=[aeiouyéèê])",
}
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d.,\u202f]*")
END = re.compile(r"(?<=[.!?؟])\s+")
LEAST = 4  # words that make a sentence


@dataclass(frozen=True, slots=True)
class Ease:
    """How easy, and what it comes from."""

    score: float
    sentences: int
    words: int
    syllables: int


def ease(language: str, sentences: Iterable[str]) -> Ease:
    """The score of these sentences taken together."""
    told = list(sentences)
    words = [word for sentence in told for word in WORD.findall(sentence)]
    beats = sum(syllables(language, word) for word in words)
    start, a_sentence, a_word = FORMULAS[language]
    score = start - a_sentence * len(words) / len(told) - a_word * beats / len(words)
    return Ease(score, len(told), len(words), beats)


def syllables(language: str, word: str) -> int:
    """Groups of vowels that are heard; a number counts as one word of two."""
    if word[0].isdigit():
        return 2
    plain = re.sub(SILENT[language], "", word.lower()) if language in SILENT else word.lower()
    return max(1, len(re.findall(VOWELS[language], plain)))


def sentences_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Every sentence that is read: no titles, no names of figures, no cells of numbers."""
    parts = (part for text in texts(blocks) for part in END.split(bare(text).replace("\n", " ")))
    return tuple(part for part in parts if len(WORD.findall(part)) >= LEAST)


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """The running text of blocks, of a choice the fullest."""
    for block in blocks:
        yield from READ.get(type(block), lambda nothing: ())(block)


READ: dict[type, Callable[[Any], Iterable[str]]] = {
    Text: lambda block: (block.text,),
    Heading: lambda block: (block.text,) if block.long else (),
    Bullets: lambda block: block.items,
    Entry: lambda block: (block.text, block.note),
    Figure: lambda block: (block.caption,),
    Poster: lambda block: (block.subtitle, block.notice),
    Table: lambda block: (c.text for row in block.rows for c in row if c.text.endswith(".")),
    Panel: lambda block: texts(block.blocks),
    Columns: lambda block: texts((*block.left, *block.right)),
    Fitted: lambda block: texts(block.choices[0]),
}
