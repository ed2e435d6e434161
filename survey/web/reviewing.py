"""All that somebody has answered, on one page, before she submits it."""

from dataclasses import dataclass, replace

from survey.store import Reply
from survey.web import asking
from survey.web.asking import NOT_SAID, Asked


@dataclass(frozen=True, slots=True)
class Row:
    """One page in the review: where it is, what it asked, what she said."""

    number: int
    text: str
    named: tuple[tuple[str, str], ...]
    state: str


def summary() -> tuple[Row, ...]:
    """What she said on each page, in her words; pages without anybody to rate are left out."""
    first = asking.asked(1)
    shown = [page for page in first.pages if not asking.passed_over(page, first.replies)]
    return tuple(_row(replace(first, page=page)) for page in shown)


def _row(asked_: Asked) -> Row:
    reply = asked_.reply
    draw = {"rate": _rated, "plain": _own, "home": _home}.get(asked_.page.ask, _picked)
    text = asked_.question.rate_text if asked_.page.ask == "rate" else asked_.question.text
    named, state = draw(asked_, reply)
    if not named and not state:
        state = asked_.say("review.not_answered")
    return Row(asked_.page.number, text, named, state)


Said = tuple[tuple[tuple[str, str], ...], str]


def _picked(asked_: Asked, reply: Reply | None) -> Said:
    names = _names(asked_)
    if reply is None:
        return (), ""
    named = tuple((names[n], "") for n in reply.named if n in names)
    return named, "" if reply.named else asked_.question.nobody


def _rated(asked_: Asked, reply: Reply | None) -> Said:
    names, labels = _names(asked_), _labels(asked_)
    values = reply.named if reply else {}
    none = asked_.say("review.not_rated")
    rated = [n for n in asking.names_before(asked_.page, asked_.replies) if n in names]
    return tuple((names[n], labels.get(values.get(n), none)) for n in rated), ""


def _own(asked_: Asked, reply: Reply | None) -> Said:
    return (), _labels(asked_).get(reply.own, "") if reply else ""


def _home(asked_: Asked, reply: Reply | None) -> Said:
    if reply is None:
        return (), ""
    return tuple((name, "") for name in reply.named), "" if reply.named else asked_.say(NOT_SAID)


def _names(asked_: Asked) -> dict[str, str]:
    return {entry.person.id: entry.person.name for entry in asked_.entries}


def _labels(asked_: Asked) -> dict[float | None, str]:
    return {step.value: step.label for step in asked_.question.scale}
