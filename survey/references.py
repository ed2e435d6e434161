"""Folders of networks with known values, and of planted firms, to validate the analysis on."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.model import Answers, Person, Problem, Roster, Tie
from analysis.network import from_answers
from analysis.planted import read_truth
from analysis.validation.known import Known
from analysis.validation.power import Given
from survey.answers import read_answers
from survey.roster import read_roster

NETWORK_FILES = ("nodes.csv", "edges.csv", "reference.json")
FIRM_FILES = ("roster.csv", "answers.csv", "truth.json")
PLAIN = ("id", "name", "answered")
ROLES = {
    "coordinator": "w_I",
    "consultant": "w_O",
    "representative": "b_IO",
    "gatekeeper": "b_OI",
    "liaison": "b_O",
}
# Column of people.csv: where reference.json has it.
COLUMNS = {
    "in_degree": ("degree", "in"),
    "out_degree": ("degree", "out"),
    "betweenness": ("betweenness", "directed"),
    "betweenness_undirected": ("betweenness", "undirected"),
    "constraint": ("burt", "constraint_directed"),
    "effective_size": ("burt", "effective_size_undirected"),
    "core_number": ("kcore", "core_number"),
    "simmelian": ("simmelian", "per_node"),
} | {role: ("groups", "department", "gould_fernandez", "counts", c) for role, c in ROLES.items()}


def read_networks(folder: Path) -> tuple[Known, ...]:
    """Every relation of every network in the folder; Problem where there is none, or a bad one.

    A network is a folder with ``nodes.csv`` (id, attributes), ``edges.csv`` (source, target,
    relation) and ``reference.json`` (``views``: by relation its ids and what others computed).
    """
    found = _folders(folder, NETWORK_FILES, "--networks")
    return tuple(known for path in found for known in _read_network(path))


def read_firms(folder: Path) -> tuple[Given, ...]:
    """Every planted firm in the folder: roster.csv, answers.csv and truth.json in each."""
    return tuple(_read_firm(path) for path in _folders(folder, FIRM_FILES, "--planted"))


def _folders(folder: Path, files: Iterable[str], option: str) -> list[Path]:
    """The folders in ``folder`` that hold all these files."""
    wanted = tuple(files)
    mend = f"Name a folder of folders, each with {', '.join(wanted)}."
    if not folder.is_dir():
        raise Problem("there is no such folder", where=f"{option} {folder}", mend=mend)
    found = [path for path in sorted(folder.iterdir()) if all((path / f).is_file() for f in wanted)]
    if not found:
        raise Problem("nothing in it can be validated", where=f"{option} {folder}", mend=mend)
    return found


def _read_network(folder: Path) -> list[Known]:
    try:
        data = json.loads((folder / "reference.json").read_text(encoding="utf-8"))
        nodes, edges = (_rows(folder / name) for name in NETWORK_FILES[:2])
        people = {row["id"]: row for row in nodes}
        views = data["views"].items()
        return [
            _known(f"{folder.name}, {name}", name, view, (people, edges)) for name, view in views
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}."
        mend = "docs/validation/networks.md has its layout. Or take it out of the folder."
        raise Problem("a network can't be read", where=str(folder), why=why, mend=mend) from error


def _known(
    title: str,
    relation: str,
    view: Mapping[str, Any],
    tables: tuple[Mapping[str, dict[str, str]], list[dict[str, str]]],
) -> Known:
    people, edges = tables
    directed = bool(view["definition"]["directed"])
    arcs = [(row["source"], row["target"]) for row in edges if row["relation"] == relation]
    arcs += [] if directed else [(target, source) for source, target in arcs]
    roster = Roster(tuple(_person(people[id_]) for id_ in view["ids"]))
    ties = tuple(Tie(source, target, relation) for source, target in dict.fromkeys(arcs))
    answers = Answers(ties, {relation: frozenset(view["ids"])})
    return Known(
        "given", title, from_answers(roster, answers).relation(), directed, reference(view)
    )


def _person(row: Mapping[str, str]) -> Person:
    """An empty value is an absent attribute."""
    homes = {key: value for key, value in row.items() if key not in PLAIN and value}
    return Person(row["id"], row.get("name") or row["id"], homes)


def reference(view: Mapping[str, Any]) -> dict[str, list[float | None]]:
    """What others found, by column of people.csv, as far as the file has it."""
    found = {column: _look_up(view, path) for column, path in COLUMNS.items()}
    known = {column: values for column, values in found.items() if values is not None}
    cut = _look_up(view, ("cut", "articulation_points_networkx"))
    if cut is not None:
        known["cut_point"] = [float(id_ in set(cut)) for id_ in view["ids"]]
    return known


def _look_up(view: Any, path: Iterable[str]) -> list[Any] | None:
    for key in path:
        if not isinstance(view, Mapping) or key not in view:
            return None
        view = view[key]
    return list(view)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_firm(folder: Path) -> Given:
    try:
        truth = read_truth(folder / "truth.json")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}."
        mend = "docs/planted-firms.md has its layout."
        raise Problem("the truth can't be read", where=str(folder), why=why, mend=mend) from error
    reading = read_roster(folder / "roster.csv")
    answers = read_answers(folder / "answers.csv", reading.roster)
    faults = (*reading.faults, *answers.faults)
    return Given(folder.name, from_answers(reading.roster, answers), truth, faults)
