"""The further figures of the whole: by hand, against networkx, and complete."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import Settings, analyse, chart, shape
from analysis.model import Answers, Person, Roster, Tie
from analysis.network import Relation, from_answers, from_graph
from analysis.study import Study
from tests.analysis.small_networks import Sides, bridge, kite, mutual, path, relation, star

QUICK = Settings(runs=3, draws=5, permutations=40, nulls=6)
NORTH_SOUTH = Sides({**dict.fromkeys("abc", "North"), **dict.fromkeys("def", "South")})


def random_relation(seed: int, size: int = 30) -> Relation:
    graph = nx.gnp_random_graph(size, 0.12, seed=seed, directed=True)
    for v in graph:
        graph.nodes[v]["department"] = f"D{v % 3}"
    return from_graph(graph).relation()


def test_one_link_between_two_departments_is_no_backup():
    assert shape.backed_up_pairs(bridge().relation) == 0


def test_two_links_without_a_common_end_are_backup():
    links = relation("two", "abcdef", mutual("ad be"), NORTH_SOUTH)

    assert shape.backed_up_pairs(links) == 1


def test_two_links_of_one_person_are_no_backup():
    links = relation("fan", "abcdef", mutual("ad ae af"), NORTH_SOUTH)

    assert shape.backed_up_pairs(links) == 0


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_backup_is_two_ways_that_share_nobody(seed):
    # Two ties without a common end are a matching of two: networkx finds the largest.
    firm = random_relation(seed, 15)
    names, unit = firm.units("department")
    backed, touching = 0, 0
    for g in range(len(names)):
        for h in range(g):
            graph = nx.Graph(
                (int(i), int(j))
                for i, j in zip(*firm.both_ways.nonzero(), strict=True)
                if (unit[i], unit[j]) == (g, h)
            )
            touching += graph.number_of_edges() > 0
            backed += len(nx.max_weight_matching(graph)) > 1

    assert shape.backed_up_pairs(firm) == (pytest.approx(backed / touching) if touching else None)


def test_the_closedness_of_circles_is_burts_constraint():
    firm = random_relation(3)
    theirs = nx.constraint(firm.graph())
    known = [theirs[v] for v in theirs if len(set(nx.all_neighbors(firm.graph(), v))) > 1]

    assert shape.mean_constraint(firm) == pytest.approx(np.mean(known))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_sought_turning_to_the_sought_is_networkx_assortativity(seed):
    firm = random_relation(seed)

    theirs = nx.degree_pearson_correlation_coefficient(firm.graph(), x="in", y="in")

    assert shape.sought_to_sought(firm) == pytest.approx(theirs)


def test_where_all_are_named_alike_nothing_can_be_said_of_the_sought():
    assert shape.sought_to_sought(relation("ring", "abc", [*mutual("ab bc ca")])) is None


def test_all_ties_of_a_triangle_and_none_of_its_tail_are_simmelian():
    assert shape.simmelian_share(kite().relation) == pytest.approx(6 / 8)


def test_contacts_of_one_department_are_of_no_diversity():
    # Of the six only c and d have contacts in both: two of their own and one other, 1 - 4/9 - 1/9.
    assert shape.contact_diversity(bridge().relation) == pytest.approx(2 / 6 * 4 / 9)


def test_a_star_without_its_middle_is_in_pieces():
    both = star().relation.both_ways

    assert shape.still_together(both, np.array([0])) == 1 / 4
    assert shape.still_together(both, np.array([1])) == 1
    assert shape.still_together(both, np.arange(5)) == 0


def test_resilience_falls_from_all_and_is_counted_among_those_who_remain():
    both = path().relation.both_ways

    curve = shape.resilience(both, [2, 1, 3, 0, 4])

    assert curve[0] == 1
    assert curve[4] == 1 / 2  # a fifth of five has left: the middle
    assert len(curve) == 11


def reach(ties: np.ndarray) -> np.ndarray:
    graph = nx.from_numpy_array(ties, create_using=nx.DiGraph)
    out = np.zeros(ties.shape, dtype=bool)
    for v in graph:
        out[v, list(nx.descendants(graph, v))] = True
    return out


def plain_lubness(ties: np.ndarray) -> float:
    """Krackhardt's definition over all pairs, person by person."""
    above = reach(ties) | np.eye(len(ties), dtype=bool)
    graph = nx.from_numpy_array(ties, create_using=nx.DiGraph)
    lacking = most = 0
    for piece in nx.weakly_connected_components(graph):
        people = sorted(piece)
        most += (len(people) - 1) * (len(people) - 2) / 2
        for i, v in enumerate(people):
            for w in people[i + 1 :]:
                common = np.flatnonzero(above[:, v] & above[:, w])
                lacking += not any(above[common, u].all() for u in common)
    return 1 - lacking / most if most else 1.0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.05, 0.12, 0.25]))
def test_krackhardts_measures_by_knots_are_those_person_by_person(seed, share):
    ties = (np.random.default_rng(seed).random((12, 12)) < share).astype(float)
    np.fill_diagonal(ties, 0)
    way = reach(ties)
    np.fill_diagonal(way, False)
    either, both = (way | way.T).sum(), (way & way.T).sum()

    assert chart.lubness(sparse.csr_array(ties)) == pytest.approx(plain_lubness(ties))
    assert chart.hierarchy(sparse.csr_array(ties)) == pytest.approx(
        1 - both / either if either else 1
    )


def firm(seed: int = 1) -> Study:
    rng = np.random.default_rng(seed)
    people = tuple(
        Person(f"p{i:02}", "", {"department": f"D{i % 3}"}, manager_id="p00" if i else None)
        for i in range(45)
    )
    named = np.argwhere(rng.random((45, 45)) < 0.12)
    ties = tuple(
        Tie(f"p{i:02}", f"p{j:02}", "q", float(rng.integers(1, 5))) for i, j in named if i != j
    )
    network = from_answers(Roster(people), Answers(ties, {"q": frozenset(p.id for p in people)}))
    return Study(network, QUICK)


def test_every_figure_says_its_people_its_question_and_what_it_stands_beside():
    found = shape.figures(firm())

    assert len(found) > 10
    assert all(e.relation == "q" and e.people > 0 for e in found)
    assert all(e.expected is not None and e.against for e in found)


def test_random_firms_lie_in_the_range_of_chance():
    inside = [
        e.low <= e.value <= e.high
        for seed in range(8)
        for e in shape.figures(firm(seed))
        if e.low is not None and e.against == shape.chance.REWIRED
    ]

    assert np.mean(inside) > 0.85


def test_a_firm_without_ties_has_no_shape():
    people = tuple(Person(x, x) for x in "abcdefghijkl")
    network = from_answers(Roster(people), Answers((), {"q": frozenset("abcdefghijkl")}))

    measures = {e.measure for e in shape.figures(Study(network, QUICK))}

    assert not {"mean_constraint", "still_together", "simmelian_share"} & measures


def test_the_same_seed_gives_the_same_further_figures():
    network = firm().network

    first, second = (analyse(network, QUICK) for _ in range(2))

    assert first.further == second.further
    assert first.organisation == second.organisation


def test_another_seed_gives_other_chance_and_the_same_values():
    network = firm().network
    first, second = (analyse(network, replace(QUICK, seed=s)).further for s in (1, 2))

    assert [q.confirmed for q in first.questions] == [q.confirmed for q in second.questions]
    assert [c.value for c in first.causes] == [c.value for c in second.causes]
    assert first.spread != second.spread
