"""Figures of the validation pack as they are printed."""

from analysis.validation.verdicts import Check, Share
from reports.wording import Wording

NONE = "–"


def percent(value: float) -> str:
    """A share in per cent with one decimal where it is not whole."""
    said = f"{100 * value:.1f}".removesuffix(".0")
    return f"{said}\u00a0%"


def within(share: Share) -> str:
    """The interval of a share."""
    low, high = share.interval
    return f"{percent(low)} to {percent(high)}" if share.tries else NONE


def of(share: Share) -> str:
    """So many of so many."""
    return f"{share.hits} of {share.tries}"


def signed(value: float) -> str:
    """A difference with its sign, in two decimals."""
    said = f"{value:+.2f}".replace("-", "−")
    return "0.00" if said in ("+0.00", "−0.00") else said


def small(value: float) -> str:
    """A difference that ought to be nothing."""
    return "0" if value == 0 else "∞" if value == float("inf") else f"{value:.1e}"


def stated(check: Check, words: Wording) -> str:
    """What was found beside a bar, in one sentence."""
    form = percent if check.bar in ("sure", "false_alarms", "found", "wrong") else signed
    has = check.low is not None and check.high is not None
    return words.say(
        f"validation.bars.{check.bar}",
        subject=subject(check, words),
        value=form(check.value),
        limit=form(check.limit).removeprefix("+"),
        interval=interval(check) if has else NONE,
        tries=f"{check.tries:,}",
        count=round(check.value) if check.bar == "given" else 0,
        small=small(check.value),
        small_limit=small(check.limit),
    )


def interval(check: Check) -> str:
    """The interval of what was found; "not known" where one network tells nothing of others."""
    form = percent if check.bar in ("sure", "false_alarms", "found", "wrong") else signed
    low, high = check.low, check.high
    if low is None or high is None or abs(low) == float("inf"):
        return NONE
    return f"{form(low)} to {form(high)}"


def subject(check: Check, words: Wording) -> str:
    """What was tested, in words."""
    parts = check.subject.split(", ")
    return ", ".join(_word(part, check, words) for part in parts)


def _word(part: str, check: Check, words: Wording) -> str:
    if words.has(f"validation.groups.{part}"):
        return words.say(f"validation.groups.{part}")
    if check.part == "ranks" and words.has(f"validation.ranks.{part}"):
        return words.say(f"validation.ranks.{part}").lower()
    return kind(part, words) if check.part == "alarms" else part.replace("_", " ")


def kind(name: str, words: Wording) -> str:
    """What a kind of finding is called."""
    if name == "groups":
        return words.say("validation.alarms.groups")
    return str(words.get(f"kinds.{name}.name")) if words.has(f"kinds.{name}.name") else name
