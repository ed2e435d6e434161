"""What people are told before they answer, made from the policy that will hold."""

import hashlib
from dataclasses import dataclass

from survey.messages import Speech
from survey.store import Plan, Survey


@dataclass(frozen=True, slots=True)
class Item:
    """One question that people ask before they start, and its answer."""

    heading: str
    lines: tuple[str, ...]


def notice(survey: Survey, minutes: int, say: Speech) -> tuple[Item, ...]:
    """The questions that people ask first, answered for this survey in one language."""
    plan = survey.plan
    contact = f"{plan.contact}, {plan.contact_email}" if plan.contact_email else plan.contact
    return (
        Item(
            say("notice.what_for"),
            say.lines("notice.what_for_lines", goal=plan.goal_in(say.language)),
        ),
        Item(say("notice.for_me"), say.lines("notice.for_me_lines")),
        Item(say("notice.who_sees"), _who_sees(plan, say)),
        Item(say("notice.must_i"), say.lines(_of(plan, "must_i_lines"))),
        Item(say("notice.change_mind"), _change_mind(plan, say)),
        Item(say("notice.how_long"), say.lines(_of(plan, "how_long_lines"), minutes=minutes)),
        Item(say("notice.whom_to_ask"), (contact,)),
    )


def _of(plan: Plan, key: str) -> str:
    """Where a text stands; an anonymous survey has its own."""
    return f"teams.{key}" if plan.naming == "teams" else f"notice.{key}"


def _who_sees(plan: Plan, say: Speech) -> tuple[str, ...]:
    promised = say.lines(
        _of(plan, "kept_lines" if plan.naming == "teams" else f"{plan.mode}_lines")
    )
    smallest = say("notice.smallest", smallest=plan.k)
    return (*promised, smallest, say("notice.never_used"))


def _change_mind(plan: Plan, say: Speech) -> tuple[str, ...]:
    if plan.naming == "teams":
        return say.lines("teams.change_mind_lines")
    until = say("notice.until_closed")
    if plan.closes_on:
        until = say("notice.until_date", date=say.day(plan.closes_on))
    return (until, say("notice.only_submitted"))


def fingerprint(items: tuple[Item, ...]) -> str:
    """The hash that is kept with each participation: what exactly this person was told."""
    text = "\n".join(part for item in items for part in (item.heading, *item.lines))
    return hashlib.sha256(text.encode()).hexdigest()
