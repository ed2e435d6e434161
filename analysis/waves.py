"""Two waves side by side: what changed among the people who answered both, and how sure that is.

Idea: fewer answers are fewer ties, so a fall in answers looks like a fall in working together.
Therefore only ties from people who answered both waves to people who were on
both lists are counted, joiners and leavers apart; units are those of people who did not move.

Formula: each figure is counted in both waves with the same people drawn with replacement within
their units (paired bootstrap, ``TIMES`` times). The half-width of the interval is Student's t at
95 %, held to the number of figures looked at, times the standard error of the change, widened
where ties and their returns change together. A change is told beyond that and beyond a stated
least change that matters. The smallest change that could have been seen is the one found four
times in five: (t + t at 80 %) times that error.

Limits: the interval knows nothing of a whole firm that has a busy month; people who stay and
answer twice may differ from the others.

References: Snijders & Borgatti 1999; Efron & Tibshirani 1993.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from scipy import sparse, special

from analysis.model import Problem
from analysis.network import BoolArray, FloatArray, IntArray, Network
from analysis.wave_rows import Change, TiesKept, Turnover

TIMES, FEW_TIMES, HUGE = 1000, 200, 5000
SAME_FIRM = 0.1
BOTH_NEEDED, SHARE_NEEDED = 10, 0.5
UNIT_NEEDED, EXPECTED_NEEDED = 5, 5
LEAST = {"across_share": 0.03, "reciprocity": 0.1, "mean_out_degree": 0.1, "outside_ratio": 0.2}
PAIR_LEAST, PAIR_TIES = 1 / 3, 5.0
RARE = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Wave:
    """An earlier wave: its answers, the figures that were reported, what else is known of it.

    ``refused`` questions were asked in other words or on another scale, and why that matters.
    """

    network: Network
    figures: Mapping[str, float] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """One question in both waves, among people on both lists, in the order of the new one.

    ``both`` answered both; only their rows hold ties. ``place`` are positions in either roster.
    """

    question: str
    ids: tuple[str, ...]
    both: BoolArray
    before: sparse.csr_array
    now: sparse.csr_array
    place: tuple[IntArray, IntArray]

    @property
    def wider(self) -> float:
        """By how much errors grow because a tie and its return come and go together.

        √(1 + ρ), with ρ the correlation of the change of a tie with that of its return.
        """
        moved = self.now - self.before
        every = float(moved.multiply(moved).sum())
        return float(np.sqrt(1 + max(0.0, float(moved.multiply(moved.T).sum()) / max(every, 1.0))))

    @property
    def enough(self) -> bool:
        """Whether enough people answered both for anything to be told."""
        count = int(self.both.sum())
        return count >= BOTH_NEEDED and count >= SHARE_NEEDED * len(self.both)


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """The units of one kind that are on both lists; ``unit`` is -1 for who moved or has none."""

    unit_type: str
    names: tuple[str, ...]
    unit: IntArray
    moved: int


def refused(before: Wave, now: Network, questions: Sequence[str]) -> dict[str, str]:
    """Why a question can't be compared, for each of ``questions`` that can't."""
    found: dict[str, str] = {}
    for name in questions:
        if name in before.refused:
            found[name] = before.refused[name]
        elif name not in before.network.questions:
            found[name] = "question_new"
        elif _steps(before.network, name) != _steps(now, name):
            found[name] = "scale_differs"
    return found


def _steps(network: Network, question: str) -> tuple[float, float]:
    """The lowest and highest answer that more than one answer in a hundred gives."""
    mine = network.value[network.question == network.questions.index(question)]
    values, counts = np.unique(mine, return_counts=True)
    usual = values[counts > RARE * len(mine)]
    return (float(usual[0]), float(usual[-1])) if len(usual) else (0.0, 0.0)


def same_firm(before: Sequence[str], now: Sequence[str]) -> bool:
    """Whether enough people are on both lists for them to be of one firm."""
    return len({*before} & {*now}) >= max(1, SAME_FIRM * min(len(before), len(now)))


def shared(before: Network, now: Network) -> tuple[IntArray, IntArray]:
    """Positions of the people on both lists; Problem if these are hardly the same people."""
    there = {id_: i for i, id_ in enumerate(before.roster.ids)}
    kept = [(there[id_], j) for j, id_ in enumerate(now.roster.ids) if id_ in there]
    if not same_firm(before.roster.ids, now.roster.ids):
        raise Problem(
            "the earlier survey is of other people",
            why=f"Of {len(there)} people on its list {len(kept)} are on the new one.",
            mend="Name the results of the same firm, with the same ids.",
        )
    old, new = np.array(kept, dtype=np.int64).T
    return old, new


def paired(before: Network, now: Network, question: str, min_value: float) -> Paired:
    """The question's ties of those who answered both, among people on both lists."""
    place = shared(before, now)
    relations = [network.relation((question,), min_value) for network in (before, now)]
    heard = [r.answered[at] for r, at in zip(relations, place, strict=True)]
    both = heard[0] & heard[1]
    rows = sparse.diags_array(both.astype(float))
    ties = [(rows @ r.ties[at][:, at]).tocsr() for r, at in zip(relations, place, strict=True)]
    for matrix in ties:
        matrix.eliminate_zeros()
    ids = tuple(now.roster.ids[j] for j in place[1])
    return Paired(question, ids, both, ties[0], ties[1], place)


def homes(before: Network, now: Network, pair: Paired, unit_type: str) -> Homes:
    """Units that are on both lists, with the people who stayed in theirs."""
    people = before.roster.people, now.roster.people
    was, here = (
        [everybody[i].attributes.get(unit_type, "") for i in at]
        for everybody, at in zip(people, pair.place, strict=True)
    )
    stayed = [a if a == b else "" for a, b in zip(was, here, strict=True)]
    names = tuple(sorted({name for name in stayed if name}))
    number = {name: i for i, name in enumerate(names)}
    unit = np.array([number.get(name, -1) for name in stayed], dtype=np.int64)
    moved = sum(bool(a and b and a != b) for a, b in zip(was, here, strict=True))
    return Homes(unit_type, names, unit, moved)


def ties_kept(pair: Paired) -> TiesKept:
    """Kept, dissolved and created ties."""
    kept = int(pair.before.multiply(pair.now).sum())
    return TiesKept(kept, int(pair.before.sum()) - kept, int(pair.now.sum()) - kept)


def turnover(before: Network, now: Network, pair: Paired, moved: int) -> Turnover:
    """Who is in which wave; ``once`` also counts those on one list only."""
    heard = [network.relation((pair.question,)).answered for network in (before, now)]
    common, both = len(pair.ids), int(pair.both.sum())
    size = len(heard[0]), len(heard[1])
    once = []
    for answered, at in zip(heard, pair.place, strict=True):
        one = answered.copy()
        one[at] &= ~pair.both
        here = np.ones(len(answered), dtype=bool)
        here[at] = False
        once.append(int((one | here).sum()))
    answers = int(heard[0].sum()), int(heard[1].sum())
    gone = size[0] - common, size[1] - common
    return Turnover(*size, *answers, both, (once[0], once[1]), *gone, moved)


def weights(home: IntArray, times: int, seed: int) -> FloatArray:
    """How much each person counts, ``times`` times; every unit is drawn within itself.

    Of n people n - 1 are drawn, each for n / (n - 1): as many as there are would make the error
    too small by that share, most in small units and so most where few answered.
    """
    rng = np.random.default_rng([seed, 53])
    drawn = np.ones((times, len(home)))
    for g in np.unique(home):
        mine = np.flatnonzero(home == g)
        if (n := len(mine)) > 1:
            counts = rng.multinomial(n - 1, np.full(n, 1 / n), times)
            drawn[:, mine] = counts * (n / (n - 1))
    return drawn


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Ties from unit to unit in either wave, as they are and drawn anew.

    ``before`` and ``now`` are units × units; the drawn ones draws × units × units. ``heard`` is
    how many of each unit answered both. The last row and column are of people without a unit.
    """

    before: FloatArray
    now: FloatArray
    drawn_before: FloatArray
    drawn_now: FloatArray
    heard: IntArray


def tables(pair: Paired, unit: IntArray, units: int, seed: int) -> Tables:
    """Count ties between units in both waves, with the same people drawn for both."""
    who = np.flatnonzero(pair.both)
    home = np.where(unit < 0, units, unit)
    times = TIMES if len(who) <= HUGE else FEW_TIMES
    drawn = weights(home[who], times, seed)
    shape = (len(unit), units + 1)
    members = sparse.csr_array((np.ones(len(unit)), (np.arange(len(unit)), home)), shape=shape)
    found = [_table(ties[who] @ members, home[who], drawn) for ties in (pair.before, pair.now)]
    heard = np.bincount(home[who], minlength=units + 1)
    return Tables(found[0][0], found[1][0], found[0][1], found[1][1], heard)


def _table(to_unit: sparse.csr_array, home: IntArray, drawn: FloatArray) -> tuple[FloatArray, ...]:
    """Ties of each unit's people to each unit, as they are and for every draw."""
    counts = to_unit.toarray()
    units = counts.shape[1]
    plain, every = np.zeros((units, units)), np.zeros((len(drawn), units, units))
    for g in np.unique(home):
        mine = home == g
        plain[g] = counts[mine].sum(axis=0)
        every[:, g] = drawn[:, mine] @ counts[mine]
    return plain, every


def expected_across(table: FloatArray) -> FloatArray:
    """Ties across each border that the same degrees would give, by unit."""
    known = table[..., :-1, :-1]
    out, into = known.sum(axis=-1), known.sum(axis=-2)
    total = np.maximum(out.sum(axis=-1, keepdims=True), 1.0)
    expected: FloatArray = (out * (total - into) + into * (total - out)) / total
    return expected


def outside_ratio(table: FloatArray) -> FloatArray:
    """Ties across each border over what the same degrees would give (O/E), by unit."""
    known = table[..., :-1, :-1]
    own = np.diagonal(known, axis1=-2, axis2=-1)
    outside = known.sum(axis=-1) + known.sum(axis=-2) - 2 * own
    ratio: FloatArray = outside / np.maximum(expected_across(table), 1e-9)
    return ratio


def across_share(table: FloatArray) -> FloatArray:
    """Share of the ties between people with a unit that lead to another unit."""
    known = table[..., :-1, :-1]
    own = np.trace(known, axis1=-2, axis2=-1)
    total: FloatArray = 1.0 - own / np.maximum(known.sum(axis=(-1, -2)), 1.0)
    return total


@dataclass(frozen=True, slots=True)
class Looked:
    """People that a figure rests on, figures looked at together, and by how much errors grow."""

    people: int
    looks: int = 1
    wider: float = 1.0


def change(
    measure: str, values: tuple[float, float], drawn: FloatArray, looked: Looked, least: float
) -> Change:
    """A figure in both waves, with how far the change could be off; ``drawn`` are changes."""
    free = max(looked.people - 1, 1)
    error = float(drawn.std(ddof=1)) * looked.wider
    bound = float(special.stdtrit(free, 1 - 0.025 / looked.looks))
    p = _p(values[1] - values[0], error, free)
    half, seen = bound * error, (bound + float(special.stdtrit(free, 0.8))) * error
    q = min(1.0, p * looked.looks)
    return Change(measure, *values, half, max(seen, least), least, p, q, looked.people)


def _p(change: float, error: float, free: int) -> float:
    """Two-sided p of a change; never under what so many draws can tell."""
    if error <= 0 and abs(change) < 1e-12:
        return 1.0
    far = abs(change) / error if error > 0 else np.inf
    return max(float(2 * special.stdtr(free, -far)), 1 / (1 + TIMES))
