"""What is found where nothing is: false alarms in firms without structure.

Firms of 60 to 150 people, 80 to 90 % of whom answered, who name whoever is popular, wherever they
sit. Whatever is claimed of them is luck. Kinds that state a fact of the answers (too few of them,
units too small to be told, faults of the files) claim nothing and are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.findings import FINDERS, find_all
from analysis.network import from_answers
from analysis.planted import plant
from analysis.study import Study
from analysis.validation.plan import Plan
from analysis.validation.verdicts import Bar, Check, Share
from analysis.validation.working import Hands, in_turn

FACTS = ("low_response", "too_small_to_report", "data_problem")
# Nobody in these firms was asked about partners.
ELSEWHERE = ("partner_single_contact", "partner_dependence")
GROUPS = "groups"
BAR = Bar("alarms", "false_alarms", 0.05, least=False, enough=100)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A firm without structure to be looked at."""

    seed: int
    people: int
    response: float
    plan: Plan


@dataclass(frozen=True, slots=True)
class Heard:
    """The kinds that were claimed of one firm, and those of which nothing could be said."""

    said: frozenset[str]
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alarm:
    """In how many firms a kind was claimed; in how many others it could not have been."""

    kind: str
    firms: Share
    withheld: int


@dataclass(frozen=True, slots=True)
class Alarms:
    """False alarms by kind, and whether each stays within one firm in twenty."""

    rows: tuple[Alarm, ...]
    checks: tuple[Check, ...]


def quiet_firms(plan: Plan) -> list[Quiet]:
    """Which firms: sizes and response rates spread evenly."""
    firms = range(plan.alarm_firms)
    return [
        Quiet(1000 * plan.seed + k, 60 + 37 * k % 91, 0.8 + 0.01 * (7 * k % 11), plan)
        for k in firms
    ]


def count_alarms(plan: Plan, hands: Hands | None = None) -> Alarms:
    """Look at every firm and count."""
    heard = in_turn(listen, quiet_firms(plan), hands or Hands())
    rows = tuple(_alarm(kind, heard) for kind in kinds())
    return Alarms(rows, tuple(BAR.judge(row.firms, row.kind) for row in rows))


def kinds() -> tuple[str, ...]:
    """Everything that claims something; ``groups`` is a grouping called stable."""
    return (*(f.kind for f in FINDERS if f.kind not in FACTS + ELSEWHERE), GROUPS)


def listen(item: Quiet) -> Heard:
    """What is claimed of one firm."""
    firm = plant("no_structure", item.seed, people=item.people, response=item.response)
    study = Study(from_answers(firm.roster, firm.answers), item.plan.settings)
    found = find_all(study)
    said = {finding.kind for finding in found.findings}
    groups = {GROUPS} if study.groups.stable else set()
    return Heard(frozenset(said | groups), frozenset(o.kind for o in found.not_said))


def _alarm(kind: str, heard: Sequence[Heard]) -> Alarm:
    said = [kind in firm.said for firm in heard]
    withheld = sum(kind in firm.withheld and kind not in firm.said for firm in heard)
    return Alarm(kind, Share(sum(said), len(said)), withheld)
