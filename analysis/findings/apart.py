"""Each question by itself: units can be closed in one and open in another.

Looking at more questions finds more by luck, so every p is held to the number of questions looked
at. Told is the question in which it is strongest, the main one where that is as strong to within a
tenth; the others stand beside it.
"""

from collections.abc import Sequence

from analysis.model import Finding
from analysis.network import Relation
from analysis.study import Study

WISHES = ("more_access", "missing_tie", "own_load")


def questions(study: Study) -> tuple[Relation, ...]:
    """The main question first, then every other chosen one that asks about contact there is."""
    chosen = study.settings.questions or study.network.questions
    others = [name for name in chosen if name not in (study.main.name, *WISHES)]
    least = study.settings.min_value
    apart = (study.network.relation((name,), least) for name in others)
    return (study.main, *(relation for relation in apart if relation.ties.nnz))


def strongest(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """One finding a subject: the most severe to one decimal, the question asked first in a tie."""
    best: dict[str, Finding] = {}
    for finding in findings:
        known = best.get(finding.id)
        if known is None or round(finding.severity, 1) > round(known.severity, 1):
            best[finding.id] = finding
    return tuple(best.values())
