"""Everything that a person who does not program may edit: pages, e-mails, wording, questions."""

from pathlib import Path


def path(*parts: str) -> Path:
    """Where a template lies: ``path("wording", "en.toml")``."""
    return Path(__file__).parent.joinpath(*parts)
