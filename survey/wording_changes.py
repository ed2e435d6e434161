"""What of a running series' wording would change: a changed question can't be compared any more."""

from collections.abc import Mapping

from survey import bank
from survey.bank import Question


def changed(question: Question, before: Question) -> tuple[str, ...]:
    """The languages in which ``question`` is asked otherwise than ``before``.

    A language that only one of the two is asked in breaks nothing. The help may change: it explains
    the question and is not the question.
    """
    if [step.value for step in question.scale] != [step.value for step in before.scale]:
        return bank.LANGUAGES
    shared = {bank.MAIN} | (set(question.words) & set(before.words))
    return tuple(
        language
        for language in bank.LANGUAGES
        if language in shared and _asked(question, language) != _asked(before, language)
    )


def _asked(question: Question, language: str) -> tuple[str, ...]:
    said = bank.said_in(question, language)
    return (said.text, said.rate_text, said.nobody, *said.steps)


Before = Mapping[str, tuple[str, Question]]


def broken(question: Question, before: Before) -> tuple[str, tuple[str, ...]] | None:
    """The earlier survey that this can't be compared with any more, and in which languages."""
    if question.key not in before:
        return None
    title, earlier = before[question.key]
    languages = changed(question, earlier)
    return (title, languages) if languages else None
