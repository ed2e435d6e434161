"""A partner firm that only one of us knows.

Idea: what one person alone knows of a partner leaves with her. It is the fragility of a cut point,
at the border of the firm.

Formula: partners with exactly one person who deals with them, by the answers. The probability is
the share of draws (``analysis.partners``) in which nobody of those who did not answer deals with
it. Chance: everybody keeps her number of partners, and which they are is drawn; how many then deal
with a partner has a Poisson-binomial distribution.

When it misleads: a partner with little business needs one contact; somebody who was not asked (a
shared mailbox, the management of a group) may know it as well; people forget old dealings.

References: Borgatti 2006; Leonardi & Contractor 2018 (vulnerability); Baker 1990 on bankers and
their firms.
"""

from collections.abc import Iterator

import numpy as np

from analysis import second_contacts
from analysis.findings.of_partners import RELATION, refused
from analysis.model import Evidence, Finding, NotFound, NotSaid, Outcome, Subject
from analysis.network import FloatArray
from analysis.partners import BACKUP, Contacts, Dealing
from analysis.study import Study

KIND = "partner_single_contact"
SURE = 0.5
AT_RANDOM = "as many dealings spread over the partners at random"


def find(study: Study) -> Iterator[Outcome]:
    """Every partner with one contact, where it is likelier than not that nobody silent knows it."""
    refusal = refused(study, KIND)
    if refusal:
        yield refusal
        return
    contacts = study.contacts
    single = np.flatnonzero(contacts.known.sum(axis=0) == 1)
    alone = 1 - contacts.drawn.any(axis=1).mean(axis=0)
    sure = [int(j) for j in single if alone[j] >= SURE]
    for j in sure:
        yield _finding(study, j, float(alone[j]))
    if len(single) and not sure:
        yield NotSaid(KIND, "silent_may_know_partners", {"partners": len(single)})
    elif not len(single):
        yield NotFound(KIND, "partners_have_two")


def _finding(study: Study, j: int, alone: float) -> Finding:
    contacts = study.contacts
    partner = contacts.partners.partners[j]
    dealing = next(d for d in contacts.partners.dealings if d.partner == partner.id)
    caveats: tuple[str, ...] = ("partners_as_stated",)
    if len(contacts.silent):
        caveats = ("silent_may_know", *caveats)
    if dealing.role == BACKUP:
        caveats = ("only_a_backup", *caveats)
    return Finding(
        KIND,
        Subject("partner", id=partner.id, people=(dealing.person,), name=partner.name),
        RELATION,
        confidence=alone,
        severity=0.25 + 0.5 * contacts.weight(j),
        evidence=tuple(_evidence(contacts, j, dealing, alone)),
        caveats=caveats,
        recommendations=second_contacts.second_contact(study, j),
    )


def _evidence(contacts: Contacts, j: int, dealing: Dealing, alone: float) -> Iterator[Evidence]:
    """One contact beside chance, what the partner is worth, how strong the one contact is."""
    partner, heard = contacts.partners.partners[j], int(contacts.answered.sum())
    up_to = np.cumsum(_by_chance(contacts))
    low, high = (int(np.searchsorted(up_to, q)) for q in (0.025, 0.975))
    mean = float(contacts.known.sum() / contacts.known.shape[1])
    p = float(up_to[1])
    yield Evidence("partner_contacts", 1, heard, mean, low, high, p, against=AT_RANDOM)
    if partner.annual_value:
        yield Evidence("partner_annual_value", partner.annual_value, heard)
    if partner.importance:
        yield Evidence("partner_importance", partner.importance, heard)
    if dealing.strength is not None:
        yield Evidence("partner_strength", dealing.strength, 1)
    yield Evidence("p_partner_alone", alone, heard)


def _by_chance(contacts: Contacts) -> FloatArray:
    """The chance of 0, 1, 2, … contacts of a partner: each deals with as many as she does."""
    share = contacts.known.sum(axis=1) / contacts.known.shape[1]
    chance = np.array([1.0, 0.0])
    for p in share[share > 0]:
        longer = np.append(chance, 0.0)
        longer[1:] = longer[1:] * (1 - p) + chance * p
        longer[0] *= 1 - p
        chance = longer
    return chance
