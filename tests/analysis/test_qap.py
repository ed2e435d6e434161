"""Patterns that go together: counts, QAP and MRQAP against plain reckoning."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import qap

SIZE = 12


def dense(pattern: qap.Pattern) -> np.ndarray:
    """The matrix itself, the slow way."""
    if pattern.label is not None:
        same = np.equal.outer(pattern.label, pattern.label) & (pattern.label >= 0)
        return same.astype(float) * ~np.eye(pattern.size, dtype=bool)
    out = np.zeros((pattern.size, pattern.size))
    out[pattern.rows, pattern.columns] = 1
    return out


def at_random(seed: int, size: int = SIZE, share: float = 0.3) -> qap.Pattern:
    rng = np.random.default_rng(seed)
    return of((rng.random((size, size)) < share).astype(float))


def of(matrix: np.ndarray) -> qap.Pattern:
    matrix = matrix.astype(float).copy()
    np.fill_diagonal(matrix, 0)
    return qap.of_ties("ties", sparse.csr_array(matrix))


def groups(seed: int, size: int = SIZE, count: int = 3) -> qap.Pattern:
    label = np.random.default_rng(seed).integers(-1, count, size)
    return qap.of_groups("groups", label)


def off_diagonal(pattern: qap.Pattern) -> np.ndarray:
    return dense(pattern)[~np.eye(pattern.size, dtype=bool)]


KINDS = (at_random, groups)


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_meetings_are_counted_as_matrices_would(first, second, seed):
    one, other = first(seed), second(seed + 1)
    dealt = qap.permutations(SIZE, 3, seed)

    plain = [(dense(one) * dense(other)[np.ix_(p, p)]).sum() for p in dealt.order]
    assert qap.meetings(one, other, dealt).tolist() == plain


def test_meetings_in_a_large_firm_need_no_table(monkeypatch):
    one, other = at_random(1), at_random(2)
    dealt = qap.permutations(SIZE, 5, 1)
    expected = qap.meetings(one, other, dealt).tolist()

    monkeypatch.setattr(qap, "TABLE_UP_TO", 0)

    assert qap.meetings(one, other, dealt).tolist() == expected


def test_the_correlation_is_that_of_the_cells():
    one, other = at_random(3), at_random(4)

    found = qap.correlate(one, other, 99, 1)

    assert found.value == pytest.approx(np.corrcoef(off_diagonal(one), off_diagonal(other))[0, 1])


def test_a_pattern_goes_with_itself_beyond_chance():
    found = qap.correlate(at_random(5), at_random(5), 199, 1)

    assert found.value == pytest.approx(1)
    assert found.p == pytest.approx(1 / 200)


def test_patterns_that_have_nothing_to_do_with_each_other_are_seldom_called_related():
    ps = [qap.correlate(at_random(2 * k), at_random(2 * k + 1), 99, k).p for k in range(150)]

    assert np.mean(np.array(ps) < 0.05) < 0.1


def test_a_pattern_without_variation_has_no_correlation():
    assert qap.correlate(at_random(1), of(np.zeros((SIZE, SIZE))), 9, 1) is None


def test_coefficients_are_those_of_least_squares():
    outcome, causes = at_random(6), (at_random(7), groups(8), groups(9, count=2))

    found = qap.regress(outcome, causes, 19, 1)

    columns = np.column_stack([np.ones(SIZE * (SIZE - 1)), *map(off_diagonal, causes)])
    plain = np.linalg.lstsq(columns, off_diagonal(outcome), rcond=None)[0][1:]
    assert [c.value for c in found] == pytest.approx(plain.tolist())


def t_of_last(y: np.ndarray, columns: np.ndarray) -> float:
    weights, *_ = np.linalg.lstsq(columns, y, rcond=None)
    error = ((y - columns @ weights) ** 2).sum() / (len(y) - columns.shape[1])
    return weights[-1] / np.sqrt(error * np.linalg.inv(columns.T @ columns)[-1, -1])


def test_double_semi_partialling_is_what_the_paper_says():
    # Each remainder is dealt out as a matrix and the regression run in full, 40 times.
    outcome, causes = at_random(16), (at_random(17), groups(18))
    cells, times = ~np.eye(SIZE, dtype=bool), 40
    y, ones = dense(outcome)[cells], np.ones(SIZE * (SIZE - 1))
    plain = []
    for k, cause in enumerate(causes):
        other = np.column_stack([ones, dense(causes[1 - k])[cells]])
        own = dense(cause)[cells]
        rest = np.zeros((SIZE, SIZE))
        rest[cells] = own - other @ np.linalg.lstsq(other, own, rcond=None)[0]
        observed = abs(t_of_last(y, np.column_stack([other, own])))
        orders = qap.permutations(SIZE, times, 3).back
        dealt = [t_of_last(y, np.column_stack([other, rest[np.ix_(p, p)][cells]])) for p in orders]
        plain.append((1 + sum(abs(t) >= observed for t in dealt)) / (1 + times))

    assert [c.p for c in qap.regress(outcome, causes, times, 3)] == pytest.approx(plain)


def test_a_cause_that_says_the_same_twice_is_taken_once():
    found = qap.regress(at_random(1), (at_random(2), at_random(2), groups(3)), 9, 1)

    assert [c.name for c in found] == ["ties", "groups"]


def test_nothing_explains_an_outcome_without_variation():
    assert qap.regress(of(np.zeros((SIZE, SIZE))), (at_random(1),), 9, 1) == ()


def test_the_same_seed_gives_the_same_permutations():
    first, second = (qap.permutations(9, 4, 7).order for _ in range(2))

    assert np.array_equal(first, second)
    assert not np.array_equal(first, qap.permutations(9, 4, 8).order)
