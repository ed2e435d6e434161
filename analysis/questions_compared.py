"""Questions kept apart, and how far they show the same ties."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy import sparse

from analysis import chance, measures, qap, reliability
from analysis.further_rows import QuestionPairRow, QuestionRow
from analysis.network import Network, Relation

LOOKUPS = 3_000_000
LEAST_PERMUTATIONS = 99
MOST_SHUFFLES, LEAST_SHUFFLES = 100, 20
SHUFFLED_TIES = 600_000
MOST_PAIRS = 45


def relations(network: Network, questions: Sequence[str], min_value: float) -> tuple[Relation, ...]:
    """Each of the chosen questions alone."""
    return tuple(network.relation((name,), min_value) for name in questions)


def rows(each: Sequence[Relation], unit_type: str, seed: int) -> tuple[QuestionRow, ...]:
    """One row a question: how much was named, how far it is returned, how far it crosses units."""
    shared = _named_in(each)
    return tuple(_row(relation, shared, unit_type, seed) for relation in each)


def _named_in(each: Sequence[Relation]) -> sparse.csr_array:
    """In how many of the questions each tie was named."""
    total = each[0].ties
    for relation in each[1:]:
        total = total + relation.ties
    return total.tocsr()


def _row(relation: Relation, shared: sparse.csr_array, unit_type: str, seed: int) -> QuestionRow:
    answered, ties = int(relation.answered.sum()), int(relation.ties.sum())
    named = relation.ties.multiply(shared).tocsr()
    sure = reliability.confirmed(relation, seed)
    value, expected, low, high = _ei(relation, unit_type, seed)
    return QuestionRow(
        question=relation.name,
        answered=answered,
        ties=ties,
        mean_named=ties / answered if answered else None,
        reciprocity=measures.reciprocity(relation) if ties else None,
        ei_index=value,
        expected_ei=expected,
        ei_low=low,
        ei_high=high,
        shared=float((named.data > 1).mean()) if ties else None,
        confirmed=sure.value,
        confirmed_low=sure.low,
        confirmed_high=sure.high,
        expected_confirmed=sure.expected,
    )


Range = tuple[float | None, float | None, float | None, float | None]


def _ei(relation: Relation, unit_type: str, seed: int) -> Range:
    """E-I of the question beside shuffled units; nothing where nobody has a unit."""
    value = measures.ei_index(relation, unit_type)
    if value is None or len(relation.units(unit_type)[0]) < 2:
        return None, None, None, None
    times = int(np.clip(SHUFFLED_TIES // relation.ties.nnz, LEAST_SHUFFLES, MOST_SHUFFLES))
    null = chance.shuffle_units(relation, unit_type, times, seed).ei_null
    mean, low, high = (float(x) for x in chance.interval(null))
    return value, mean, low, high


def pairs(each: Sequence[Relation], permutations: int, seed: int) -> tuple[QuestionPairRow, ...]:
    """One row a pair of questions, among the people who answered both.

    At most 45 pairs (ten questions), in the order of the questions; with no ``permutations`` the
    correlation is left out.
    """
    every = list(combinations(each, 2))[:MOST_PAIRS]
    return tuple(_pair(first, second, permutations, seed) for first, second in every)


def _pair(first: Relation, second: Relation, permutations: int, seed: int) -> QuestionPairRow:
    who = np.flatnonzero(first.answered & second.answered)
    one, other = (r.ties[who][:, who].tocsr() for r in (first, second))
    both = float(one.multiply(other).sum())
    either = float(one.sum() + other.sum()) - both
    times = affordable(min(one.nnz, other.nnz), permutations)
    left, right = qap.of_ties(first.name, one), qap.of_ties(second.name, other)
    if one.nnz > other.nnz:
        left, right = right, left
    known = permutations > 0 and len(who) > 2
    found = qap.correlate(left, right, times, seed) if known else None
    return QuestionPairRow(
        first=first.name,
        second=second.name,
        people=len(who),
        both=int(both),
        either=int(either),
        jaccard=both / either if either else None,
        correlation=found.value if found else None,
        expected=found.expected if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
        p_value=found.p if found else None,
        permutations=found.times if found else 0,
    )


def affordable(ties: int, permutations: int) -> int:
    """How many permutations: those asked for up to 1,500 ties, then fewer, never under 99."""
    return max(LEAST_PERMUTATIONS, min(permutations, LOOKUPS // max(ties, 1)))


def layers(each: Sequence[Relation]) -> tuple[int, ...]:
    """Multiplexity: how many ties were named in exactly one question, in two, … in all."""
    counts = np.bincount(_named_in(each).data.astype(np.int64), minlength=len(each) + 1)
    return tuple(int(n) for n in counts[1:])
