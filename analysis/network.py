"""People and ties as graphs: by question and together, by unit, and who did not answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.model import Answers, Person, Problem, Roster, Tie

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


def both_ways(ties: sparse.csr_array) -> sparse.csr_array:
    """The symmetrised ties: there if either of the two named the other."""
    symmetric: sparse.csr_array = ties.maximum(ties.T).tocsr()
    symmetric.sort_indices()
    return symmetric


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """The ties of one question, or of several together, among everybody on the roster.

    ``ties`` is a people × people 0/1 matrix (CSR, row names column, empty diagonal);
    ``answered`` says whose row is an answer. Somebody who did not answer has an empty row that
    means nothing, and can still be named.
    """

    name: str
    roster: Roster
    ties: sparse.csr_array
    answered: BoolArray

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.roster.people)

    @property
    def both_ways(self) -> sparse.csr_array:
        """The symmetrised ties: there if either of the two named the other."""
        return both_ways(self.ties)

    @property
    def arcs(self) -> tuple[IntArray, IntArray]:
        """Who names whom, as two arrays of positions in the roster, sorted."""
        rows = np.repeat(np.arange(self.size), np.diff(self.ties.indptr))
        return rows, self.ties.indices.astype(np.int64)

    def units(self, unit_type: str) -> tuple[tuple[str, ...], IntArray]:
        """Unit names in alphabetical order, and each person's unit (-1 where it is missing)."""
        homes = [person.attributes.get(unit_type, "") for person in self.roster.people]
        names = tuple(sorted({home for home in homes if home}))
        position = {name: i for i, name in enumerate(names)}
        return names, np.array([position.get(home, -1) for home in homes], dtype=np.int64)

    def graph(self) -> "nx.DiGraph":
        """The same as a networkx graph, nodes and edges inserted in order."""
        return to_graph(self)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """All the ties of a survey, question by question; ``relation`` picks some of them.

    ``source``, ``target`` and ``question`` are positions in the roster and in ``questions``, one
    entry a tie, ``value`` its strength. ``answered`` is questions × people.
    """

    roster: Roster
    questions: tuple[str, ...]
    source: IntArray
    target: IntArray
    question: IntArray
    value: FloatArray
    answered: BoolArray

    def relation(self, questions: Sequence[str] = (), min_value: float = 0.0) -> Relation:
        """The ties of ``questions`` (all of them if none are named) of at least ``min_value``.

        A value of 0 means "never" on a scale that has it, and is never a tie. Somebody counts as
        having answered if any of the questions was answered.
        """
        chosen = tuple(questions) or self.questions
        unknown = [name for name in chosen if name not in self.questions]
        if unknown:
            raise Problem(
                f"nobody answered a question called {unknown[0]!r}",
                mend=f"The questions in the answers are: {', '.join(self.questions)}.",
            )
        picked = np.array([name in chosen for name in self.questions], dtype=bool)
        keep = picked[self.question] & (self.value >= min_value) & (self.value > 0)
        ties = _matrix(len(self.roster.people), self.source[keep], self.target[keep])
        return Relation(" + ".join(chosen), self.roster, ties, self.answered[picked].any(axis=0))


def _matrix(size: int, source: IntArray, target: IntArray) -> sparse.csr_array:
    """A 0/1 CSR matrix with sorted columns, no diagonal and no duplicates."""
    off = source != target
    pairs = np.unique(source[off] * size + target[off])
    ones = np.ones(len(pairs))
    matrix = sparse.csr_array((ones, (pairs // size, pairs % size)), shape=(size, size))
    matrix.sort_indices()
    return matrix


def from_answers(roster: Roster, answers: Answers) -> Network:
    """A network of everybody on the roster; the answers must name nobody else."""
    position = {id_: i for i, id_ in enumerate(roster.ids)}
    questions = answers.questions
    column = {name: i for i, name in enumerate(questions)}
    ties = sorted(answers.ties, key=lambda t: (column[t.question], t.source, t.target))
    answered = np.zeros((len(questions), len(roster.people)), dtype=bool)
    for name, ids in answers.answered.items():
        answered[column[name], [position[id_] for id_ in ids]] = True
    return Network(
        roster,
        questions,
        np.array([position[t.source] for t in ties], dtype=np.int64),
        np.array([position[t.target] for t in ties], dtype=np.int64),
        np.array([column[t.question] for t in ties], dtype=np.int64),
        np.array([t.value for t in ties], dtype=np.float64),
        answered,
    )


def to_graph(relation: Relation) -> "nx.DiGraph":
    """A networkx DiGraph with ids as nodes and name and attributes on them."""
    import networkx as nx

    graph = nx.DiGraph()
    for person, answered in zip(relation.roster.people, relation.answered, strict=True):
        facts: Mapping[str, object] = {**person.attributes, "answered": bool(answered)}
        graph.add_node(person.id, name=person.name, **facts)
    ids = relation.roster.ids
    graph.add_edges_from((ids[i], ids[j]) for i, j in zip(*relation.arcs, strict=True))
    return graph


def as_network(ties: "Network | nx.DiGraph | tuple[pd.DataFrame, pd.DataFrame]") -> Network:
    """A Network from any of the forms that ``analyse`` takes; Problem if there is nothing in it."""
    if isinstance(ties, Network):
        network = ties
    elif isinstance(ties, tuple):
        network = from_frames(*ties)
    else:
        network = from_graph(ties)
    if not network.roster.people:
        raise Problem("there is nobody on the roster", mend="Add people to the roster.")
    if not network.answered.any():
        raise Problem(
            "nobody answered",
            why="Without a single answer there is no network.",
            mend="Check that the answers belong to this roster.",
        )
    return network


def from_graph(graph: "nx.Graph", question: str = "tie") -> Network:
    """A network from a graph: nodes may carry name, answered (default yes) and attributes.

    Ties from somebody who did not answer are not answers and are left out; an undirected edge is
    a tie from either end.
    """
    plain = {"name", "answered"}
    people = tuple(
        Person(
            str(v),
            str(facts.get("name", v)),
            {key: str(x) for key, x in facts.items() if key not in plain},
        )
        for v, facts in graph.nodes(data=True)
    )
    answered = frozenset(str(v) for v, yes in graph.nodes(data="answered", default=True) if yes)
    directed = graph if graph.is_directed() else graph.to_directed()
    ties = tuple(
        Tie(str(u), str(v), question, float(facts.get("weight", 1.0)))
        for u, v, facts in directed.edges(data=True)
        if u != v and str(u) in answered
    )
    return from_answers(Roster(people), Answers(ties, {question: answered}))


def from_frames(people: "pd.DataFrame", answers: "pd.DataFrame") -> Network:
    """A network from two tables with the columns of the input files (roster and answers).

    People need ``person_id`` and ``name``; answers ``respondent_id``, ``question``, ``alter_id``
    and, if wanted, ``value``. An empty ``alter_id`` is somebody who answered and named nobody.
    """
    plain = {"person_id", "name"}
    rows = people.astype(object).where(people.notna(), "").to_dict("records")
    roster = Roster(
        tuple(
            Person(
                str(row["person_id"]),
                str(row["name"]),
                {str(k): str(x) for k, x in row.items() if k not in plain and x != ""},
            )
            for row in rows
        )
    )
    told = answers.astype(object).where(answers.notna(), "").to_dict("records")
    answered: dict[str, set[str]] = {}
    for row in told:
        answered.setdefault(str(row["question"]), set()).add(str(row["respondent_id"]))
    ties = tuple(
        Tie(
            str(row["respondent_id"]),
            str(row["alter_id"]),
            str(row["question"]),
            float(row.get("value", 1.0) or 1.0),
        )
        for row in told
        if row["alter_id"] != ""
    )
    return from_answers(roster, Answers(ties, {q: frozenset(who) for q, who in answered.items()}))
