"""Whether a claim about a planted firm is among the findings of an analysis."""

from collections.abc import Sequence

from analysis.model import Finding
from analysis.planted.firms import Claim, Truth

HIGH = 0.7


def missed(truth: Truth, findings: Sequence[Finding]) -> tuple[Claim, ...]:
    """The expected claims that are not among the findings."""
    return tuple(claim for claim in truth.expect if not is_found(claim, findings))


def wrongly_said(truth: Truth, findings: Sequence[Finding]) -> tuple[Claim, ...]:
    """The forbidden claims that are among the findings."""
    return tuple(claim for claim in truth.forbid if is_found(claim, findings))


def is_found(claim: Claim, findings: Sequence[Finding]) -> bool:
    """Whether some finding says what ``claim`` says; with a rank, among the first so many."""
    of_kind = [finding for finding in findings if finding.kind == claim.kind]
    return any(_says(finding, claim) for finding in of_kind[: claim.rank])


def _says(finding: Finding, claim: Claim) -> bool:
    subject = finding.subject
    if claim.what:
        return _counts(finding, claim)
    if claim.severity and finding.severity < HIGH:
        return False
    if claim.unit_type == "organisation":
        return subject.type == "organisation"
    if claim.unit:
        return (subject.unit_type, subject.unit) == (claim.unit_type, claim.unit)
    people = {claim.person, *claim.people} - {""}
    return people <= set(subject.names)


def _counts(finding: Finding, claim: Claim) -> bool:
    """Whether the finding counts this fault as often, or for these people."""
    counted = next((e for e in finding.evidence if e.measure == claim.what), None)
    if counted is None:
        return False
    if isinstance(claim.value, int):
        return counted.value == claim.value
    people = {claim.value} if isinstance(claim.value, str) else set(claim.value or ())
    return people <= set(finding.subject.names)
