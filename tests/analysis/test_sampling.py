"""Paths counted from some sources: without bias, and as sure as they say."""

import numpy as np
import pytest
from scipy import sparse

from analysis import engine, missing, sampling
from analysis.network import Relation, from_answers
from analysis.planted import plant


@pytest.fixture(scope="module")
def firm() -> Relation:
    drawn = plant("ordinary", 3, people=400, response=0.85)
    return from_answers(drawn.roster, drawn.answers).relation()


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """400 people count as a large firm."""
    monkeypatch.setattr(sampling, "EXACT_UP_TO", 100)
    monkeypatch.setattr(sampling, "SILENT", 60)
    monkeypatch.setattr(sampling, "OTHERS", 60)


def exact(networks: tuple[sparse.csr_array, ...]) -> np.ndarray:
    return np.array([engine.betweenness(ties) for ties in networks])


def test_the_first_network_is_counted_exactly(firm, small_parts):
    networks = missing.draw(firm, 2, 1).networks

    found = sampling.betweenness(networks, firm.answered)[0]

    assert found == pytest.approx(exact(networks[:1])[0], rel=1e-9, abs=1e-9)


def test_the_same_network_again_is_exact_whatever_the_sources(firm, small_parts):
    networks = (firm.ties,) * 4

    found = sampling.betweenness(networks, firm.answered)

    assert found == pytest.approx(exact(networks), rel=1e-9, abs=1e-6)


def test_estimates_differ_from_counts_by_less_than_networks_from_each_other(firm, small_parts):
    networks = missing.draw(firm, 16, 1).networks
    true = exact(networks)
    top = np.argsort(-true.mean(axis=0))[:30]

    off = (sampling.betweenness(networks, firm.answered) - true)[:, top]

    assert off.std() < true[:, top].std(axis=0).mean()
    assert abs(off.mean()) < 0.03 * true[:, top].mean()


def test_the_stated_error_is_what_estimates_are_off_by(firm):
    true = engine.betweenness(firm.ties)
    top = np.argsort(-true)[: sampling.TOP]
    tried = [sampling.estimate(firm.ties, 80, seed) for seed in range(20)]

    off = np.mean([np.abs(found[top] / true[top] - 1).mean() for found, _ in tried])

    stated = np.mean([error for _, error in tried])
    assert 0.4 * stated < off < 1.2 * stated


def test_every_source_once_is_exact(firm):
    found, _ = sampling.estimate(firm.ties, firm.size, 1)

    assert found == pytest.approx(engine.betweenness(firm.ties), rel=1e-9, abs=1e-9)
