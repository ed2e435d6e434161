"""People who have left since the last survey, and the contacts that went with them.

Idea: of the contacts that those who are still here named at the last survey, the share that led
to people who are no longer on the list.

Formula: that share, beside the share that as many people picked at random would have taken.

When it misleads: an id that was changed looks like somebody who left; contacts that nobody named
are not in it. That people leave is a fact of the lists and not a finding of chance: how much left
with them is what is compared.

References: none needed; a share beside its distribution over random picks.
"""

from collections.abc import Iterator

from analysis.comparing import lost
from analysis.model import Evidence, Finding, NotFound, Outcome, Recommendation, Subject
from analysis.study import Study

KIND = "leavers"
PICKED = "as many people picked at random"


def find(study: Study) -> Iterator[Outcome]:
    """One finding about all who left."""
    before = study.before
    if before is None or not study.compared.changes.turnover.left:
        yield NotFound(KIND, "nobody_left")
        return
    gone = lost(before.network, study.network, study.asked_before)
    usual = gone.usual, gone.low, gone.high, gone.p
    yield Finding(
        KIND,
        Subject("organisation", people=gone.people),
        study.compared.changes.relation or study.main.name,
        confidence=1.0,
        severity=min(1.0, 2 * gone.share),
        evidence=(
            Evidence("people_left", float(len(gone.people)), gone.on_list),
            Evidence("contacts_left", gone.share, gone.answered, *usual, None, PICKED),
        ),
        caveats=("ids_may_have_changed",),
        recommendations=(Recommendation("hand_over"),),
    )
