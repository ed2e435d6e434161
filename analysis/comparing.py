"""All that is compared between two waves: the whole, each unit, each pair of units, each person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse, special

from analysis import tails, waves
from analysis.network import FloatArray, IntArray, Network
from analysis.wave_rows import Change, Changes, Turnover
from analysis.waves import Homes, Looked, Paired, Tables, Wave
from analysis.waves_whole import OTHERS, whole

TOP_TENTH = 0.9
LOAD_LEAST, LOAD_SHARE = 5, 1 / 3
PICKS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be compared: questions (the first is the one told), kinds of unit, the seed."""

    questions: tuple[str, ...]
    unit_types: tuple[str, ...]
    min_value: float
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The rows, and the two waves of the question that is told; None where none can be."""

    changes: Changes
    pair: Paired | None = None
    homes: tuple[Homes, ...] = ()


def compare(before: Wave, now: Network, asked: Asked) -> Compared:
    """Hold two waves side by side; Problem if they are of other people or of other questions."""
    no = waves.refused(before, now, asked.questions)
    told = next((name for name in asked.questions if name not in no), "")
    if not told:
        return Compared(_nothing(before, now, no))
    pair = waves.paired(before.network, now, told, asked.min_value)
    every = [waves.homes(before.network, now, pair, kind) for kind in asked.unit_types]
    homes = tuple(home for home in every if len(home.names) > 1)
    first = homes[0] if homes else Homes("", (), np.full(len(pair.ids), -1), 0)
    found = waves.tables(pair, first.unit, len(first.names), asked.seed)
    changes = Changes(
        told,
        first.unit_type,
        waves.turnover(before.network, now, pair, first.moved),
        waves.ties_kept(pair),
        refused=no,
        figures=dict(before.figures),
        names=_left(before.network, now),
        title=before.title,
        on=before.on,
    )
    if not pair.enough:
        return Compared(changes, pair)
    every_unit = tuple(_every_unit(before.network, now, pair, homes, asked.seed))
    figures = tuple(whole(pair, found, asked.seed))
    between = tuple(_pairs(pair, first, found))
    return Compared(replace(changes, whole=figures, units=every_unit, pairs=between), pair, homes)


def _nothing(before: Wave, now: Network, no: dict[str, str]) -> Changes:
    """Who came and went, where no question can be compared."""
    size = len(before.network.roster.people), len(now.roster.people)
    common = len(waves.shared(before.network, now)[0])
    old, new = (int(n.answered.any(axis=0).sum()) for n in (before.network, now))
    people = Turnover(*size, old, new, 0, size, size[0] - common, size[1] - common, 0)
    return Changes(
        "",
        "",
        people,
        refused=no,
        figures=dict(before.figures),
        names=_left(before.network, now),
        title=before.title,
        on=before.on,
    )


def _left(before: Network, now: Network) -> dict[str, str]:
    """Who is on the earlier list only, by id."""
    here = set(now.roster.ids)
    return {p.id: p.name for p in before.roster.people if p.id not in here}


def _every_unit(
    before: Network, now: Network, pair: Paired, homes: Sequence[Homes], seed: int
) -> Iterator[Change]:
    """O/E of every unit of every kind that is large enough in both waves, each once."""
    found = [(home, waves.tables(pair, home.unit, len(home.names), seed)) for home in homes]
    judged: set[bytes] = set()
    there = []
    for home, table in found:
        for g in _large(home, table):
            members = (home.unit == g).tobytes()
            if members not in judged:
                judged.add(members)
                there.append((home, table, g))
    ratios = {home.unit_type: _ratios(table) for home, table in found}
    for home, table, g in there:
        once = _once(before, now, pair, home, home.names[g])
        looked = Looked(int(table.heard[g]), len(there), pair.wider)
        before_, now_, drawn = ratios[home.unit_type]
        values = float(before_[g]), float(now_[g])
        row = waves.change(
            "outside_ratio", values, drawn[:, g], looked, waves.LEAST["outside_ratio"]
        )
        yield replace(row, unit_type=home.unit_type, units=(home.names[g],), once=once)


def _ratios(table: Tables) -> tuple[FloatArray, FloatArray, FloatArray]:
    drawn = waves.outside_ratio(table.drawn_now) - waves.outside_ratio(table.drawn_before)
    return waves.outside_ratio(table.before), waves.outside_ratio(table.now), drawn


def _large(home: Homes, table: Tables) -> list[int]:
    """Units of which enough people answered both, with ties enough to be judged in either wave."""
    size = np.bincount(home.unit[home.unit >= 0], minlength=len(home.names))
    heard = table.heard[:-1]
    enough = (heard >= waves.UNIT_NEEDED) & (heard >= waves.SHARE_NEEDED * size)
    for ties in (table.before, table.now):
        enough &= waves.expected_across(ties) >= waves.EXPECTED_NEEDED
    return [int(g) for g in np.flatnonzero(enough)]


def _once(before: Network, now: Network, pair: Paired, home: Homes, unit: str) -> tuple[int, int]:
    """How many people of a unit bear on its figure in one wave only: answers, or as named."""
    both = {id_ for id_, yes in zip(pair.ids, pair.both, strict=True) if yes}
    stayed = {id_ for id_, g in zip(pair.ids, home.unit, strict=True) if g >= 0}
    counts = []
    for network in (before, now):
        heard = network.relation((pair.question,)).answered
        mine = [
            (p.id, bool(yes))
            for p, yes in zip(network.roster.people, heard, strict=True)
            if p.attributes.get(home.unit_type, "") == unit
        ]
        counts.append(sum(id_ not in stayed or (yes and id_ not in both) for id_, yes in mine))
    return counts[0], counts[1]


def _pairs(pair: Paired, home: Homes, table: Tables) -> Iterator[Change]:
    """Ties between two units, either way, where there are enough to be judged."""
    both_ways = [t + np.swapaxes(t, -1, -2) for t in _all(table)]
    old, new, drawn_old, drawn_new = both_ways
    large = np.flatnonzero(table.heard[:-1] >= waves.UNIT_NEEDED)
    there = [(g, h) for g in large for h in large if g < h and max(old[g, h], new[g, h]) >= 10]
    for g, h in there:
        values = float(old[g, h]), float(new[g, h])
        least = max(waves.PAIR_TIES, waves.PAIR_LEAST * max(values))
        looked = Looked(int(table.heard[g] + table.heard[h]), OTHERS * len(there), pair.wider)
        drawn = drawn_new[:, g, h] - drawn_old[:, g, h]
        row = waves.change("contacts_between", values, drawn, looked, least)
        yield replace(row, unit_type=home.unit_type, units=(home.names[g], home.names[h]))


def _all(table: Tables) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    return table.before, table.now, table.drawn_before, table.drawn_now


def loads(pair: Paired) -> Iterator[tuple[str, Change]]:
    """By how many of the same people each of the most named is named, before and now.

    Looked at are the top tenth of either wave, held to as many as there are people. Who names her
    in one wave only are tosses of a coin where nothing changed (sign test).
    """
    old, new = (_named(ties) for ties in (pair.before, pair.now))
    back = _named(pair.before.multiply(pair.now).tocsr())
    heard, size = int(pair.both.sum()), len(pair.ids)
    much = (old >= np.quantile(old, TOP_TENTH)) | (new >= np.quantile(new, TOP_TENTH))
    z, power = float(special.ndtri(1 - 0.025 / size)), float(special.ndtri(0.8))
    for v in np.flatnonzero(much):
        values = float(old[v]), float(new[v])
        lost, gained = int(old[v] - back[v]), int(new[v] - back[v])
        error = float(np.sqrt(max(lost + gained - (gained - lost) ** 2 / max(heard, 1), 1.0)))
        p = min(1.0, 2 * float(tails.binomial_up_to(min(lost, gained), lost + gained, 0.5)))
        least = max(LOAD_LEAST, LOAD_SHARE * max(values))
        seen = max((z + power) * error, least)
        row = (*values, z * error, seen, least, p, min(1.0, p * size), heard)
        yield pair.ids[v], Change("named_by_the_same", *row)


def _named(ties: sparse.csr_array) -> IntArray:
    counts: IntArray = np.asarray(ties.sum(axis=0)).ravel().astype(np.int64)
    return counts


@dataclass(frozen=True, slots=True)
class Lost:
    """Contacts of those who are still here that led to people who left.

    ``share`` of theirs, what as many people picked at random would take, with its 95 % range.
    """

    people: tuple[str, ...]
    on_list: int
    answered: int
    share: float
    usual: float
    low: float
    high: float
    p: float


def lost(before: Network, now: Network, asked: Asked) -> Lost:
    """What left with those who left, by the last survey's answers of those who are still here."""
    old, _ = waves.shared(before, now)
    question = next((q for q in asked.questions if q in before.questions), before.questions[0])
    relation = before.relation((question,), asked.min_value)
    here = np.zeros(relation.size, dtype=bool)
    here[old] = True
    counts = _named(relation.ties[np.flatnonzero(here)])
    gone = np.flatnonzero(~here)
    total = max(int(counts.sum()), 1)
    rng = np.random.default_rng([asked.seed, 59])
    picks = [
        counts[rng.choice(relation.size, len(gone), replace=False)].sum() / total
        for _ in range(PICKS)
    ]
    low, high = np.quantile(picks, [0.025, 0.975])
    share = float(counts[gone].sum() / total)
    p = (1 + sum(float(pick) >= share for pick in picks)) / (1 + PICKS)
    ids = tuple(before.roster.ids[i] for i in gone)
    answered = int((relation.answered & here).sum())
    usual = float(np.mean(picks))
    return Lost(ids, relation.size, answered, share, usual, float(low), float(high), float(p))
