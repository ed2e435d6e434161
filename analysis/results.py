"""What an analysis gives back: rows of measures, findings, and how they were made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

from analysis.further_rows import CauseRow, Further, QuestionPairRow, QuestionRow, ThresholdRow
from analysis.model import Evidence, Fault, Finding, NotFound, NotSaid, Roster
from analysis.wave_rows import Changes

if TYPE_CHECKING:
    import pandas as pd

    from analysis.treatments import Score


@dataclass(frozen=True, slots=True)
class PersonRow:
    """The measures of one person; ``contract.md`` of the documentation defines each column."""

    person_id: str
    answered: bool
    in_degree: int
    out_degree: int
    mutual: int
    betweenness: float
    betweenness_undirected: float
    constraint: float | None
    effective_size: float | None
    core_number: int
    cut_point: bool
    coordinator: int
    consultant: int
    gatekeeper: int
    representative: int
    liaison: int
    harmonic_closeness: float
    pagerank: float
    simmelian: int
    community: int
    community_stability: float
    p_top_broker: float
    p_top_sought: float


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit against chance.

    ``outside_ratio`` is observed over expected ties across the unit's border (O/E; 1 is what
    chance gives, below 0.5 keeps to itself). ``inside_share`` is the share of the unit's own
    nominations that stay inside; ``expected_inside_share`` with ``low`` to ``high`` what the same
    nominations would give with unit labels shuffled.

    The rest is known for units of the chart only, each with its expectation and 95 % range under
    shuffled labels: ``balance`` asked over asked plus asking across the border (0.5 is even),
    ``density`` of ties inside, ``outside_reach`` the share of the others with whom anybody of the
    unit is in touch; ``shape`` is ``efficient``, ``inventive`` or empty.
    """

    unit_type: str
    unit: str
    people: int
    answered: int
    inside_ties: int
    outside_ties: int
    ei_index: float | None
    expected_ei: float | None
    p_value: float | None
    q_value: float | None
    outside_ratio: float | None
    inside_share: float | None
    expected_inside_share: float | None
    low: float | None
    high: float | None
    balance: float | None = None
    expected_balance: float | None = None
    balance_low: float | None = None
    balance_high: float | None = None
    density: float | None = None
    expected_density: float | None = None
    density_low: float | None = None
    density_high: float | None = None
    outside_reach: float | None = None
    expected_outside_reach: float | None = None
    reach_low: float | None = None
    reach_high: float | None = None
    shape: str = ""


@dataclass(frozen=True, slots=True)
class PairRow:
    """Ties from one unit to another against chance (degree-preserving expectation)."""

    unit_type: str
    from_unit: str
    to_unit: str
    ties: int
    possible: int
    expected: float
    low: float
    high: float
    p_value: float | None
    q_value: float | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the results were made, so that anybody can make them again."""

    seed: int
    questions: tuple[str, ...]
    main_question: str
    min_value: float
    runs: int
    draws: int
    permutations: int
    treatment: str
    versions: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    treatments: tuple["Score", ...] = ()
    grouping: str = ""  # whose run the reported groups are


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was measured and found. Sensitive: only a View of it may leave.

    ``organisation`` holds the figures of the whole as Evidence; ``groups_stable`` says whether
    the communities passed both of their tests (stability and the rewired null); ``further`` what
    is only printed or written beside them; ``changes`` since an earlier wave, if there was one.
    ``of`` says whom people named: where it was teams there is nobody on the roster, and no row a
    person.
    """

    roster: Roster
    people: tuple[PersonRow, ...]
    units: tuple[UnitRow, ...]
    pairs: tuple[PairRow, ...]
    organisation: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    not_found: tuple[NotFound, ...]
    not_said: tuple[NotSaid, ...]
    faults: tuple[Fault, ...]
    groups_stable: bool
    made: Provenance
    further: Further = field(default_factory=Further)
    changes: Changes | None = None
    of: Literal["people", "teams"] = "people"

    @property
    def headcount(self) -> int:
        """How many people the results are about."""
        return int(self.figure("people").value) if self.of == "teams" else len(self.people)

    @property
    def answered(self) -> int:
        """How many of them answered."""
        if self.of == "teams":
            return int(self.figure("answered").value)
        return sum(row.answered for row in self.people)

    def figure(self, measure: str) -> Evidence:
        """The organisation's figure of this name; KeyError if there is none."""
        for evidence in self.organisation:
            if evidence.measure == measure:
                return evidence
        raise KeyError(measure)

    def to_frame(self, table: str = "people") -> "pd.DataFrame":
        """``people``, ``units`` or ``pairs`` as a pandas DataFrame."""
        import pandas as pd

        tables: dict[str, Sequence[PersonRow | UnitRow | PairRow]] = {
            "people": self.people,
            "units": self.units,
            "pairs": self.pairs,
        }
        rows = tables[table]
        return pd.DataFrame([row_dict(row) for row in rows])

    def to_dict(self) -> dict[str, Any]:
        """The findings as plain data, as ``findings.json`` holds them (without sentences)."""
        from analysis.files import findings_dict

        return findings_dict(self)


Row = PersonRow | UnitRow | PairRow | QuestionRow | QuestionPairRow | CauseRow | ThresholdRow


def row_dict(row: Row) -> dict[str, Any]:
    """A row as a dictionary in the order of its columns."""
    return {column.name: getattr(row, column.name) for column in fields(row)}
