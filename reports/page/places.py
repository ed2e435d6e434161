"""Where everybody stands on the map: in the disc of their team, near whom they are in touch with.

Teams stand as on paper (see reports.maps). In its disc each person begins on a spiral, then moves
towards the middle of their contacts and away from whoever stands too close: the same people and
ties give the same places.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from reports import maps
from reports.maps import Edge

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
APART = 10.0  # between two people, in the map's own unit
PACKED = 0.62  # radius of a disc for n people: this times APART times the root of n
GAP = 46.0  # between two discs
ASPECT = 1.5  # maps are wider than tall
STEPS = 40
MOST_PUSHES = 400
TURN = np.pi * (3 - np.sqrt(5))


def discs(people: Sequence[int], edges: Sequence[Edge]) -> tuple[FloatArray, FloatArray]:
    """Middle and radius of each team's disc; none overlaps another."""
    radius = APART * PACKED * np.sqrt(np.maximum(np.array(people, dtype=float), 1.0)) + APART
    spots = maps.positions(len(people), edges) * np.array([ASPECT, 1.0])
    reach = float(np.abs(spots).max()) if len(spots) else 1.0
    spots = spots / max(reach, 1e-9) * float(np.sqrt((radius**2).sum())) * 1.4
    for _ in range(MOST_PUSHES):
        lacking, way = _overlaps(spots, radius)
        if lacking.max(initial=0.0) <= 0.5:
            break
        # A little larger each time, so that there is room in the end however the teams lie.
        spots = (spots - (way * (lacking / 2)[:, :, None]).sum(axis=1) * 0.6) * 1.01
    return spots, radius


def _overlaps(spots: FloatArray, radius: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How far each two discs are too close, and the way from the one to the other."""
    between = spots[None, :] - spots[:, None]
    apart = np.linalg.norm(between, axis=2)
    need = radius[:, None] + radius[None, :] + GAP
    lacking = np.maximum(need - apart, 0.0)
    np.fill_diagonal(lacking, 0.0)
    return lacking, between / np.maximum(apart, 1e-6)[:, :, None]


def people(team: IntArray, middle: FloatArray, radius: FloatArray, ties: IntArray) -> FloatArray:
    """A place for each person; ``ties`` is pairs of positions, two columns."""
    size = len(team)
    start = middle[team] + _spirals(team, radius)
    spots = start.copy()
    if not len(ties):
        return spots
    ends = np.concatenate([ties, ties[:, ::-1]])
    ones = np.ones(len(ends))
    both = sparse.csr_array((ones, (ends[:, 0], ends[:, 1])), shape=(size, size))
    count = np.maximum(both.sum(axis=1), 1.0)[:, None]
    known = np.diff(both.indptr) > 0
    for step in range(STEPS):
        towards = (both @ spots) / count - spots
        spots[known] += towards[known] * 0.05 * (1 - step / STEPS)
        spots += (start - spots) * 0.06
        for _ in range(2):
            _separate(spots)
            _keep_inside(spots, middle[team], radius[team])
    return spots


def _spirals(team: IntArray, radius: FloatArray) -> FloatArray:
    """Sunflower seeds in each disc, in the order of the roster."""
    out = np.zeros((len(team), 2))
    for t in np.unique(team):
        mine = np.flatnonzero(team == t)
        k = np.arange(len(mine))
        away = (radius[t] - APART) * np.sqrt((k + 0.5) / len(mine))
        out[mine] = np.stack([away * np.cos(k * TURN), away * np.sin(k * TURN)], axis=1)
    return out


def _separate(spots: FloatArray) -> None:
    """Push apart pairs that stand closer than ``APART``, half each."""
    close = cKDTree(spots).query_pairs(APART, output_type="ndarray")
    if not len(close):
        return
    close = close[np.lexsort((close[:, 1], close[:, 0]))]
    between = spots[close[:, 1]] - spots[close[:, 0]]
    apart = np.linalg.norm(between, axis=1)
    turn = close[:, 0] * TURN
    way = np.where(
        apart[:, None] > 1e-6,
        between / np.maximum(apart, 1e-6)[:, None],
        np.stack([np.cos(turn), np.sin(turn)], axis=1),
    )
    shift = way * ((APART - apart) / 2)[:, None] * 0.8
    np.subtract.at(spots, close[:, 0], shift)
    np.add.at(spots, close[:, 1], shift)


def _keep_inside(spots: FloatArray, middle: FloatArray, radius: FloatArray) -> None:
    away = spots - middle
    far = np.linalg.norm(away, axis=1)
    room = radius - APART * 0.6
    out = far > room
    spots[out] = middle[out] + away[out] * (room[out] / far[out])[:, None]
