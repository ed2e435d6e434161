"""What findings between two waves share: when nothing can be said, a change as evidence."""

from collections.abc import Sequence
from typing import Any

from analysis.model import Evidence, NotSaid
from analysis.study import Study
from analysis.wave_rows import LAST, Change
from analysis.waves import BOTH_NEEDED, SHARE_NEEDED


def refusal(study: Study, kind: str) -> NotSaid | None:
    """Why nothing can be said of changes: another question, or too few who answered both."""
    changes, pair = study.compared.changes, study.compared.pair
    if pair is None:
        return NotSaid(kind, "questions_differ")
    if not pair.enough:
        facts = {"people": changes.turnover.both, "needed": BOTH_NEEDED, "share": SHARE_NEEDED}
        return NotSaid(kind, "too_few_answered_both", facts)
    return None


def evidence(row: Change, measure: str) -> Evidence:
    """Now, beside the last survey and the range in which no change would lie."""
    low, high = row.before - row.half, row.before + row.half
    expected = row.before, max(low, 0.0), high
    return Evidence(measure, row.now, row.people, *expected, row.p, row.q, LAST)


def smallest(rows: Sequence[Change]) -> dict[str, Any]:
    """The smallest change that could have been seen, in points of 100: of the middle figure."""
    seen = sorted(row.seen for row in rows)
    return {"points": round(100 * seen[len(seen) // 2])} if seen else {"points": 0}
