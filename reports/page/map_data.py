"""What the interactive map is drawn from, as plain data: teams, their contacts, people, words.

People and ties are in it only where the graph holds them (analysis.exports.shown decides that).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.exports import Graph
from analysis.results import UnitRow
from reports import facts, maps
from reports.page import places
from reports.plain import bare
from reports.sections.team_map import edges as team_edges
from reports.sections.team_map import nodes as team_nodes
from reports.source import MOST_UNITS, Source, pairs, shown_type, units

QUESTION = "value_"
# Places in the words that the page fills in itself: here they stay as they stand.
PLACES = {
    name: f"{{{name}}}"
    for name in (
        "name", "people", "answered", "share", "found", "expected", "drawn", "all", "count",
        "list", "value",
    )
}  # fmt: skip


def map_data(source: Source, graph: Graph) -> dict[str, Any]:
    """Everything that map.js needs; the same view gives the same data."""
    rows = units(source.view)
    home = _homes(graph, [row.unit for row in rows], shown_type(source.view))
    others = int((home < 0).sum()) if len(home) else 0
    sizes = [row.people for row in rows] + ([others] if others else [])
    middle, radius = places.discs(sizes, team_edges(source))
    team = np.where(home < 0, len(rows), home)
    return {
        "named": graph.named,
        "teams": _teams(source, rows, middle, radius),
        "links": _links(source, rows),
        "others": _others(middle, radius, len(rows)) if others else None,
        **_people(source, graph, team, middle, radius),
        "hidden": hidden(source),
        "words": _words(source),
        "title": bare(source.words.say("cover.title", client=source.client)),
    }


def as_script(data: Mapping[str, Any]) -> str:
    """The data as it may stand inside a script element, whatever names are in it."""
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for risky in "<>&\u2028\u2029":
        said = said.replace(risky, f"\\u{ord(risky):04x}")
    return said


def _homes(graph: Graph, names: Sequence[str], kind: str) -> Any:
    """Each person's team as a place in ``names``, -1 for people in none of them."""
    if not graph.named:
        return np.zeros(0, dtype=np.int64)
    place = {name: i for i, name in enumerate(names)}
    found = (node.facts.get(kind, node.facts.get(f"roster_{kind}", "")) for node in graph.nodes)
    return np.array([place.get(str(home), -1) for home in found], dtype=np.int64)


def _teams(source: Source, rows: Sequence[UnitRow], middle: Any, radius: Any) -> list[Any]:
    ringed = {node.name for node in team_nodes(source) if node.ringed}
    shown = zip(rows, team_nodes(source), strict=True)
    return [
        {
            "name": bare(node.name),
            "people": row.people,
            "answered": row.answered,
            "inside": row.inside_ties,
            "outside": row.outside_ties,
            "share": _rounded(row.inside_share),
            "ratio": _rounded(row.outside_ratio),
            "ringed": node.name in ringed,
            "x": round(float(middle[i, 0])),
            "y": round(float(middle[i, 1])),
            "r": round(float(radius[i])),
        }
        for i, (row, node) in enumerate(shown)
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _links(source: Source, rows: Sequence[UnitRow]) -> list[Any]:
    """A pair of teams each: contacts forth and back, what chance gives, and how it is drawn."""
    found = pairs(source.view)
    names = [row.unit for row in rows]
    worth = {(e.first, e.second) for e in maps.worth_drawing(team_edges(source), len(rows))}
    out = []
    for edge in team_edges(source):
        ends = names[edge.first], names[edge.second]
        forth, back = found.get(ends), found.get(ends[::-1])
        look = "less" if edge.gap else "more" if edge.ratio > 1.25 else "usual"
        out.append(
            {
                "a": edge.first,
                "b": edge.second,
                "forth": forth.ties if forth else 0,
                "back": back.ties if back else 0,
                "expected": round(edge.expected, 1),
                "look": look,
                "worth": (edge.first, edge.second) in worth,
            }
        )
    return out


def _others(middle: Any, radius: Any, at: int) -> dict[str, int]:
    """The disc of people who are in none of the teams shown."""
    return {"x": round(middle[at, 0]), "y": round(middle[at, 1]), "r": round(radius[at])}


def _people(source: Source, graph: Graph, team: Any, middle: Any, radius: Any) -> dict[str, Any]:
    if not graph.named:
        return {"people": None, "ties": None, "questions": []}
    at = {node.id: i for i, node in enumerate(graph.nodes)}
    ends = np.array([(at[e.source], at[e.target]) for e in graph.edges], dtype=np.int64)
    spots = places.people(team, middle, radius, ends.reshape(-1, 2))
    asked = source.view.made.questions
    return {
        "people": {
            "name": [bare(source.names.get(node.id, node.id)) for node in graph.nodes],
            "team": team.tolist(),
            "x": spots[:, 0].round().astype(int).tolist(),
            "y": spots[:, 1].round().astype(int).tolist(),
            "answered": [int(bool(node.facts.get("answered"))) for node in graph.nodes],
        },
        "ties": {
            "from": [int(end) for end in ends.reshape(-1, 2)[:, 0]],
            "to": [int(end) for end in ends.reshape(-1, 2)[:, 1]],
            "values": [
                [float(edge.facts.get(QUESTION + key, 0)) for edge in graph.edges] for key in asked
            ],
        },
        "questions": [bare(facts.question(source.words, key)) for key in asked],
    }


def hidden(source: Source) -> list[str]:
    """What is not on the map, and why, in sentences."""
    words, view = source.words, source.view
    known = {"k": view.policy.k}
    out = [
        words.say(f"silence.hidden_{reason}", count=count, **known)
        for reason, count in view.hidden.items()
        if count and words.has(f"silence.hidden_{reason}")
    ]
    if sum(row.unit_type == shown_type(view) for row in view.units) > MOST_UNITS:
        out.append(words.say("map.other", most=MOST_UNITS))
    if not view.named:
        out.append(words.say("page_map.nobody_named", k=view.policy.k))
    return [bare(line) for line in out]


def _words(source: Source) -> dict[str, str]:
    """What the map says, in the language of the report."""
    words, kind = source.words, shown_type(source.view)
    types = facts.unit_type(words, kind, many=True)
    known = {"type": facts.unit_type(words, kind), "types": types, **PLACES}
    said = {
        key: words.say(f"page_map.script.{key}", **known) for key in words.get("page_map.script")
    }
    legend = ("more", "usual", "less", "ring", "size")
    said |= {f"legend_{key}": words.say(f"map.legend_{key}") for key in legend}
    return {key: bare(text) for key, text in said.items()}
