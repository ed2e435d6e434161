"""The languages of reports: which there are, which one is usual at a client, and another chosen.

Results hold no sentence: what was found is told in any language when it is drawn.
"""

from dataclasses import replace
from pathlib import Path

from survey import bank, messages, pipeline
from survey.messages import Speech
from survey.pipeline import Inputs
from survey.store import Database
from survey.store.profiles import profile_of

SETTING = "report_language"
WORDING = "wording"  # the folder of sentences of one's own, beside those of the clients


def offered() -> tuple[Speech, ...]:
    """Every language that a report can be in, each by its own name."""
    return tuple(messages.load(language) for language in bank.LANGUAGES)


def usual(db: Database) -> str:
    """The language that this client's reports are in unless another is chosen."""
    kept = str(profile_of(db).get(SETTING, ""))
    return kept if kept in bank.LANGUAGES else bank.MAIN


def checked(language: str) -> str:
    """The language, if reports can be in it; else a Problem that says in which they can."""
    pipeline.wording(pipeline.Options(language=language))
    return language


def own_words(db: Database, language: str) -> tuple[Path, ...]:
    """Sentences of the house's own, and over them the client's, where there are files of them."""
    folder = db.folder.parents[1] / WORDING
    files = (folder / f"{language}.toml", folder / db.slug / f"{language}.toml")
    return tuple(file for file in files if file.is_file())


def told_in(job: Inputs, language: str, own: tuple[Path, ...] = ()) -> Inputs:
    """The same job in this language, ``own`` being files of sentences said otherwise in it."""
    options = replace(job.options, language=checked(language), wording=own)
    return replace(job, options=options)
