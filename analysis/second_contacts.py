"""Second contacts for partner firms, each tried on the dealings before it is recommended."""

import numpy as np

from analysis import engine
from analysis.model import Effect, Recommendation, Subject
from analysis.network import BoolArray, FloatArray
from analysis.partners import Contacts
from analysis.study import Study

LIKELY = 0.5
AT_ONCE = 3
FIELD = 0.25  # for each of up to two partners of the same field that she deals with
LOADED = 0.1  # off for each partner that hangs on her alone already


def second_contact(study: Study, j: int) -> tuple[Recommendation, ...]:
    """Whom the only contact of partner ``j`` should introduce there.

    Near to the main contact (1 / steps between them), at home in the partner's field (deals with
    others of its sector, or of its type), and without many partners of her own who hang on her;
    nobody who carries most of the firm already. Effect: the share of stated value, or of partners,
    that hangs on one person; ``random`` is a second contact for any partner.
    """
    main = int(np.flatnonzero(study.contacts.known[:, j])[0])
    free = _free(study, main)
    if not free.any():
        return ()
    score = np.where(free, _fit(study, main, j), -np.inf)
    ids = study.network.roster.ids
    people = (ids[main], ids[int(np.argmax(score))])
    return (Recommendation("second_contact", people, effect=_effect(study.contacts, [j])),)


def share_partners(study: Study, subject: Subject, mine: BoolArray) -> tuple[Recommendation, ...]:
    """Second contacts for the three weightiest of the partners that hang on one person or unit."""
    contacts = study.contacts
    order = np.argsort(-contacts.worth, kind="stable")
    chosen = [int(j) for j in order if mine[j]][:AT_ONCE]
    names = tuple(contacts.partners.partners[j].name for j in chosen)
    people = (subject.id,) if subject.type == "person" else ()
    single = [j for j in chosen if contacts.known[:, j].sum() == 1]
    effect = _effect(contacts, single) if single else None
    return (Recommendation("share_partners", people, names, effect),)


def _free(study: Study, main: int) -> BoolArray:
    """Colleagues who were asked; those who carry most of the contact only if all others do too."""
    broker, sought = study.top
    asked = study.contacts.asked & ~study.unreliable
    asked[main] = False
    free: BoolArray = asked & (np.maximum(broker, sought) < LIKELY)
    return free if free.any() else asked


def _fit(study: Study, main: int, j: int) -> FloatArray:
    """How well each fits as a second contact of partner ``j`` beside ``main``."""
    contacts = study.contacts
    steps = engine.distances(study.both_ways, np.array([main]))[0]
    near = np.divide(1.0, steps, out=np.zeros(len(steps)), where=steps > 0)
    alone = contacts.known[:, contacts.known.sum(axis=0) == 1].sum(axis=1)
    alike = contacts.known[:, _same_field(contacts, j)].sum(axis=1)
    fit: FloatArray = near + FIELD * np.minimum(alike, 2) - LOADED * alone
    return fit


def _same_field(contacts: Contacts, j: int) -> list[int]:
    """Other partners of the same sector; of the same type where no sector is stated."""
    partners = contacts.partners.partners
    field = "sector" if partners[j].sector else "type"
    wanted = getattr(partners[j], field)
    same = (i for i, other in enumerate(partners) if i != j and getattr(other, field) == wanted)
    return [*same] if wanted else []


def _effect(contacts: Contacts, second: list[int]) -> Effect:
    """What hangs on one person before and after these have a second contact."""
    worth = contacts.worth / contacts.worth.sum()
    hanging = worth * (contacts.known.sum(axis=0) == 1)
    before = float(hanging.sum())
    after = before - float(hanging[second].sum())
    anywhere = before - len(second) * float(hanging.mean())
    measure = "value_on_one" if contacts.valued else "partners_on_one"
    return Effect(measure, before, after, anywhere)
