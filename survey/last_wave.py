"""The wave before a survey on the site, to compare with: answers that are still there, figures."""

from pathlib import Path

from analysis import waves
from analysis.model import Answers, Problem
from analysis.network import from_answers
from analysis.waves import Wave
from survey import kept, store
from survey.bank import Question
from survey.store import Database, Survey

OTHER_PEOPLE, ANONYMOUS = "last_survey_other_people", "last_survey_anonymous"
NO_ANSWERS, NOT_ANALYSED = "last_survey_without_answers", "last_survey_not_analysed"


def before(db: Database, last: Survey, answers: Answers, folder: Path) -> Wave | None:
    """The last survey as a wave; None where its answers are gone."""
    if not any(answers.answered.values()):
        return None
    network = from_answers(store.roster_of(db, last.id), answers)
    return Wave(network, _figures(folder), {}, last.title, last.plan.closes_on)


def other_people(db: Database, last: Survey, survey: Survey) -> bool:
    """Whether hardly anybody is on both lists, so that nothing can be compared."""
    was, now = (store.roster_of(db, each.id).ids for each in (last, survey))
    return bool(now) and not waves.same_firm(was, now)


def _figures(folder: Path) -> dict[str, float]:
    """The figures of the whole as the last report gave them, if they can still be read."""
    try:
        return {e.measure: e.value for e in kept.load(folder).organisation}
    except Problem:
        return {}


def asked_otherwise(db: Database, last: Survey, now: Survey) -> dict[str, str]:
    """Questions of both surveys that were asked in other words or on another scale, and which."""
    was = {question.key: question for question in store.questions_of(db, last.id)}
    goals = last.plan.goal, now.plan.goal
    found = {}
    for question in store.questions_of(db, now.id):
        if question.key in was and (why := differs(was[question.key], question, goals)):
            found[question.key] = why
    return found


def differs(was: Question, now: Question, goals: tuple[str, str]) -> str:
    """Why two askings of a question can't be compared; empty if they can."""
    if [step.value for step in was.scale] != [step.value for step in now.scale]:
        return "scale_differs"
    said = was.kind, was.text, was.rate_text, was.scale, was.words
    if said != (now.kind, now.text, now.rate_text, now.scale, now.words):
        return "wording_differs"
    other_goal = "{goal}" in was.text + was.rate_text and goals[0] != goals[1]
    return "wording_differs" if other_goal else ""
