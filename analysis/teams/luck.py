"""What chance gives where people name teams, and what those who did not answer could change."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.network import BoolArray, FloatArray
from analysis.teams.model import TeamStudy

ROUNDS = 400
CLOSE = 1e-9
DRAWS = 400
STEPS = np.array([0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0])


def stepped(p: Any) -> FloatArray:
    """The next step above: an exact probability would give the exact counts away, and with them
    whether a cell that is told as one is none.
    """
    step: FloatArray = STEPS[np.searchsorted(STEPS, np.minimum(p, 1.0))]
    return step


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """From team to team: what the same numbers would give, and how far that varies."""

    expected: FloatArray
    variance: FloatArray


def fitted(going: BoolArray, home: np.ndarray) -> FloatArray:
    """Chance that each person names each team, if only two things counted: how many teams she
    names, and how often each team is named.

    logit p = a_person + b_team (Rasch 1960), nobody naming her own; fitted so that every
    person's and every team's sum is as observed, by rounds of proportional fitting. The sums of
    such cells vary at least as much as with both sums held fixed, so tails are on the safe side.
    """
    open_ = np.ones(going.shape, dtype=bool)
    open_[np.arange(len(home)), home] = False
    rows, columns = going.sum(axis=1).astype(float), going.sum(axis=0).astype(float)
    full = rows >= open_.sum(axis=1)
    free = open_ & ~full[:, None] & (rows > 0)[:, None] & (columns > 0)[None, :]
    by_row, by_column = np.ones(len(rows)), np.ones(len(columns))
    left = np.where(full, 0.0, rows)
    wanted = columns - (open_ & full[:, None]).sum(axis=0)
    for _ in range(ROUNDS):
        before = by_column.copy()
        share = by_column / (1 + np.outer(by_row, by_column))
        by_row = left / np.maximum((share * free).sum(axis=1), CLOSE)
        share = by_row[:, None] / (1 + np.outer(by_row, by_column))
        by_column = np.maximum(wanted, 0) / np.maximum((share * free).sum(axis=0), CLOSE)
        if np.allclose(before, by_column, rtol=1e-7):
            break
    odds = np.outer(by_row, by_column)
    chance: FloatArray = np.where(free, odds / (1 + odds), (open_ & full[:, None]).astype(float))
    return chance


def cells(study: TeamStudy) -> Cells:
    """The fitted chances added up from team to team."""
    chance = fitted(study.going, study.home)
    size = len(study.teams)
    expected, variance = np.zeros((size, size)), np.zeros((size, size))
    np.add.at(expected, study.home, chance)
    np.add.at(variance, study.home, chance * (1 - chance))
    return Cells(expected, variance)


def beside_habits(study: TeamStudy, found: Cells, closed: BoolArray) -> Cells:
    """The same, but for teams that keep to themselves what the others' habits would give.

    Their own few namings would explain themselves otherwise, and nothing would show.
    """
    table, sizes = study.table, study.sizes.astype(float)
    expected = found.expected.copy()
    others = np.where(closed[:, None], 0.0, table)
    for g in np.flatnonzero(closed):
        asked = np.where(closed, 0.0, sizes)
        for h in np.flatnonzero(np.arange(len(sizes)) != g):
            share = others[:, h].sum() / max(asked.sum() - (0.0 if closed[h] else sizes[h]), 1.0)
            expected[g, h] = sizes[g] * share
    leaving = np.where(
        closed, sizes * others.sum() / max(sizes[~closed].sum(), 1.0), table.sum(axis=1)
    )
    for h in np.flatnonzero(closed):
        expected[:, h] = by_size(study, leaving)[:, h]
    share = np.clip(expected / np.maximum(sizes[:, None], 1.0), 0.0, 1.0)
    touched = closed[:, None] | closed[None, :]
    return Cells(
        np.where(touched, sizes[:, None] * share, found.expected),
        np.where(touched, sizes[:, None] * share * (1 - share), found.variance),
    )


def filled(study: TeamStudy, seed: int) -> FloatArray:
    """Tables of the whole firm, draws × teams × teams, with the missing answers put in.

    Each missing answer of a team is drawn from those of the same team, in the way of Pólya's urn
    (the Bayesian bootstrap of a finite population, Lo 1988): where everybody answered nothing
    varies, and the fewer answered the more.
    """
    rng = np.random.default_rng([seed, 23])
    size = len(study.teams)
    out = np.zeros((DRAWS, size, size))
    for g in range(size):
        mine = study.going[study.home == g].astype(float)
        missing = int(study.asked[g] - len(mine))
        shares = rng.dirichlet(np.ones(len(mine)), DRAWS)
        more = np.array([rng.multinomial(missing, share) for share in shares])
        out[:, g] = (1 + more) @ mine
    return out


def resampled(study: TeamStudy, seed: int) -> FloatArray:
    """Tables from as many answers of each team drawn with replacement: draws × teams × teams."""
    rng = np.random.default_rng([seed, 24])
    size = len(study.teams)
    out = np.zeros((DRAWS, size, size))
    for g in range(size):
        mine = study.going[study.home == g].astype(float)
        often = rng.multinomial(len(mine), np.full(len(mine), 1 / len(mine)), DRAWS)
        out[:, g] = often @ mine
    return out


def by_size(study: TeamStudy, outgoing: FloatArray) -> FloatArray:
    """What each team would be gone to if others went by its size alone: teams × teams.

    A team is named as soon as one of it is gone to, so twice the people are not named twice as
    often: by the square root. ``outgoing`` is how many namings leave each team.
    """
    weight = np.sqrt(study.asked.astype(float))
    share = np.tile(weight, (len(weight), 1))
    np.fill_diagonal(share, 0.0)
    share /= np.maximum(share.sum(axis=1, keepdims=True), CLOSE)
    gone: FloatArray = outgoing[:, None] * share
    return gone
