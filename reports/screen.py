"""What is drawn from where other programs bring the letters: every name as it is written."""

from collections import Counter

from analysis.privacy import View
from reports.plain import clean, isolated
from reports.source import Cover, Source
from reports.wording import Wording


def on_screen(view: View, cover: Cover, words: Wording) -> Source:
    """As on paper, but no name gives way to an id because the report's own fonts lack a letter."""
    names = {}
    often = Counter(clean(name) for name in view.names.values())
    for id_, name in view.names.items():
        plain = clean(name) or clean(id_)
        names[id_] = isolated(plain) if often[plain] <= 1 else f"{isolated(plain)} ({id_})"
    return Source(view, words, cover, names)
