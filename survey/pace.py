"""Pace: how fast answers come in, and how many there will be if nothing more is done.

The model: somebody who has not answered does so within the next day with a rate that falls by the
same factor every day since the last message. Rate and factor are unknown; every pair on a grid is
weighed by how well it explains the days so far (Poisson counts), starting from what surveys are
usually like. A forecast then draws the pair and the people. Where further reminders go out, more
answers come than this says: it holds for doing nothing. It misleads where people wait for an
outside event (a holiday, a word from the director) that the days so far did not have.

Source of the falling rate: response curves of mail and web surveys, Dillman, Smyth & Christian
2014, chapter 9; the weighing is Bayes on a grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from survey.store import Pulse

FEWEST = 10
SHORTEST = timedelta(hours=20)
WINDOW = timedelta(days=3)
DRAWS = 2000
RATES = np.geomspace(0.005, 3.0, 40)
FADES = np.linspace(0.0, 1.5, 31)
# Answers usually fade to half within one to three days of a message.
USUAL_FADE, SPREAD = 0.45, 0.4
CHANCE = 0.8


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many will have answered at the end: most likely, and between which numbers in four of
    five cases. ``days`` is how far the end is away; ``reaches`` the chance of the target.
    """

    expected: int
    low: int
    high: int
    days: float
    reaches: float


def per_day(pulse: Pulse, now: datetime) -> float:
    """Answers a day over the last three days, or since opening if that was later."""
    begun = max(pulse.opened_at or now, now - WINDOW)
    recent = sum(at > begun for at in pulse.submitted)
    return recent / max((now - begun) / timedelta(days=1), 1 / 24)


def why_none(pulse: Pulse, now: datetime, end: datetime | None) -> str:
    """Why there is no forecast; empty if there is one."""
    if end is None:
        return "No last day is set."
    if end <= now:
        return "The last day is over."
    if len(pulse.submitted) < FEWEST or now - (pulse.opened_at or now) < SHORTEST:
        return f"There is one after a day, and {FEWEST} answers."
    return ""


def forecast(
    pulse: Pulse, now: datetime, end: datetime, target: float, seed: int = 1
) -> Forecast | None:
    """How many will have answered by ``end`` if nobody is reminded again; None if too early."""
    if why_none(pulse, now, end):
        return None
    weights = _weights(pulse, now)
    random = np.random.default_rng(seed)
    drawn = random.choice(weights.size, DRAWS, p=weights.ravel())
    rates, fades = RATES[drawn // FADES.size], FADES[drawn % FADES.size]
    since = _days(max(_before(pulse.prompts, now)), now)
    days = _days(now, end)
    chance = 1 - np.exp(-_summed(rates, fades, since, since + days))
    left = max(0, pulse.asked - pulse.left - len(pulse.submitted))
    totals = len(pulse.submitted) + random.binomial(left, chance)
    tail = (1 - CHANCE) / 2
    low, middle, high = (int(q) for q in np.quantile(totals, (tail, 0.5, 1 - tail)))
    reaches = float(np.mean(totals >= target * pulse.asked))
    return Forecast(middle, low, high, days, reaches)


def _weights(pulse: Pulse, now: datetime) -> np.ndarray:
    """How likely each pair of rate and fade is, rates by fades, summing to one."""
    rates, fades = RATES[:, None], FADES[None, :]
    log = -0.5 * ((fades - USUAL_FADE) / SPREAD) ** 2 + np.zeros_like(rates)
    open_ = pulse.asked - pulse.left
    done = 0
    for prompt, begin, end, count in _spans(pulse, now):
        since, until = _days(prompt, begin), _days(prompt, end)
        expected = (open_ - done - count / 2) * _summed(rates, fades, since, until)
        log = log + count * np.log(expected + 1e-12) - expected
        done += count
    weights = np.exp(log - log.max())
    return np.asarray(weights / weights.sum())


def _spans(pulse: Pulse, now: datetime) -> list[tuple[datetime, datetime, datetime, int]]:
    """Half days since opening, cut at each message: last message, begin, end, answers."""
    prompts = _before(pulse.prompts, now)
    spans = []
    for prompt, following in pairwise([*prompts, now]):
        begin = prompt
        while begin < following:
            end = min(begin + timedelta(hours=12), following)
            count = sum(begin < at <= end for at in pulse.submitted)
            spans.append((prompt, begin, end, count))
            begin = end
    return spans


def _before(prompts: Sequence[datetime], now: datetime) -> list[datetime]:
    """Messages so far; several within an hour are one."""
    kept: list[datetime] = []
    for prompt in sorted(at for at in prompts if at < now):
        if kept and prompt - kept[-1] < timedelta(hours=1):
            continue
        kept.append(prompt)
    return kept or [now]


def _summed(rate: np.ndarray, fade: np.ndarray, since: float, until: float) -> np.ndarray:
    """The falling rate summed from ``since`` to ``until`` days after a message."""
    steady = np.maximum(fade, 1e-9)
    return np.asarray(rate * (np.exp(-steady * since) - np.exp(-steady * until)) / steady)


def _days(begin: datetime, end: datetime) -> float:
    return (end - begin) / timedelta(days=1)
