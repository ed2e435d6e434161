"""What people are told before they answer, made from the policy that will hold."""

import hashlib
from dataclasses import dataclass

from survey.store import Survey

WHO_SEES = {
    "aggregate": (
        "Nobody sees what one person answered, and nobody is named in any result.",
        "Reports show groups only.",
    ),
    "analyst": (
        (
            "Your answers are not anonymous: the people who run the analysis can see names. "
            "They are the analysts of this survey, and nobody else is."
        ),
        "Managers see groups, and roles without names.",
    ),
    "by_choice": (
        (
            "Your answers are not anonymous: the people who run the analysis can see names. "
            "They are the analysts of this survey, and nobody else is."
        ),
        "Managers see groups. Somebody is named to them only if they said that they may be.",
    ),
    "named": (
        "Your answers are not anonymous: results name people, to the analysts and to managers.",
        "Nobody is shown who named whom. Results say how many people turn to somebody.",
    ),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One question that people ask before they start, and its answer."""

    heading: str
    lines: tuple[str, ...]


def notice(survey: Survey, minutes: int) -> tuple[Item, ...]:
    """The questions that people ask first, answered for this survey."""
    plan = survey.plan
    closes = f"until {plan.closes_on:%-d %B %Y}" if plan.closes_on else "until the survey closes"
    contact = f"{plan.contact}, {plan.contact_email}" if plan.contact_email else plan.contact
    smallest = f"Nothing is shown about a group of fewer than {plan.k} people who answered."
    return (
        Item("What is it for?", (
            (f"To see how work really gets done here, so that it can be made easier to reach "
            f"{plan.goal}."),
        )),
        Item("What is in it for me?", (
            ("The results are used to take load off people whom everybody asks, to bring together "
            "teams that should work together, and to make sure that work does not hang on one "
            "person."),
        )),
        Item("Who sees what I answer?", (
            *WHO_SEES[plan.mode],
            smallest,
            "It is never used for evaluation, pay or dismissal.",
        )),
        Item("Must I?", (
            "No. You can decline, leave out any question, and name anybody or nobody.",
        )),
        Item("Can I change my mind?", (
            f"Yes, {closes}: change any answer, or withdraw. Withdrawing deletes your answers.",
            "Only what you have submitted is analysed.",
        )),
        Item("How long does it take?", (
            (f"About {minutes} minutes. You can stop at any point and carry on later, on any "
            "device, with the same link."),
        )),
        Item("Whom can I ask?", (contact,)),
    )  # fmt: skip


def fingerprint(items: tuple[Item, ...]) -> str:
    """The hash that is kept with each participation: what exactly this person was told."""
    text = "\n".join(part for item in items for part in (item.heading, *item.lines))
    return hashlib.sha256(text.encode()).hexdigest()
