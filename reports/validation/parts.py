"""The parts of the validation pack, each as what was done, a picture, and every figure."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from analysis.validation.calibration import Decile, Reliability
from analysis.validation.pack import Validation
from analysis.validation.power import CasePower
from analysis.validation.verdicts import Check, Share
from reports.blocks import Block, Columns, Figure, Heading, Text
from reports.validation import agreeing, plots, said, tabled
from reports.wording import Wording

Section = Callable[[Validation, Wording], Iterator[Block]]
ENOUGH = 30


def calibration(found: Validation, words: Wording) -> Iterator[Block]:
    """A diagram and a table for each measure and group; the surest by network."""
    part, plan = found.calibration, found.plan
    if part is None:
        return
    rates = ", ".join(said.percent(rate) for rate in plan.rates)
    often = {"hidings": plan.hidings, "elsewhere": plan.hidings_elsewhere}
    yield Text(words.say("validation.calibration.how", rates=rates, **often))
    for group in dict.fromkeys(shown.group for shown in part.reliability):
        yield from _group([shown for shown in part.reliability if shown.group == group], words)
    yield Heading(words.say("validation.calibration.sure"), 2)
    rows = [
        (s.network, s.measure, f"{s.true.tries:,}", _share(s.true), said.within(s.true))
        for s in part.sure
    ]
    yield tabled.table(
        words.get("validation.calibration.sure_head"), (36, 18, 10, 16, 20), rows, "llrrr"
    )


def _share(share: Share) -> str:
    return said.percent(share.value) if share.tries else said.NONE


def _group(both: Sequence[Reliability], words: Wording) -> Iterator[Block]:
    """Both measures side by side, and every decile."""
    yield Heading(words.say(f"validation.groups.{both[0].group}").capitalize(), 2)
    left, right = (_diagram(shown, words) for shown in both)
    yield Columns((left,), (right,))
    yield Text(words.say("validation.calibration.key", networks=both[0].networks), "caption")
    rows = [
        (f"{first.low:.1f} to {first.low + 0.1:.1f}", *_decile(first), *_decile(second))
        for first, second in zip(both[0].deciles, both[1].deciles, strict=True)
    ]
    head, shares = words.get("validation.calibration.head"), (12, 10, 9, 9, 14, 10, 9, 9, 14)
    yield tabled.table(head, shares, rows, "lrrrrrrrr")


def _diagram(shown: Reliability, words: Wording) -> Figure:
    group = words.say(f"validation.groups.{shown.group}")
    facts = {"measure": shown.measure, "group": group}
    axes = tuple(words.say(f"validation.calibration.{k}") for k in ("stated_axis", "true_axis"))
    points = [
        plots.Point(d.stated, d.true.value, *d.interval, firm=d.true.tries >= ENOUGH)
        for d in shown.deciles
        if d.true.tries
    ]
    return Figure(
        plots.reliability(points, (axes[0], axes[1])),
        words.say("validation.calibration.alt", **facts),
        words.say("validation.calibration.caption", **facts),
    )


def _decile(decile: Decile) -> tuple[str, ...]:
    if not decile.true.tries:
        return ("0", said.NONE, said.NONE, said.NONE)
    interval = "{:.2f} to {:.2f}".format(*decile.interval)
    return f"{decile.true.tries:,}", f"{decile.stated:.2f}", f"{decile.true.value:.2f}", interval


def alarms(found: Validation, words: Wording) -> Iterator[Block]:
    """How often each kind was claimed where nothing is."""
    part = found.alarms
    if part is None:
        return
    firms = found.plan.alarm_firms
    yield Text(words.say("validation.alarms.how", firms=firms))
    verdict = {check.subject: check.verdict for check in part.checks}
    rows = [
        plots.Row(
            said.kind(row.kind, words),
            row.firms.value,
            *row.firms.interval,
            said.of(row.firms),
            good=verdict[row.kind] != "missed",
        )
        for row in part.rows
    ]
    # Whole steps of 5 %, so that the numbers on the axis are true.
    most = min(1.0, max(0.25, ceil(4 * max(row.high for row in rows)) / 4))
    caption = words.say("validation.alarms.caption", firms=firms)
    yield Figure(plots.shares(rows, 0.05, most), words.say("validation.alarms.alt"), caption)
    lines = [
        (
            said.kind(row.kind, words),
            said.of(row.firms),
            said.percent(row.firms.value),
            said.within(row.firms),
            str(row.withheld),
            words.say(f"validation.verdicts.{verdict[row.kind]}"),
        )
        for row in part.rows
    ]
    yield tabled.table(
        words.get("validation.alarms.head"), (30, 14, 12, 20, 14, 12), lines, "lrrrrr"
    )
    yield Text(words.say("validation.alarms.note"), "note")


def power(found: Validation, words: Wording) -> Iterator[Block]:
    """In how many firms of each case all was found, and what was missed or wrong."""
    part, plan = found.power, found.plan
    if part is None:
        return
    response = said.percent(plan.response)
    facts = {"seeds": plan.power_seeds, "people": plan.people, "response": response}
    yield Text(words.say("validation.power.how", **facts))
    rows = [_power_row(case, part.checks) for case in part.cases if case.found]
    if rows:
        alt, caption = words.say("validation.power.alt"), words.say("validation.power.caption")
        yield Figure(plots.shares(rows, 0.9, 1.0), alt, caption)
    lines = [_power_line(case, words) for case in part.cases]
    yield tabled.table(
        words.get("validation.power.head"), (23, 9, 12, 12, 19, 11, 24), lines, "lrrrrll"
    )
    yield Text(words.say("validation.power.note"), "note")
    if part.given:
        yield Heading(words.say("validation.power.given"), 2)
        rows_ = [
            (firm.case, str(firm.expected), _kinds(firm.missed, words), _kinds(firm.wrong, words))
            for firm in part.given
        ]
        yield tabled.table(
            words.get("validation.power.given_head"), (24, 12, 32, 32), rows_, "llll"
        )


def _power_row(case: CasePower, checks: Sequence[Check]) -> plots.Row:
    share = case.found or Share(0, 0)
    missed = any(
        c.subject == case.case and c.bar == "found" and c.verdict == "missed" for c in checks
    )
    name = case.case.replace("_", " ")
    return plots.Row(name, share.value, *share.interval, said.of(share), good=not missed)


def _power_line(case: CasePower, words: Wording) -> tuple[str, ...]:
    kinds = tuple(dict.fromkeys((*case.missed, *case.wrong_kinds)))
    return (
        case.case.replace("_", " "),
        str(case.people),
        said.percent(round(case.response, 2)),
        said.of(case.found) if case.found else said.NONE,
        said.within(case.found) if case.found else said.NONE,
        said.of(case.wrong),
        _kinds(kinds, words),
    )


def _kinds(kinds: Sequence[str], words: Wording) -> str:
    return ", ".join(said.kind(kind, words) for kind in kinds) or said.NONE


def effects(found: Validation, words: Wording) -> Iterator[Block]:
    """A picture for each effect, and where each is no longer found."""
    part, plan = found.effects, found.plan
    if part is None:
        return
    yield Text(words.say("validation.effects.how", tries=plan.tries))
    for kind in dict.fromkeys(step.kind for step in part.steps):
        yield _effect(found, kind, words)
    yield Heading(words.say("validation.effects.smallest"), 2)
    rows = [
        (
            words.say(f"validation.effects.{row.kind}.name"),
            str(row.people),
            words.say("validation.effects.never") if row.found is None else f"{row.found:.2f}",
            words.say("validation.effects.always") if row.missed is None else f"{row.missed:.2f}",
        )
        for row in part.smallest
    ]
    yield tabled.table(words.get("validation.effects.head"), (40, 14, 24, 22), rows, "lrrr")


def _effect(found: Validation, kind: str, words: Wording) -> Figure:
    steps = [s for s in (found.effects.steps if found.effects else ()) if s.kind == kind]
    shown = [
        plots.Curve(
            words.say("validation.effects.people", n=people),
            tuple(
                plots.Point(s.effect, s.found.value, *s.found.interval)
                for s in steps
                if s.people == people
            ),
        )
        for people in dict.fromkeys(s.people for s in steps)
    ]
    name, effect = (words.say(f"validation.effects.{kind}.{key}") for key in ("name", "effect"))
    axes = (effect, words.say("validation.effects.found_axis"))
    return Figure(
        plots.curves(shown, axes, 0.8),
        words.say("validation.effects.alt", kind=name),
        words.say("validation.effects.caption", kind=name, effect=effect),
    )


PARTS: dict[str, Section] = {
    "calibration": calibration,
    "alarms": alarms,
    "power": power,
    "effects": effects,
    "agreement": agreeing.agreement,
    "ranks": agreeing.ranks,
}
