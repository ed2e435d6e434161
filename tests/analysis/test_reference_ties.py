"""What explains ties, and key players, on real networks against R sna and exhaustive search.

The networks lie in the folder named by TIEWISE_NETWORKS and stay out of the repository.
"""

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from analysis import key_players, qap

FOLDER = os.environ.get("TIEWISE_NETWORKS", "")
TIMES = 2000

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="TIEWISE_NETWORKS does not name a folder with reference networks"
)


def rows(network: str, file: str) -> list[dict[str, str]]:
    with (Path(FOLDER) / network / file).open(encoding="utf-8") as text:
        return list(csv.DictReader(text))


def ties(network: str, relation: str) -> qap.Pattern:
    place = {row["id"]: i for i, row in enumerate(rows(network, "nodes.csv"))}
    matrix = np.zeros((len(place), len(place)))
    for row in rows(network, "edges.csv"):
        if row["relation"] == relation:
            matrix[place[row["source"]], place[row["target"]]] = 1
    np.fill_diagonal(matrix, 0)
    return qap.of_ties(relation, sparse.csr_array(matrix))


def sharing(network: str, column: str) -> qap.Pattern:
    values = [row[column] for row in rows(network, "nodes.csv")]
    return qap.of_groups(column, np.unique(values, return_inverse=True)[1])


# Coefficients and p of R sna's netlm with QAP double semi-partialling; p within Monte Carlo error.
@pytest.mark.parametrize(
    ("cause", "value", "p"),
    [("friendship", 0.145, 0.10), ("reports_to", 0.506, 0.0), ("department", -0.062, 0.36)],
)
def test_what_explains_advice_at_krackhardts_firm(cause, value, p):
    network = "krackhardt_hightech"
    causes = (
        ties(network, "friendship"),
        ties(network, "reports_to"),
        sharing(network, "department"),
    )
    found = {c.name: c for c in qap.regress(ties(network, "advice"), causes, TIMES, 1)}[cause]

    assert found.value == pytest.approx(value, abs=0.0006)
    assert found.p == pytest.approx(p, abs=0.03)


def upwards(network: str) -> qap.Pattern:
    """Pairs in which an associate would go to a partner."""
    partner = np.array([row["status"] == "partner" for row in rows(network, "nodes.csv")])
    return qap.of_ties("upwards", sparse.csr_array((~partner[:, None] & partner).astype(float)))


# The reference holds constant that associates go up to partners.
@pytest.mark.parametrize(
    ("cause", "value"),
    [
        ("cowork", 0.338),
        ("friendship", 0.322),
        ("office", 0.062),
        ("practice", 0.079),
        ("status", 0.156),
    ],
)
def test_what_explains_advice_at_lazegas_law_firm(cause, value):
    network = "lazega_lawfirm"
    others = [sharing(network, column) for column in ("office", "practice", "status")]
    known = (ties(network, "cowork"), ties(network, "friendship"), *others, upwards(network))
    found = {c.name: c for c in qap.regress(ties(network, "advice"), known, TIMES, 1)}[cause]

    assert found.value == pytest.approx(value, abs=0.0006)
    assert found.p < 0.01


VIEWS = [
    ("krackhardt_kite", "tie"),
    ("florentine_families", "business"),
    ("zachary_karate", "tie"),
    ("krackhardt_hightech", "advice"),
]


@pytest.mark.parametrize(("network", "relation"), VIEWS)
def test_three_well_chosen_people_reach_what_the_best_three_do(network, relation):
    said = json.loads((Path(FOLDER) / network / "reference.json").read_text(encoding="utf-8"))
    best = said["views"][relation]["key_player"]["KPPPOS_k3_exhaustive"]["DR"]
    pattern = ties(network, relation)
    ones = np.ones(len(pattern.rows))
    matrix = sparse.csr_array((ones, (pattern.rows, pattern.columns)), shape=(pattern.size,) * 2)

    found = key_players.furthest_reaching(matrix.maximum(matrix.T).tocsr(), 3)

    assert found.value <= best + 1e-9
    assert found.value >= 0.99 * best
