"""What sections draw from: the view, the words, the cover, and names as they can be printed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from analysis.model import Evidence, Finding
from analysis.privacy import View
from analysis.results import PairRow, UnitRow
from reports import facts, text
from reports.agreed import Advised, Plan
from reports.blocks import Logo
from reports.brand import PLAIN, Brand
from reports.plain import clean, isolated
from reports.wording import Wording, load

MOST_FINDINGS, MOST_ACTIONS = 5, 3
OF_A_KIND = 2
MOST_UNITS = 50


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says: whose survey, when, for whom; empty parts are left out.

    ``on`` is the day of the report, never today's by itself; ``language`` names a file of
    templates/wording, and ``wording`` files that say some of its sentences otherwise; ``brand`` is
    how the client's papers look; ``places`` is where units stood on last year's map, by name, as
    ``reports.sections.team_map.places`` gives, so that they stand there again; ``plan`` is what was
    agreed about the actions.
    """

    client: str
    survey: str = ""
    on: date | None = None
    prepared_for: str = ""
    confidentiality: str = ""
    language: str = "en"
    wording: tuple[Path, ...] = ()
    brand: Brand = PLAIN
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)

    @property
    def words(self) -> Wording:
        """The sentences that the report is written in; Problem where a file of them is wrong."""
        return load(self.language, self.wording)

    def words_for(self, view: View) -> Wording:
        """The same, said as it must be where teams were named in the place of people."""
        return load(self.language, self.wording, view.of)


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that a section may use."""

    view: View
    words: Wording
    cover: Cover
    names: Mapping[str, str]
    as_ids: tuple[str, ...] = ()

    @property
    def client(self) -> str:
        """The firm's name."""
        return isolated(self.cover.client)

    @property
    def logo(self) -> Logo | None:
        """The client's logo, with what it is for who cannot see it."""
        brand = self.cover.brand
        if not brand.logo:
            return None
        name = isolated(brand.name) or self.client
        return Logo(brand.logo, self.words.say("cover.logo", name=name))

    def claim(self, finding: Finding) -> str:
        """The finding in one sentence."""
        return facts.claim(self.words, finding, self.names)


def source(view: View, cover: Cover, words: Wording) -> Source:
    """Names are printed as they are written; with the id where two people share one.

    A name that no bundled font can draw is replaced by the id, and the data sheet says so.
    """
    names, as_ids = {}, []
    often = Counter(clean(name) for name in view.names.values())
    for id_, name in view.names.items():
        plain = clean(name)
        if not plain or text.undrawable(plain):
            names[id_] = clean(id_)
            as_ids.append(id_)
        else:
            names[id_] = (
                isolated(plain) if often[plain] == 1 else f"{isolated(plain)} ({clean(id_)})"
            )
    return Source(view, words, cover, names, tuple(as_ids))


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as the report tells it: with others about the same person taken into it."""

    finding: Finding
    also: tuple[Finding, ...] = ()

    @property
    def anchor(self) -> str:
        """What links to its page lead to."""
        return (
            "finding-"
            + "".join(c if c.isascii() and c.isalnum() else "-" for c in self.finding.id)
            + f"-{abs(hash_of(self.finding))}"
        )


def hash_of(finding: Finding) -> int:
    """A number from the id that is the same in every run."""
    from zlib import crc32

    return crc32(f"{finding.id}|{finding.evidence}".encode())


def told(view: View) -> tuple[Told, ...]:
    """Findings about people and units, the weightiest first; several about one person as one.

    Of one kind no more than ``OF_A_KIND`` get a page while there are others: five times "these two
    departments hardly talk" would hide everything else.
    """
    found = [f for f in view.findings if f.kind not in facts.DATA_KINDS]
    groups: list[list[Finding]] = []
    for finding in sorted(found, key=lambda f: -weight(f)):
        group = next((g for g in groups if _same(g[0], finding)), None)
        if group is None:
            groups.append([finding])
        else:
            group.append(finding)
    return _varied([Told(group[0], tuple(group[1:])) for group in groups])


def _varied(ranked: Sequence[Told]) -> tuple[Told, ...]:
    """The same, with those that have a page of their own in front."""
    ahead: list[Told] = []
    for one in ranked:
        alike = sum(other.finding.kind == one.finding.kind for other in ahead)
        if alike < OF_A_KIND and len(ahead) < MOST_FINDINGS:
            ahead.append(one)
    rest = [one for one in ranked if one not in ahead]
    front = [*ahead, *rest[: MOST_FINDINGS - len(ahead)]]
    return tuple(sorted(ranked, key=lambda one: one not in front))


HELPED, UNTRIED, NOTHING = 1.0, 0.9, 0.7


def weight(finding: Finding) -> float:
    """What puts findings in order: how much it matters, how sure we are, what can be done."""
    return finding.severity * finding.confidence * _doable(finding)


def _doable(finding: Finding) -> float:
    """1 where an action did more than chance when tried, 0.9 where another is there, else 0.7."""
    tried = [action.effect for action in finding.recommendations if action.effect]
    if any(abs(e.after - e.before) > abs(e.random - e.before) for e in tried):
        return HELPED
    return UNTRIED if finding.recommendations else NOTHING


def _same(first: Finding, second: Finding) -> bool:
    """Whether both are about one person (without names: the same unit and number), or one silo."""
    if first.subject.id or second.subject.id:
        same_type = first.subject.type == second.subject.type
        return same_type and first.subject.id == second.subject.id
    kinds = {first.kind, second.kind}
    if kinds == {"silo", "silo_changed"}:
        return (first.subject.unit_type, first.subject.unit) == (
            second.subject.unit_type,
            second.subject.unit,
        )
    held = {_value(first, "people_cut_off"), _value(second, "people_cut_off")}
    alike = first.subject.unit == second.subject.unit and len(held) == 1 and None not in held
    return alike and kinds == {"bottleneck", "cut_point"}


def _value(finding: Finding, measure: str) -> float | None:
    return next((e.value for e in finding.evidence if e.measure == measure), None)


def about_data(view: View) -> tuple[Finding, ...]:
    """Findings about the answers and the files themselves, what is about the whole firm first."""
    found = (f for f in view.findings if f.kind in facts.DATA_KINDS)
    return tuple(sorted(found, key=lambda f: not too_few_answered(f)))


def too_few_answered(finding: Finding) -> bool:
    """Whether it says that the firm as a whole answered too little."""
    return finding.kind == "low_response" and not finding.subject.unit


def actions(view: View) -> tuple[Advised, ...]:
    """Every action once, those that answer the weightiest findings first, one each at first."""
    data = about_data(view)
    if any(too_few_answered(f) for f in data):  # one reminder goes to all
        data = tuple(f for f in data if f.kind != "low_response" or too_few_answered(f))
    findings = [f for t in told(view) for f in (t.finding, *t.also)] + list(data)
    deepest = max((len(f.recommendations) for f in findings), default=0)
    seen: set[tuple[object, ...]] = set()
    out = []
    for depth in range(deepest):
        for finding in findings:
            if depth >= len(finding.recommendations):
                continue
            action = finding.recommendations[depth]
            key = (action.kind, action.people, action.units, action.effect)
            alike = key if action.people or action.units or action.effect else (action.kind,)
            if alike not in seen:
                seen.add(alike)
                out.append(Advised(action, finding))
    return tuple(out)


def shown_type(view: View) -> str:
    """The kind of unit that the map and the matrix show: departments, else the most detailed
    kind with 2 to 50 units. In a view of one unit, that unit's kind."""
    if view.about:
        return view.about.unit_type
    count = Counter(row.unit_type for row in view.units)
    if count["department"] >= 2:
        return "department"
    fitting = {kind: n for kind, n in count.items() if 2 <= n <= MOST_UNITS}
    return max(fitting, key=lambda kind: (fitting[kind], kind)) if fitting else ""


def units(view: View) -> tuple[UnitRow, ...]:
    """The units of that kind, the largest 50, in alphabetical order."""
    kind = shown_type(view)
    rows = sorted((r for r in view.units if r.unit_type == kind), key=lambda r: (-r.people, r.unit))
    return tuple(sorted(rows[:MOST_UNITS], key=lambda row: row.unit))


def pairs(view: View) -> dict[tuple[str, str], PairRow]:
    """Ties between units of that kind."""
    kind = shown_type(view)
    return {(r.from_unit, r.to_unit): r for r in view.pairs if r.unit_type == kind}


def response(view: View) -> Evidence:
    """The share who answered, with how many were asked."""
    found = view.figure("response_rate")
    if found:
        return found
    return Evidence("response_rate", view.answered / max(view.headcount, 1), view.headcount)
