"""How long what is kept: links until the close, addresses a month, answers a year or a comparison.

The worker sees to it by itself every hour, and `tiewise purge` at once. The reports stay.
"""

import logging
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.model import Problem
from survey import store
from survey.config import Config
from survey.store import Database, House, Survey
from survey.store.erasing import What, erase, erased, followers

# A wave that has begun is waited for, but not for ever.
LONGEST = timedelta(days=548)
# What is left of an analysis when the answers are gone: nothing that says who named whom.
STAYS = (
    "report.pdf", "report-*.pdf", "managers.pdf", "managers-*.pdf", "units.zip", "units.csv",
    "pairs.csv", "run.json",
)  # fmt: skip
log = logging.getLogger("tiewise.retention")


@dataclass(frozen=True, slots=True)
class Duty:
    """That something of a survey is erased ``at`` some time; ``done_at`` if it was."""

    what: What
    at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """Something that was erased, or would be."""

    survey: str
    what: What


def duties(db: Database, survey: Survey, config: Config) -> tuple[Duty, ...]:
    """What of a closed survey is erased when, the first first."""
    closed = survey.closed_at
    if closed is None:
        return ()
    done = erased(db, survey.id)
    times: dict[What, datetime] = {
        "links": closed,
        "addresses": closed + timedelta(days=config.keep_addresses_days),
        "answers": _answers_until(db, survey, closed, config),
    }
    return tuple(Duty(what, at, done.get(what)) for what, at in times.items())


def _answers_until(db: Database, survey: Survey, closed: datetime, config: Config) -> datetime:
    """A year; where another wave has begun, until a month after it was compared with this one."""
    later = followers(db, survey.id)
    compared = [at for state, at in later if state == "analysed" and at]
    if compared:
        return min(compared) + timedelta(days=config.keep_addresses_days)
    if any(state in ("open", "closed") for state, _ in later):
        return closed + LONGEST
    return closed + timedelta(days=config.keep_answers_days)


def purge(house: House, config: Config, now: datetime, only_say: bool = False) -> list[Erased]:
    """Erase everything whose time is over, at every client; returns what that was."""
    found = []
    for client in store.list_clients(house):
        db = store.open_client(house, client.slug)
        for survey in store.list_surveys(db):
            for duty in duties(db, survey, config):
                if duty.done_at is None and duty.at <= now:
                    found.append(Erased(f"{db.slug}/{survey.slug}", duty.what))
                    if not only_say:
                        _do(db, survey, duty.what, now)
    return found


def _do(db: Database, survey: Survey, what: What, now: datetime) -> None:
    """Files first: what failed half way is done again, because nothing says that it was done."""
    if what == "addresses":
        shutil.rmtree(db.folder / "uploads" / survey.id, ignore_errors=True)
    if what == "answers":
        _erase_runs(db, survey)
    erase(db, survey.id, what, now)
    log.info("erased: %s of one survey", what)


def _erase_runs(db: Database, survey: Survey) -> None:
    for job in store.jobs_of(db):
        folder = db.folder / "runs" / job.id
        if job.survey_id != survey.id or not folder.is_dir():
            continue
        for file in folder.iterdir():
            if not any(file.match(name) for name in STAYS):
                file.unlink()


def refuse_without_answers(db: Database, survey: Survey) -> None:
    """Problem if the answers of a survey were erased: nothing can be worked out any more."""
    at = erased(db, survey.id).get("answers")
    if at is not None:
        raise Problem(
            "The answers to this survey have been erased",
            why=f"They were kept as long as people were told, until {at:%-d %B %Y}.",
            mend="The reports are still there.",
        )
