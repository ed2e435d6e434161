"""The words of the validation pack: those of reports, and its own under ``validation``."""

import tomllib
from dataclasses import replace

from reports import wording
from reports.wording import Wording
from templates import path


def load(language: str = "en") -> Wording:
    """The words of a language."""
    file = path("validation", f"{language}.toml")
    own = tomllib.loads(file.read_text(encoding="utf-8"))
    words = wording.load(language)
    return replace(words, words={**words.words, "validation": own}, file=file.name)
