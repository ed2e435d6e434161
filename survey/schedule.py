"""The schedule: what was planned is done when its time comes, once, by whoever ticks first.

Each step is safe to do again: opening what is open, or sending what was sent for the same step,
changes nothing. So it is marked as done after it was done, and a restart in between does no harm.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from analysis.model import Problem
from survey import store
from survey.config import Config
from survey.store import Database, House, Step

# A reminder that is later than this would come as a surprise.
TOO_LATE = timedelta(hours=24)
log = logging.getLogger("tiewise.schedule")


def tick(house: House, config: Config, now: datetime) -> int:
    """Do every step whose time has come, at every client; returns how many were done."""
    done = 0
    for client in store.list_clients(house):
        db = store.open_client(house, client.slug)
        for step in store.due_steps(db, now):
            done += _do(db, config, step, now)
        for survey_id in store.closings_due(db, now):
            store.close_survey(db, survey_id, now)
    return done


def _do(db: Database, config: Config, step: Step, now: datetime) -> bool:
    """Do one step and write down what became of it."""
    try:
        skipped = DOING[step.kind](db, config, step, now)
    except Problem as problem:
        said = {key: getattr(problem, key) for key in ("what", "where", "why", "mend")}
        store.settle_step(db, step.id, "failed", now, said)
        return False
    except Exception:
        log.exception("a step of the schedule failed")
        store.settle_step(db, step.id, "failed", now, OURS)
        return False
    store.settle_step(db, step.id, "skipped" if skipped else "done", now, {"what": skipped})
    return not skipped


OURS = {
    "what": "it failed on our side",
    "where": "",
    "why": "It has been written down for those who run this site.",
    "mend": "Do it by hand.",
}


def _open(db: Database, config: Config, step: Step, now: datetime) -> str:
    """Open, make the links and, where there is a mail server, queue the invitations."""
    survey = store.survey_of(db, step.survey_id)
    if survey.state not in ("draft", "open"):
        return f"the survey was {survey.state} already"
    if survey.state == "draft":
        store.open_survey(db, survey.id, now)
    store.issue_links(db, survey.id, config.secret_key)
    if config.mail_host:
        store.start_round(db, survey.id, "invitation", now)
    return ""


def _remind(db: Database, config: Config, step: Step, now: datetime) -> str:
    """Queue a reminder to those who have not answered."""
    state = store.survey_of(db, step.survey_id).state
    if state != "open":
        return f"the survey was {state}"
    if now - step.at > TOO_LATE:
        return "the site was not running at the time, and a day later is too late"
    if not config.mail_host:
        raise Problem(
            "no mail server is set",
            mend="Set mail_host and mail_from, or remind people in another way.",
        )
    store.start_round(db, step.survey_id, "reminder", now, step.id)
    return ""


def _close(db: Database, _config: Config, step: Step, now: datetime) -> str:
    """Close, unless so few have answered that nothing could be shown."""
    survey = store.survey_of(db, step.survey_id)
    if survey.state != "open":
        return f"the survey was {survey.state}"
    warn_of_few(db, survey)
    store.begin_closing(db, survey.id, now)
    return ""


def warn_of_few(db: Database, survey: store.Survey) -> None:
    """Problem if closing now would give next to nothing: it cannot be undone."""
    submitted = store.counts(db, survey.id).get("submitted", 0)
    asked = sum(store.counts(db, survey.id).values())
    few = max(survey.plan.k, round(asked * FEW))
    if submitted < few:
        raise Problem(
            f"only {submitted} of {asked} have answered",
            why="From so few answers hardly anything can be said, and closing cannot be undone.",
            mend="Remind people and wait, or close it by hand if you are sure.",
        )


FEW = 0.3
Doing = Callable[[Database, Config, Step, datetime], str]
DOING: Mapping[str, Doing] = {"open": _open, "remind": _remind, "close": _close}
