"""What the findings about partner firms share: when nothing may be said about them."""

from analysis.model import NotSaid
from analysis.privacy import SMALLEST_GROUP
from analysis.study import RESPONSE_NEEDED, Study

RELATION = "partner"


def refused(study: Study, kind: str) -> NotSaid | None:
    """Why nothing can be said about partners, if so: not asked, or too few answers."""
    contacts = study.contacts
    if not contacts.partners.partners or not contacts.answered.any():
        return NotSaid(kind, "no_partners_asked")
    if contacts.answered.sum() < SMALLEST_GROUP:
        return NotSaid(kind, "too_few_answers", {"needed": SMALLEST_GROUP})
    if contacts.response_rate < RESPONSE_NEEDED:
        facts = {"rate": contacts.response_rate, "needed": RESPONSE_NEEDED}
        return NotSaid(kind, "too_few_told_of_partners", facts)
    return None
