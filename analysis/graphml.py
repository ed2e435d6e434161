"""The network as GraphML, for Gephi, igraph, R and whatever else reads it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

import numpy as np

from analysis.model import Person
from analysis.network import Network

# Characters that XML 1.0 has no way to hold.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TYPES = {str: "string", bool: "boolean", int: "long", float: "double"}
IN_QUOTES = {'"': "&quot;", "\t": "&#09;", "\n": "&#10;", "\r": "&#13;"}
SCHEMA = "http://graphml.graphdrawing.org/xmlns"
BEGIN = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    f'<graphml xmlns="{SCHEMA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{SCHEMA} {SCHEMA}/1.0/graphml.xsd">\n'
)
Facts = Mapping[str, str | bool | int | float]
Keys = dict[tuple[str, str, str], str]  # name, type and what it is of: as what the file calls it


def graphml(network: Network, questions: Sequence[str] = (), min_value: float = 0.0) -> str:
    """The ties as GraphML: people with their attributes, one edge from whoever names to whom.

    Each edge has the value of every chosen question in which the tie was named
    (``value_<question>``) and, as ``weight``, the highest of them; a higher value is a stronger
    tie, never a distance. Written here, not by networkx, whose graph would take most of the memory
    of a large firm.
    """
    keys: Keys = {}
    answered = network.relation(questions, min_value).answered.tolist()
    people = zip(network.roster.people, answered, strict=True)
    lines = [_node(person, _facts(person, did), keys) for person, did in people]
    lines += (_edge(*ends, facts, keys) for ends, facts in _edges(network, questions, min_value))
    named = [_key(*key, place) for key, place in reversed(keys.items())]
    begin = [BEGIN, *named, '  <graph edgedefault="directed">\n']
    return "".join([*begin, *lines, "  </graph>\n</graphml>\n"])


def _facts(person: Person, answered: bool) -> Facts:
    facts = {"level": person.level, "manager_id": person.manager_id}
    known = {k: v for k, v in facts.items() if v is not None}
    return {"name": person.name, **person.attributes, "answered": answered, **known}


def _edges(
    network: Network, questions: Sequence[str], min_value: float
) -> Iterator[tuple[tuple[str, str], Facts]]:
    """Who names whom and how strongly, in the order of the roster."""
    ids, size = network.roster.ids, len(network.roster.people)
    picked = np.array([not questions or name in questions for name in network.questions])
    counts = picked[network.question] & (network.value >= min_value) & (network.value > 0)
    which = np.flatnonzero(counts & (network.source != network.target))
    pair = network.source[which] * size + network.target[which]
    order = np.argsort(pair, kind="stable")
    ties = zip(
        pair[order].tolist(),
        network.question[which[order]].tolist(),
        network.value[which[order]].tolist(),
        strict=True,
    )
    for spot, told in groupby(ties, key=lambda tie: tie[0]):
        facts: dict[str, float] = {}
        for _, question, value in told:
            facts[f"value_{network.questions[question]}"] = value
            facts["weight"] = max(value, facts.get("weight", value))
        yield (ids[spot // size], ids[spot % size]), facts


def _node(person: Person, facts: Facts, keys: Keys) -> str:
    return f'    <node id="{_quoted(person.id)}">\n{_data("node", facts, keys)}    </node>\n'


def _edge(source: str, target: str, facts: Facts, keys: Keys) -> str:
    ends = f'source="{_quoted(source)}" target="{_quoted(target)}"'
    return f"    <edge {ends}>\n{_data('edge', facts, keys)}    </edge>\n"


def _data(part: str, facts: Facts, keys: Keys) -> str:
    """What is known of a person or a tie; a name that was not met before becomes a key."""
    lines = []
    for name, value in facts.items():
        key = keys.setdefault((name, TYPES[type(value)], part), f"d{len(keys)}")
        lines.append(f'      <data key="{key}">{_text(value)}</data>\n')
    return "".join(lines)


def _key(name: str, kind: str, part: str, place: str) -> str:
    facts = f'for="{part}" attr.name="{_quoted(name)}" attr.type="{kind}"'
    return f'  <key id="{place}" {facts} />\n'


def _text(value: str | bool | int | float) -> str:
    return escape(NOT_XML.sub("", value)) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    return escape(NOT_XML.sub("", text), IN_QUOTES)
