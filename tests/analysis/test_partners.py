"""Partner firms: who deals with them, what hangs on one person, what the silent may know."""

from dataclasses import replace

import numpy as np
import pytest

from analysis import MANAGER, Policy, Settings, analyse, view
from analysis.findings import partner_dependence, partner_single_contact
from analysis.model import Answers, Finding, NotFound, NotSaid, Person, Roster, Tie
from analysis.network import Network, from_answers
from analysis.partners import BACKUP, Contacts, Dealing, Partner, Partners
from analysis.results import Results
from analysis.study import Study

QUICK = Settings(runs=5, draws=10, permutations=400, nulls=20)
PEOPLE = 60


def network(silent: frozenset[str] = frozenset()) -> Network:
    """Three departments of twenty, everybody in touch with the next four of their own."""
    people = tuple(
        Person(f"p{v:02}", f"Person {v}", {"department": f"D{v // 20}"}) for v in range(PEOPLE)
    )
    ties = tuple(
        Tie(f"p{v:02}", f"p{v // 20 * 20 + (v + step) % 20:02}", "information")
        for v in range(PEOPLE)
        for step in (1, 2, 3, 4)
        if f"p{v:02}" not in silent
    )
    heard = frozenset(person.id for person in people) - silent
    return from_answers(Roster(people), Answers(ties, {"information": heard}))


def firms(known: dict[str, list[int]], values: dict[str, float] | None = None) -> Partners:
    """Partners by name, each known to these people; everybody answered."""
    values = values or {}
    return Partners(
        tuple(
            Partner(name, f"Firm {name}", sector="food", annual_value=values.get(name))
            for name in known
        ),
        tuple(Dealing(f"p{v:02}", name) for name, people in known.items() for v in people),
        frozenset(f"p{v:02}" for v in range(PEOPLE)),
    )


def study(partners: Partners, silent: frozenset[str] = frozenset()) -> Study:
    heard = replace(partners, answered=partners.answered - silent)
    return Study(network(silent), QUICK, partners=heard)


# X, Y and Z hang on person 3; the others are known to three or four people of all departments.
SHARED = {f"S{k}": [k, k + 20, k + 40, k + 41] for k in range(4, 12)}
HUB = {"X": [3], "Y": [3], "Z": [3], **SHARED}


def found(finder, looked_at: Study) -> list[Finding]:
    return [outcome for outcome in finder.find(looked_at) if isinstance(outcome, Finding)]


def test_a_partner_with_one_contact_is_found_with_whoever_that_is():
    single = found(partner_single_contact, study(firms({"X": [3], **SHARED})))

    assert [(f.subject.type, f.subject.id, f.subject.people) for f in single] == [
        ("partner", "X", ("p03",))
    ]


def test_with_every_answer_in_a_single_contact_is_certain():
    (single,) = found(partner_single_contact, study(firms({"X": [3], **SHARED})))

    assert single.confidence == 1


def test_chance_of_one_contact_is_worked_out_from_what_each_deals_with():
    partners = firms({"A": [0], "B": [1, 0]})
    contacts = Contacts(partners, network().relation(("information",)), 1)

    # Person 0 deals with both of two partners: certain. Person 1 with one of two: one half.
    assert partner_single_contact._by_chance(contacts)[:3] == pytest.approx([0, 0.5, 0.5])


def test_silent_colleagues_make_a_single_contact_less_sure():
    silent = frozenset(f"p{v:02}" for v in range(12, 20))

    (single,) = found(partner_single_contact, study(firms({"X": [3], **SHARED}), silent))

    assert 0.5 < single.confidence < 1
    assert "silent_may_know" in single.caveats


def test_a_backup_alone_is_said_to_be_only_that():
    partners = firms({"X": [3], **SHARED})
    backup = tuple(replace(d, role=BACKUP) if d.partner == "X" else d for d in partners.dealings)

    (single,) = found(partner_single_contact, study(replace(partners, dealings=backup)))

    assert "only_a_backup" in single.caveats


def test_a_second_contact_is_near_the_first_and_at_home_in_the_field():
    partners = firms({"X": [3], "S1": [4, 5, 50], "S2": [4, 30, 51]})

    (single,) = found(partner_single_contact, study(partners))

    # 4, 5, 1 and 2 are one step from 3; only 4 deals with two other partners of the sector.
    assert single.recommendations[0].people == ("p03", "p04")


def test_a_second_contact_takes_the_partner_off_what_hangs_on_one():
    (single,) = found(
        partner_single_contact, study(firms({"X": [3], **SHARED}, {"X": 300, "S4": 700}))
    )

    effect = single.recommendations[0].effect
    assert (effect.measure, effect.before, effect.after) == ("value_on_one", 0.3, 0.0)
    assert effect.random == pytest.approx(0.3 - 0.3 / 9)


def test_where_each_partner_has_two_contacts_that_is_said():
    outcomes = list(partner_single_contact.find(study(firms(SHARED))))

    assert outcomes == [NotFound("partner_single_contact", "partners_have_two")]


@pytest.mark.parametrize("finder", [partner_single_contact, partner_dependence])
def test_without_the_question_nothing_is_said_of_partners(finder):
    (outcome,) = finder.find(Study(network(), QUICK))

    assert isinstance(outcome, NotSaid)
    assert outcome.why == "no_partners_asked"


@pytest.mark.parametrize("finder", [partner_single_contact, partner_dependence])
def test_under_65_per_cent_of_answers_nothing_is_said_of_partners(finder):
    silent = frozenset(f"p{v:02}" for v in range(22, 60))

    (outcome,) = finder.find(study(firms(HUB), silent))

    assert isinstance(outcome, NotSaid)
    assert outcome.why == "too_few_told_of_partners"


def test_a_person_who_alone_holds_much_value_is_found():
    held = found(partner_dependence, study(firms(HUB, {"X": 300, "Y": 100, "Z": 100, "S4": 500})))

    assert [f.subject.id for f in held if f.subject.type == "person"] == ["p03"]
    assert held[0].evidence[0].measure == "value_at_risk"
    assert held[0].evidence[0].value == pytest.approx(0.5)


def test_without_stated_value_partners_are_counted():
    (held,) = found(partner_dependence, study(firms(HUB)))

    assert held.evidence[0].measure == "partners_at_risk"
    assert held.evidence[0].value == pytest.approx(3 / 11)


def test_one_partner_alone_is_no_dependence():
    assert not found(partner_dependence, study(firms({"X": [3], **SHARED}, {"X": 900, "S4": 100})))


def test_partners_spread_over_single_contacts_hang_on_nobody():
    spread = {f"X{v}": [v] for v in (3, 8, 13, 22, 27, 33, 41, 46, 52, 57)}

    assert not found(partner_dependence, study(firms({**spread, **SHARED})))


def test_partners_known_in_one_department_only_hang_on_it():
    own = {f"U{k}": [k, k + 1, k + 2] for k in range(1, 9)}
    rest = {f"S{k}": [k + 20, k + 40] for k in range(1, 9)}

    held = found(partner_dependence, study(firms({**own, **rest})))

    assert [f.subject.unit for f in held] == ["D0"]


def test_where_one_department_does_all_the_dealing_it_is_no_finding():
    own = {f"U{k}": [k, k + 1] for k in range(1, 9)}

    assert not found(partner_dependence, study(firms(own)))


def result(partners: Partners) -> Results:
    return analyse(network(), QUICK, partners=partners)


def test_managers_learn_of_the_partner_and_not_who_knows_it():
    seen = view(result(firms({"X": [3], **SHARED})), MANAGER, Policy())

    (single,) = [f for f in seen.findings if f.kind == "partner_single_contact"]
    assert (single.subject.id, single.subject.name) == ("X", "Firm X")
    assert single.subject.people == ()
    assert all(not action.people for action in single.recommendations)


def test_managers_learn_no_rating_of_a_single_contact():
    partners = firms({"X": [3], **SHARED})
    rated = tuple(replace(d, strength=2.0) for d in partners.dealings)

    seen = view(result(replace(partners, dealings=rated)), MANAGER, Policy())

    (single,) = [f for f in seen.findings if f.kind == "partner_single_contact"]
    assert "partner_strength" not in [e.measure for e in single.evidence]


def test_managers_learn_nothing_of_what_hangs_on_one_unnamed_person():
    seen = view(result(firms(HUB)), MANAGER, Policy())

    assert "partner_dependence" not in [f.kind for f in seen.findings]


def _planted(seed: int) -> tuple[Study, np.ndarray]:
    """A firm with known dealings, a fifth of it silent; who deals with what in truth."""
    rng = np.random.default_rng(seed)
    active = rng.lognormal(0, 0.7, PEOPLE) * np.where(np.arange(PEOPLE) < 20, 3, 0.7)
    rate = active[:, None] * rng.lognormal(0, 1, 30)[None, :]
    truth = rng.random(rate.shape) < 1 - np.exp(-rate * 80 / rate.sum())
    names = [f"F{j}" for j in range(30)]
    silent = frozenset(f"p{v:02}" for v in np.flatnonzero(rng.random(PEOPLE) < 0.2))
    told = firms({name: np.flatnonzero(truth[:, j]).tolist() for j, name in enumerate(names)})
    kept = tuple(d for d in told.dealings if d.person not in silent)
    return study(replace(told, dealings=kept), silent), truth


def test_stated_probabilities_of_single_contacts_come_true():
    stated, true = [], []
    for seed in range(25):
        looked_at, truth = _planted(seed)
        for single in found(partner_single_contact, looked_at):
            stated.append(single.confidence)
            true.append(truth[:, int(single.subject.id[1:])].sum() == 1)

    assert len(stated) > 80
    assert np.mean(stated) == pytest.approx(np.mean(true), abs=0.08)
