"""Every measure on real networks against values that others published or computed.

The networks lie in the folder named by TIEWISE_NETWORKS and stay out of the repository: their
licences differ, and people are in them.
"""

import csv
import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis import chance, communities, measures
from analysis.model import Answers, Person, Roster, Tie
from analysis.network import Relation, from_answers
from analysis.settings import Settings

FOLDER = os.environ.get("TIEWISE_NETWORKS", "")
ROLES = {
    "coordinator": "w_I",
    "consultant": "w_O",
    "representative": "b_IO",
    "gatekeeper": "b_OI",
    "liaison": "b_O",
}

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="TIEWISE_NETWORKS does not name a folder with reference networks"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One relation of one network, and what independent implementations say of it."""

    name: str
    relation: Relation
    values: dict[str, Any]


def references() -> list[Reference]:
    """Every relation of every network in the folder."""
    folders = sorted(Path(FOLDER).glob("*/reference.json")) if FOLDER else []
    return [reference for path in folders for reference in read(path.parent)]


def read(folder: Path) -> list[Reference]:
    data = json.loads((folder / "reference.json").read_text(encoding="utf-8"))
    return [
        Reference(f"{folder.name}-{name}", read_relation(folder, name, view), view)
        for name, view in data["views"].items()
    ]


def read_relation(folder: Path, name: str, view: dict[str, Any]) -> Relation:
    people = {row["id"]: row for row in rows(folder / "nodes.csv")}
    arcs = [(r["source"], r["target"]) for r in rows(folder / "edges.csv") if r["relation"] == name]
    if not view["definition"]["directed"]:
        arcs += [(target, source) for source, target in arcs]
    roster = Roster(tuple(Person(id_, id_, people[id_]) for id_ in view["ids"]))
    ties = tuple(Tie(source, target, name) for source, target in arcs)
    return from_answers(roster, Answers(ties, {name: frozenset(view["ids"])})).relation()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REFERENCES = references()
of_each = pytest.mark.parametrize("reference", REFERENCES, ids=lambda r: r.name)
of_each_grouping = pytest.mark.parametrize(
    ("reference", "unit_type"),
    [(r, unit_type) for r in REFERENCES for unit_type in r.values["groups"]],
    ids=lambda value: value if isinstance(value, str) else value.name,
)


@functools.cache
def measured(name: str) -> dict[str, Any]:
    relation = next(r.relation for r in REFERENCES if r.name == name)
    return dict(measures.people(relation))


def same(ours: Any, theirs: Any) -> None:
    """Equal to 1e-9 relative; where the reference has none, we have none."""
    blank = [np.nan if value is None else value for value in theirs]
    np.testing.assert_allclose(np.asarray(ours, dtype=float), blank, rtol=1e-9, atol=1e-9)


def ways(reference: Reference) -> int:
    """How many arcs a tie of the reference is: it counts those of undirected networks once."""
    return 1 if reference.values["definition"]["directed"] else 2


@of_each
def test_degrees_are_those_of_the_reference(reference: Reference) -> None:
    found, known = measured(reference.name), reference.values["degree"]

    assert found["in_degree"].tolist() == known["in"]
    assert found["out_degree"].tolist() == known["out"]
    assert np.diff(reference.relation.both_ways.indptr).tolist() == known["undirected"]


@of_each
def test_mutual_ties_add_up_to_the_mutual_pairs_of_the_reference(reference: Reference) -> None:
    assert measured(reference.name)["mutual"].sum() == 2 * reference.values["basic"]["mutual_dyads"]


@of_each
def test_directed_betweenness_is_that_of_the_reference(reference: Reference) -> None:
    same(measured(reference.name)["betweenness"], reference.values["betweenness"]["directed"])


@of_each
def test_undirected_betweenness_is_that_of_the_reference(reference: Reference) -> None:
    known = reference.values["betweenness"]["undirected"]

    same(measured(reference.name)["betweenness_undirected"], known)


@of_each
def test_constraint_is_that_of_the_reference(reference: Reference) -> None:
    same(measured(reference.name)["constraint"], reference.values["burt"]["constraint_directed"])


@of_each
def test_effective_size_is_that_of_the_reference(reference: Reference) -> None:
    known = reference.values["burt"]["effective_size_undirected"]

    same(measured(reference.name)["effective_size"], known)


@of_each
def test_core_numbers_are_those_of_the_reference(reference: Reference) -> None:
    found = measured(reference.name)["core_number"].tolist()

    assert found == reference.values["kcore"]["core_number"]


@of_each
def test_cut_points_are_those_of_the_reference(reference: Reference) -> None:
    found = np.flatnonzero(measured(reference.name)["cut_point"])
    names = [reference.relation.roster.ids[i] for i in found]

    assert sorted(names) == sorted(reference.values["cut"]["articulation_points_networkx"])


@of_each
def test_simmelian_ties_are_those_of_the_reference(reference: Reference) -> None:
    found = measured(reference.name)["simmelian"].tolist()

    assert found == reference.values["simmelian"]["per_node"]


@of_each
def test_density_and_reciprocity_are_those_of_the_reference(reference: Reference) -> None:
    basic = reference.values["basic"]

    same([measures.density(reference.relation)], [basic["density_directed"]])
    same([measures.reciprocity(reference.relation)], [basic["reciprocity_arcs_networkx"]])


@of_each_grouping
def test_roles_are_those_of_the_reference(reference: Reference, unit_type: str) -> None:
    found = measures.brokerage(reference.relation, unit_type)
    known = reference.values["groups"][unit_type]["gould_fernandez"]["counts"]

    assert {role: found[role].tolist() for role in ROLES} == {
        role: known[column] for role, column in ROLES.items()
    }


@of_each_grouping
def test_the_ei_index_is_that_of_the_reference(reference: Reference, unit_type: str) -> None:
    known = reference.values["groups"][unit_type]["ei_arcs"]["ei"]

    assert measures.ei_index(reference.relation, unit_type) == pytest.approx(known, abs=1e-9)


@of_each_grouping
def test_ties_across_each_border_are_those_of_the_reference(
    reference: Reference, unit_type: str
) -> None:
    known = reference.values["groups"][unit_type]["degree_preserving_null"]["per_group"]
    units = chance.shuffle_units(reference.relation, unit_type, 1, 1)

    found = dict(zip(units.units, units.outside.tolist(), strict=True))

    assert found == {row["group"]: row["external"] * ways(reference) for row in known}


@of_each_grouping
def test_expected_ties_across_lie_near_the_rewired_mean(
    reference: Reference, unit_type: str
) -> None:
    """The closed form knows no forbidden double ties: in dense firms it is up to a tenth off."""
    known = reference.values["groups"][unit_type]["degree_preserving_null"]["per_group"]
    units = chance.shuffle_units(reference.relation, unit_type, 1, 1)

    found = dict(zip(units.units, units.expected_outside.tolist(), strict=True))

    for row in known:
        mean = row["null_external_mean"] * ways(reference)
        assert found[row["group"]] == pytest.approx(mean, rel=0.12, abs=0.5)


@of_each
def test_a_hundred_runs_of_louvain_reach_what_others_reached(reference: Reference) -> None:
    groups = communities.find(reference.relation, Settings(runs=100, nulls=1, seed=1))
    known = reference.values["communities"]["algorithms"]["python_louvain"]

    assert groups.quality >= known["best_Q"] - 1e-9
    assert groups.stability == pytest.approx(known["mean_pairwise_AMI"], abs=0.12)
