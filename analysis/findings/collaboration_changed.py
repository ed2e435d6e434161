"""The firm works together across its units more or less than at the last survey; or two units do.

Idea: of the same people's contacts with the same people, the share that crosses a unit's border;
how many each names; and how many lie between two units.

Formula: as counted, in either wave, on ties from people who answered both to people on both
lists. Told beyond the interval of a paired bootstrap over people (held to the number of figures and
pairs) and beyond a least change: 3 points of the share across, a tenth of the contacts each names,
a third of the contacts between two units and at least five.

When it misleads: a busy month, or a question that was read otherwise, changes all at once. Fewer
answers than last time change nothing: only people who answered both are counted.

References: Snijders & Borgatti 1999.
"""

from collections.abc import Iterator, Sequence

from analysis.findings import between
from analysis.model import Finding, NotFound, Outcome, Recommendation, Subject
from analysis.study import Study
from analysis.wave_rows import Change

KIND = "collaboration_changed"
OF_THE_WHOLE = {"across_share": "across_share", "mean_out_degree": "contacts_each"}


def find(study: Study) -> Iterator[Outcome]:
    """The whole first, then pairs of units of which neither is told by itself."""
    if refusal := between.refusal(study, KIND):
        yield refusal
        return
    changes = study.compared.changes
    rows = [row for row in changes.whole if row.measure in OF_THE_WHOLE]
    told = [_of_whole(study, row) for row in rows if row.told]
    alone = {row.units[0] for row in changes.units if row.told}
    told += [_of_pair(study, row) for row in changes.pairs if row.told and not alone & {*row.units}]
    yield from told
    if not told:
        yield _nothing([row for row in rows if row.measure == "across_share"])


def _nothing(shares: Sequence[Change]) -> NotFound:
    key = "no_collaboration_changed" if shares else "no_contacts_changed"
    return NotFound(KIND, key, between.smallest(shares))


def _of_whole(study: Study, row: Change) -> Finding:
    """A change of the whole; half as weighty where it is the number of contacts alone."""
    weight = 4.0 if row.measure == "across_share" else 1.0 / max(row.before, row.now, 1e-9)
    return Finding(
        KIND,
        Subject("organisation"),
        study.compared.changes.relation,
        confidence=1 - row.q,
        severity=min(1.0, abs(row.change) * weight),
        evidence=(between.evidence(row, OF_THE_WHOLE[row.measure]),),
        caveats=("same_people_only",),
        recommendations=(_action(row),),
    )


def _of_pair(study: Study, row: Change) -> Finding:
    first, second = row.units
    return Finding(
        KIND,
        Subject("pair", unit_type=row.unit_type, units=(first, second)),
        study.compared.changes.relation,
        confidence=1 - row.q,
        severity=min(1.0, 0.6 * abs(row.change) / max(row.before, row.now, 1.0)),
        evidence=(between.evidence(row, row.measure),),
        caveats=("same_people_only",),
        recommendations=(_action(row),),
    )


def _action(row: Change) -> Recommendation:
    return Recommendation("keep_it_up" if row.change > 0 else "ask_what_changed", units=row.units)
