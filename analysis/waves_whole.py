"""Figures of the whole in two waves: contacts named, the share across units, the share returned."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy import sparse

from analysis.network import FloatArray, IntArray
from analysis.wave_rows import Change
from analysis.waves import LEAST, TIMES, Looked, Paired, Tables, across_share, change, weights

# Looks that a figure is held to. Of the whole firm luck may claim something in 2 of 100 surveys,
# not 5: half of it falls to the share across units, a quarter each to contacts named and to pairs.
ACROSS, OTHERS = 5, 10


def whole(pair: Paired, found: Tables, seed: int) -> Iterator[Change]:
    """Contacts that each names, the share of them across units, and the share that is returned."""
    who = np.flatnonzero(pair.both)
    drawn = weights(np.zeros(len(who), dtype=np.int64), TIMES, seed)
    sums = [np.asarray(t[who].sum(axis=1), dtype=float).ravel() for t in (pair.before, pair.now)]
    looked = Looked(len(who), OTHERS, pair.wider)
    means = float(sums[0].mean()), float(sums[1].mean())
    yield change(
        "mean_out_degree",
        means,
        (drawn @ (sums[1] - sums[0])) / len(who),
        looked,
        LEAST["mean_out_degree"] * max(means[0], 1.0),
    )
    shares = float(across_share(found.before)), float(across_share(found.now))
    moved = across_share(found.drawn_now) - across_share(found.drawn_before)
    if found.before.shape[0] > 2:
        yield change(
            "across_share", shares, moved, replace(looked, looks=ACROSS), LEAST["across_share"]
        )
    yield _returned(pair, who, drawn)


def _returned(pair: Paired, who: IntArray, drawn: FloatArray) -> Change:
    """Share of the ties among those who answered both that go both ways."""
    values, draws = [], []
    for ties in (pair.before, pair.now):
        among = ties[who][:, who]
        each = np.asarray(among.sum(axis=1), dtype=float).ravel()
        # Each pair counts for one of the two: drawing people would take its halves apart.
        pairs = sparse.triu(among.multiply(among.T), 1)
        back = 2 * np.asarray(pairs.sum(axis=1), dtype=float).ravel()
        values.append(float(back.sum() / max(each.sum(), 1.0)))
        draws.append((drawn @ back) / np.maximum(drawn @ each, 1.0))
    looked = Looked(len(who), 1, pair.wider)
    both = values[0], values[1]
    return change("reciprocity", both, draws[1] - draws[0], looked, LEAST["reciprocity"])
