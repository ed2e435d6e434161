"""The figure that stands with a finding: contacts of a unit, one among all, what comes apart."""

from collections.abc import Callable, Iterator
from statistics import median

from analysis.model import Finding
from reports import charts, facts, text
from reports.blocks import Block, Figure, Text
from reports.charts import Bar
from reports.ledger import marked_digits
from reports.lineage import counted, traced
from reports.plain import bare, isolated
from reports.sections.changes import slope
from reports.source import Source
from reports.style import CONTENT_WIDTH

MOST_BARS = 7
MOST_SENTENCES = 3
NAMES_OF_PAIRS = 0.52  # of the figure's width at most
OUTLIERS = 3  # the highest of all, named beside whom a finding is about
WIDE = 0.58
ROOM = (CONTENT_WIDTH - 22) * WIDE  # the left column of a finding's page


def picture(source: Source, finding: Finding) -> Iterator[Block]:
    """The figure for this kind, where the view holds what it needs."""
    return PICTURES.get(finding.kind, in_words)(source, finding)


def in_words(source: Source, finding: Finding) -> Iterator[Block]:
    """The figures as sentences, where there is nothing to draw or no room."""
    known = facts.of_finding(source.words, finding, source.names)
    told = [e for e in finding.evidence if not e.measure.startswith("p_")]
    for evidence in told[:MOST_SENTENCES]:
        yield Text(source.words.reads(evidence, known))


def _contacts(source: Source, finding: Finding) -> Iterator[Block]:
    """Contacts of a unit with each other unit, both directions, against chance."""
    words, subject = source.words, finding.subject
    rows = _bars(source, subject.unit_type, subject.unit)
    if not rows:
        yield from in_words(source, finding)
        return
    unit = isolated(subject.unit)
    one = facts.unit_type(words, subject.unit_type)
    many = facts.unit_type(words, subject.unit_type, many=True)
    listed = "; ".join(
        words.say(
            "finding.contacts_one", unit=row.name, found=row.said, expected=round(row.expected)
        )
        for row in rows
    )
    yield Text(words.say("finding.contacts", unit=unit, type=one, types=many), "body")
    yield Figure(
        charts.bars(rows, ROOM),
        bare(words.say("finding.contacts_alt", unit=unit, types=many, list=listed)),
        words.say("finding.contacts_caption"),
    )


def _bars(source: Source, unit_type: str, unit: str) -> list[Bar]:
    found: dict[str, list[float]] = {}
    for row in source.view.pairs:
        if row.unit_type == unit_type and (row.from_unit == unit) != (row.to_unit == unit):
            other = row.to_unit if row.from_unit == unit else row.from_unit
            ties, expected = found.setdefault(other, [0, 0])
            found[other] = [ties + row.ties, expected + row.expected]
    say = source.words.say
    rows = [
        Bar(
            isolated(name),
            ties,
            str(round(ties)),
            expected,
            say("finding.contacts_chance", expected=round(expected)),
        )
        for name, (ties, expected) in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.expected, bare(row.name)))[:MOST_BARS]


def _place(source: Source, finding: Finding) -> Iterator[Block]:
    """A person's lines of contact among everybody's."""
    return _among(source, finding, "betweenness")


def _load(source: Source, finding: Finding) -> Iterator[Block]:
    """By how many a person is named, among everybody."""
    return _among(source, finding, "in_degree")


def _among(source: Source, finding: Finding, measure: str) -> Iterator[Block]:
    """Everybody as a dot by this measure; the person marked, the next highest named."""
    words, id_ = source.words, finding.subject.id
    ids = [row.person_id for row in source.view.people]
    if id_ not in ids:
        yield from in_words(source, finding)
        return
    values = [getattr(row, measure) for row in source.view.people]
    here, name = ids.index(id_), source.names[id_]
    said = words.say(
        "finding.position_alt",
        measure=words.measure(measure).lower(),
        name=name,
        value=words.number(measure, values[here]),
        median=words.number(measure, median(values)),
    )
    order = sorted(range(len(values)), key=lambda i: (-values[i], i))
    others = [i for i in order[:OUTLIERS] if i != here]
    named = [(i, source.names.get(ids[i], ids[i])) for i in (here, *others)]
    scale = charts.Scale(_ticks(source, measure, max(values)), words.measure(measure))
    yield Text(words.say("finding.position", name=name, people=counted(len(ids), "people.csv")))
    yield Figure(
        charts.strip(values, named, scale, ROOM),
        bare(said),
        words.say("finding.position_caption", name=name),
    )


def _ticks(source: Source, measure: str, highest: float) -> tuple[tuple[float, str], ...]:
    """Nought, the highest of all, and half of that."""
    top = traced(highest, ("highest", "people.csv", measure))
    nought = marked_digits(source.words.number(measure, 0.0), "place", "axis")
    return ((0.0, nought), *((x, source.words.number(measure, x)) for x in (top / 2, top)))


def _cut(source: Source, finding: Finding) -> Iterator[Block]:
    """Two sides and the person between them."""
    words = source.words
    lost = next((e for e in finding.evidence if e.measure == "people_cut_off"), None)
    if lost is None:
        yield from _place(source, finding)
        return
    known = facts.of_finding(words, finding, source.names)
    rest = lost.people - 1 - round(lost.value)
    shown = charts.Cut(
        words.say("finding.cut_rest"),
        rest,
        known["Name"],
        words.say("finding.cut_lost"),
        round(lost.value),
    )
    said = words.say("finding.cut_alt", lost=round(lost.value), rest=rest, name=known["name"])
    yield Text(words.say("finding.cut"))
    yield Figure(charts.cut(shown, ROOM), bare(said), words.say("finding.cut_caption"))


def _then_and_now(source: Source, finding: Finding) -> Iterator[Block]:
    """The unit beside the others, at the last survey and now."""
    found = source.view.changes
    drawn = tuple(slope(source, found.units, ROOM))[1:] if found else ()
    yield from drawn or in_words(source, finding)


def _pair(source: Source, finding: Finding) -> Iterator[Block]:
    """Contacts of two units, each way against chance."""
    words, ends = source.words, finding.subject.units
    found = {e.measure: e for e in finding.evidence}
    ways = [(found.get("ties_forth"), ends), (found.get("ties_back"), ends and ends[::-1])]
    rows = []
    for evidence, way in ways:
        if evidence and way and evidence.expected is not None:
            first, second = (isolated(unit) for unit in way)
            rows.append(
                Bar(
                    words.say("matrix.from_to", first=first, second=second),
                    evidence.value,
                    str(round(evidence.value)),
                    evidence.expected,
                    words.say("finding.contacts_chance", expected=round(evidence.expected)),
                )
            )
    if not rows or any(text.width(row.name, charts.NAME) > NAMES_OF_PAIRS * ROOM for row in rows):
        yield from in_words(source, finding)
        return
    known = facts.of_finding(words, finding, source.names)
    yield Text(words.reads(finding.evidence[0], known))
    alt = " ".join(words.reads(e, known) for e in finding.evidence[1:3])
    caption = words.say("finding.contacts_caption")
    yield Figure(charts.bars(rows, ROOM, NAMES_OF_PAIRS), bare(alt), caption)


PICTURES: dict[str, Callable[[Source, Finding], Iterator[Block]]] = {
    "silo": _contacts,
    "silo_changed": _then_and_now,
    "bottleneck": _cut,
    "hidden_broker": _place,
    "cut_point": _cut,
    "missing_link": _pair,
    "overload": _load,
}
