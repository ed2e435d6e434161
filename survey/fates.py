"""How a job ends other than well: it failed, its worker died, or somebody stopped it."""

from dataclasses import replace

from analysis.model import Problem
from survey.store import Job

DIED = Problem(
    "The work stopped in the middle",
    why="The program that did it was ended, perhaps by a restart of the machine.",
    mend="Run it again. The answers are untouched.",
)
BUG = Problem(
    "The work failed on our side",
    why="It has been written down for those who run this site.",
    mend="Run it again; if it fails again, tell them. The answers are untouched.",
)


class Stopped(Exception):
    """Somebody pressed stop while the work was going on."""


def failed(job: Job, problem: Problem) -> Job:
    """The job with what went wrong."""
    return replace(job, state="failed", error=said(problem))


def stopped(job: Job) -> Job:
    """The job as somebody stopped it: it can be run again from the beginning."""
    return replace(job, state="stopped", stage="", share=0.0)


def said(problem: Problem) -> dict[str, str]:
    """A problem as a row keeps it."""
    return {key: getattr(problem, key) for key in ("what", "where", "why", "mend")}
