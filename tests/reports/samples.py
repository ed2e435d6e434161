"""Views to draw: planted firms analysed once, and shapes that reports must survive."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from analysis import Settings, Wave, analyse
from analysis.model import (
    Answers,
    Evidence,
    Finding,
    NotSaid,
    Person,
    Recommendation,
    Roster,
    Subject,
)
from analysis.network import from_answers
from analysis.planted import demo_firm, plant, plant_pair
from analysis.planted.pairs import Turn
from analysis.privacy import ANALYST, MANAGER, Policy, View, view
from analysis.results import PairRow, Results, UnitRow
from analysis.wave_rows import Change

HOSTILE = (
    '<script>alert(1)</script> & "Co"',
    '=HYPERLINK("http://x","y")',
    "Ann <b",
    "محمد الهاشمي",
    "שרה כהן",
    "Zoe\u0301 Nguye\u0302\u0303n",
    "Łukasz Żółć",
    "Дарья Ли",
)
QUICK = Settings(seed=1, runs=20, draws=20, permutations=200, nulls=20)


@cache
def demo() -> Results:
    """The demonstration firm: 120 people, 84 % response."""
    firm = demo_firm(1)
    return analyse(from_answers(firm.roster, firm.answers), QUICK)


@cache
def planted(case: str) -> Results:
    """A planted firm of this case."""
    firm = plant(case, 1)
    return analyse(from_answers(firm.roster, firm.answers), QUICK, faults=firm.answers.faults)


@cache
def compared(case: str = "changed") -> Results:
    """A firm of 150 with an earlier survey to compare with."""
    pair = plant_pair(case, Turn(150, (0.92, 0.85), 3))
    before, now = (from_answers(w.roster, w.answers) for w in (pair.before, pair.now))
    figures = {e.measure: e.value for e in analyse(before, QUICK).organisation}
    return analyse(now, QUICK, before=Wave(before, figures, {}, "Spring survey 2025"))


@cache
def every_change() -> Results:
    """A firm in which each figure that can change went up, or down."""
    base = compared()
    changes = base.changes
    assert changes is not None
    rows = [replace(row, now=row.before * times, half=0.0, least=0.0)
            for row in (*changes.whole, changes.pairs[0]) for times in (0.5, 1.5)]  # fmt: skip
    found = [_changed(base, row) for row in rows if row.measure != "reciprocity"]
    return replace(base, findings=(*base.findings, *found))


def _changed(base: Results, row: Change) -> Finding:
    names = {"mean_out_degree": "contacts_each"}
    shown = Evidence(names.get(row.measure, row.measure), row.now, row.people, row.before)
    pair = row.units[:2]
    subject = (
        Subject("pair", unit_type=row.unit_type, units=(pair[0], pair[1]))
        if len(pair) == 2
        else Subject("organisation")
    )
    kept = Recommendation("keep_it_up" if row.change > 0 else "ask_what_changed", units=row.units)
    return Finding("collaboration_changed", subject, "information", 0.9, 0.5, (shown,), (), (kept,))


def not_compared() -> Results:
    """A firm with an earlier survey that asked something else."""
    base = compared()
    changes = base.changes
    assert changes is not None
    nothing = replace(
        changes,
        relation="",
        ties=None,
        whole=(),
        units=(),
        pairs=(),
        refused={"information": "wording_differs", "advice": "question_new", "x": "scale_differs"},
    )
    return replace(base, changes=nothing)


def renamed(results: Results, names: tuple[str, ...]) -> Results:
    """The same results with the first people of the findings called these names."""
    about = [id_ for f in results.findings for id_ in _people(f)]
    order = list(dict.fromkeys([*about, *results.roster.ids]))
    new = dict(zip(order, names, strict=False))
    people = tuple(replace(p, name=new.get(p.id, p.name)) for p in results.roster.people)
    return replace(results, roster=Roster(people))


def _people(finding: Finding) -> list[str]:
    advised = [id_ for action in finding.recommendations for id_ in action.people]
    return [id_ for id_ in (finding.subject.id, *advised) if id_]


def everything() -> Results:
    """A firm in which every kind of finding was made, with every fault that a file can have."""
    base = demo()
    findings = [*base.findings, *planted("bottleneck").findings, *_by_hand(base)]
    known = [f for f in findings if not f.subject.id or f.subject.id in base.roster.ids]
    return replace(base, findings=tuple(known), not_found=(), not_said=_unsaid())


def _by_hand(base: Results) -> list[Finding]:
    person, unit = base.roster.ids[5], base.units[0].unit
    cut = (
        Evidence("people_cut_off", 7, 120, 1, 0, 2, 0.01, None, "the median person"),
        Evidence("units_separated", 1, 120),
        Evidence("p_cut_point", 0.93, 120),
    )
    broker = (
        Evidence("betweenness", 900, 120, 100, 20, 300),
        Evidence("in_degree", 3, 120, 7),
        Evidence("brokerage_percentile", 96.2, 120, 50),
        Evidence("p_top_broker", 0.85, 120),
    )
    one = Subject("person", id=person)
    whole = Subject("organisation")
    made = [
        Finding("bottleneck", one, "information", 0.9, 0.8, cut[:2]),
        Finding("cut_point", one, "information", 0.93, 0.6, cut),
        Finding(
            "hidden_broker",
            Subject("person", id=base.roster.ids[8]),
            "information",
            0.85,
            0.5,
            broker,
            ("order_of_people_uncertain",),
        ),
        Finding(
            "disconnected",
            whole,
            "information",
            0.9,
            0.4,
            (Evidence("separate_people", 6, 120, 1, 0, 3, 0.01), Evidence("pieces", 2, 120)),
        ),
        Finding("isolated", whole, "information", 0.9, 0.2, (Evidence("isolated_people", 1, 100),)),
        Finding(
            "low_response",
            whole,
            "information",
            1,
            0.5,
            (Evidence("response_rate", 0.5, 120, 0.65),),
            ("directions_only",),
        ),
        Finding(
            "too_small_to_report",
            Subject("unit", unit_type="department", unit=unit),
            "information",
            1,
            0.1,
            (Evidence("fewer_answers_than", 5, 4),),
        ),
    ]
    return made + [
        Finding("data_problem", whole, "information", 1, 0.1, (Evidence(kind, n, 120),))
        for n, kind in enumerate(FAULTS, 1)
    ]


FAULTS = (
    "duplicate_rows",
    "self_nominations",
    "unknown_alters",
    "unknown_respondents",
    "id_case_or_space_variants",
    "bad_frequency",
    "out_of_range",
    "straight_liner",
    "names_many",
    "names_nearly_everybody",
    "missing_department",
    "hostile_names",
    "unicode_name",
    "unknown_manager",
    "manager_cycle",
    "several_tops",
    "bad_date",
    "bad_level",
    "bad_yes_no",
    "bad_email",
    "total_row",
    "duplicate_people",
    "same_name",
    "not_asked_answered",
    "unlisted_named",
    "encoding_guessed",
    "never_heard_of",
)


def _unsaid() -> tuple[NotSaid, ...]:
    return (
        NotSaid("hidden_broker", "too_few_people_to_rank", {"people": 18, "needed": 30}),
        NotSaid("cut_point", "response_too_low", {"rate": 0.52, "needed": 0.65}),
        NotSaid("hidden_broker", "nobody_sure_enough", {"best": 0.61}),
        NotSaid("silo", "unit_type_missing"),
        NotSaid("silo", "unit_response_too_low", {"units": ["Sales", "Legal"]}),
        NotSaid("silo", "too_few_expected", {"units": ["Board"]}),
        NotSaid("bottleneck", "answers_unreliable", {"people": 1}),
    )


def nothing() -> Results:
    """A handful of people without units, and nothing to say."""
    people = tuple(Person(f"P{i}", f"Person {i}") for i in range(8))
    ids = frozenset(p.id for p in people)
    firm = from_answers(Roster(people), Answers((), {"information": ids}))
    base = analyse(firm, QUICK)
    return replace(base, findings=(), not_found=(), not_said=())


def many_units(count: int) -> Results:
    """As many departments as a map can hold, with long names, and pairs of every size."""
    names = [f"Department of Long Names and Matters {i}" for i in range(count)]
    units = tuple(
        UnitRow(
            "department",
            name,
            5 + i % 40,
            5 + i % 40,
            10,
            20,
            0.1,
            0.4,
            0.01,
            0.02,
            0.2 + i % 9 / 5,
            0.4,
            0.2,
            0.1,
            0.3,
        )
        for i, name in enumerate(names)
    )
    pairs = tuple(
        PairRow(
            "department",
            a,
            b,
            (7 * i + 3 * j) % 23,
            400,
            11.0,
            5.0,
            17.0,
            0.02,
            0.01 if (i + j) % 3 else 0.5,
        )
        for i, a in enumerate(names)
        for j, b in enumerate(names)
    )
    return replace(demo(), units=units, pairs=pairs)


def foreign() -> Results:
    """Names and units in other scripts, hostile ones, and some that no bundled font can draw."""
    base = renamed(demo(), (*HOSTILE, "张伟", "ชัยวัฒน์", "Anna Berg", "Anna Berg"))
    arabic = {"Sales": "المبيعات", "Finance": "כספים", "Research": "<b>R&D</b>"}
    units = tuple(replace(u, unit=arabic.get(u.unit, u.unit)) for u in base.units)
    pairs = tuple(
        replace(
            p,
            from_unit=arabic.get(p.from_unit, p.from_unit),
            to_unit=arabic.get(p.to_unit, p.to_unit),
        )
        for p in base.pairs
    )
    findings = tuple(
        replace(f, subject=replace(f.subject, unit=arabic.get(f.subject.unit, f.subject.unit)))
        for f in base.findings
    )
    return replace(base, units=units, pairs=pairs, findings=findings)


def long_names() -> Results:
    """Names and units far longer than any page is wide, with and without spaces."""
    base = renamed(demo(), ("Maximiliane " * 40, "Donaudampfschiff" * 20, "W" * 500))
    long = {"Sales": "S" * 300, "Finance": "Finance and " * 40}
    units = tuple(replace(u, unit=long.get(u.unit, u.unit)) for u in base.units)
    findings = tuple(
        replace(f, subject=replace(f.subject, unit=long.get(f.subject.unit, f.subject.unit)))
        for f in base.findings
    )
    pairs = tuple(
        replace(
            p,
            from_unit=long.get(p.from_unit, p.from_unit),
            to_unit=long.get(p.to_unit, p.to_unit),
        )
        for p in base.pairs
    )
    return replace(base, units=units, pairs=pairs, findings=findings)


def as_manager(results: Results) -> View:
    """What managers see where nobody may be named."""
    return view(results, MANAGER, Policy())


def as_analyst(results: Results) -> View:
    """What the holder of the files sees."""
    return view(results, ANALYST, Policy())


VIEWS: dict[str, Callable[[], View]] = {
    "demo": lambda: as_analyst(demo()),
    "demo for managers": lambda: as_manager(demo()),
    "everything": lambda: as_analyst(everything()),
    "everything for managers": lambda: as_manager(everything()),
    "nothing": lambda: as_analyst(nothing()),
    "silo": lambda: as_analyst(planted("silo")),
    "no structure": lambda: as_analyst(planted("no_structure")),
    "many units": lambda: as_analyst(many_units(50)),
    "two units": lambda: as_analyst(many_units(2)),
    "long names": lambda: as_analyst(long_names()),
    "compared": lambda: as_analyst(every_change()),
    "compared for managers": lambda: as_manager(compared()),
    "not compared": lambda: as_analyst(not_compared()),
    "foreign": lambda: as_analyst(foreign()),
}
