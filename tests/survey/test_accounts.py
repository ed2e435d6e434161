"""Staff come in by invitation, password, code, passkey or single sign-on, and no other way."""

import re
from datetime import timedelta

import pytest

from analysis.model import Problem
from survey import accounts, bank, store
from survey.accounts import Invitation
from survey.store import tickets
from survey.store.tickets import Ticket
from tests.survey.conftest import START, Visitor, World, small_firm

OURS = "/console/c/lindqvist-co/"
NEW = "three or four words"


def invited(visitor: Visitor, email: str = "mo@example.com", role: str = "manager") -> str:
    """The path of the link that inviting somebody gives."""
    visitor.get(OURS + "access")
    visitor.post(OURS + "access", name="Mo", email=email, role=role, unit="")
    found = re.search(r'class="code">http://127.0.0.1:8000([^<]+)<', visitor.page.text)
    return found[1] if found else ""


def test_whoever_is_invited_chooses_a_password_and_is_in(world: World) -> None:
    link = invited(world.visitor("hr"))
    mo = world.visitor()
    mo.get(link)
    mo.post(link, name="Mo Ek", password=NEW)

    assert mo.page.request.path == "/console/"
    assert "Lindqvist &amp; Co" in mo.page.text
    assert world.visitor().sign_in("mo@example.com", NEW).request.path == "/console/"


def test_nothing_is_given_before_the_invitation_is_taken_up(world: World) -> None:
    invited(world.visitor("hr"))

    assert store.staff_by_email(world.house, "mo@example.com") is None
    assert "Invited, not here yet" in world.visitor("hr").get(OURS + "access").text


def test_a_link_is_good_once(world: World) -> None:
    link = invited(world.visitor("hr"))
    first = world.visitor()
    first.get(link)
    first.post(link, name="Mo", password=NEW)

    assert world.visitor().get(link).status_code == 404


def test_looking_at_a_link_uses_nothing_up(world: World) -> None:
    link = invited(world.visitor("hr"))
    for _ in range(3):
        world.visitor().get(link)

    assert world.visitor().get(link).status_code == 200


def test_a_link_is_good_for_a_week(world: World) -> None:
    link = invited(world.visitor("hr"))
    world.clock.pass_(days=7, minutes=1)

    assert world.visitor().get(link).status_code == 404


@pytest.mark.parametrize("button", ["again", "withdraw"])
def test_a_new_link_or_none_makes_the_old_one_void(world: World, button: str) -> None:
    hr = world.visitor("hr")
    link = invited(hr)
    key = re.search(r'name="invitation" value="(\w+)"', hr.get(OURS + "access").text)
    assert key
    hr.post(OURS + f"access/{button}", invitation=key[1])

    assert hr.page.status_code == 200
    assert world.visitor().get(link).status_code == 404


def test_an_invitation_gives_nobody_the_account_of_another(world: World) -> None:
    """Whoever writes an invitation sees its link; it must not open an account that exists."""
    link = invited(world.visitor("hr"), "foreigner@example.com")
    thief = world.visitor()
    thief.get(link)
    answer = thief.post(link, name="Thief", password=NEW)

    assert "Sign in" in world.visitor().get(link).text
    assert answer.status_code == 400
    assert world.visitor().sign_in("foreigner@example.com", NEW).status_code == 400


def test_somebody_with_an_account_accepts_with_it(world: World) -> None:
    link = invited(world.visitor("hr"), "Foreigner@example.com")
    mine = world.visitor("foreigner")
    mine.get(link)
    mine.post(link)

    assert {"Lindqvist &amp; Co", "Rival"} <= set(
        re.findall(r"<bdi>([^<]+)</bdi></a>", mine.page.text)
    )


def test_nobody_gives_a_role_that_may_more_than_her_own(world: World) -> None:
    hr = world.visitor("hr")

    assert invited(hr, role="analyst") == ""
    assert hr.page.status_code == 400
    assert invited(world.visitor("consultant"), "x@example.com", "analyst")


def test_nobody_takes_a_role_that_may_more_than_her_own(world: World) -> None:
    hr = world.visitor("hr")
    hr.get(OURS + "access")
    hr.post(OURS + "access/remove", staff=world.staff["consultant"].id)

    assert hr.page.status_code == 400
    assert store.role_of(world.house, world.staff["consultant"].id, world.ours.key) == "consultant"


def test_somebody_is_removed_and_sees_nothing_any_more(world: World) -> None:
    hr = world.visitor("hr")
    hr.get(OURS + "access")
    hr.post(OURS + "access/remove", staff=world.staff["manager"].id)

    assert world.visitor("manager").get(OURS).status_code == 404


def test_somebody_of_another_client_can_not_be_changed_from_here(world: World) -> None:
    hr = world.visitor("hr")
    hr.get(OURS + "access")
    hr.post(OURS + "access/role", staff=world.staff["foreigner"].id, role="manager")

    assert hr.page.status_code == 400
    assert store.role_of(world.house, world.staff["foreigner"].id, world.ours.key) is None


def test_the_last_who_can_give_access_can_not_be_removed(world: World) -> None:
    for role in ("analyst", "hr"):
        store.grant(world.house, world.staff[role].id, world.ours.key, "manager")
    consultant = world.visitor("consultant")
    consultant.get(OURS + "access")
    consultant.post(OURS + "access/remove", staff=world.staff["consultant"].id)

    assert "nobody would be left" in consultant.page.text.casefold()


def test_a_ticket_is_taken_by_one_and_of_its_own_kind_only(world: World) -> None:
    secret = tickets.issue(world.house, Ticket("passkey"), START + timedelta(minutes=1), START)

    assert tickets.take(world.house, "form", secret, START) is None
    assert tickets.take(world.house, "passkey", secret, START) is not None
    assert tickets.take(world.house, "passkey", secret, START) is None


def test_strangers_can_not_fill_the_database_by_beginning_to_sign_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "MOST", 3)
    soon = START + timedelta(minutes=1)
    for _ in range(3):
        tickets.issue(world.house, Ticket("passkey"), soon, START)

    with pytest.raises(Problem, match="too many"):
        tickets.issue(world.house, Ticket("passkey"), soon, START)
    assert tickets.issue(world.house, Ticket("passkey"), soon, soon + timedelta(seconds=1))


def test_a_role_that_nobody_knows_lets_nobody_in(world: World) -> None:
    store.grant(world.house, world.staff["nobody"].id, world.ours.key, "king")  # type: ignore[arg-type]

    assert store.role_of(world.house, world.staff["nobody"].id, world.ours.key) is None


def test_an_invitation_says_who_where_and_as_what(world: World) -> None:
    made = Invitation(world.ours.key, "x@example.com", "Xu", "manager", ("department", "Sales"))
    page = world.visitor().get("/console/welcome/" + accounts.invite(world.house, made, START)).text

    assert "Xu" in page
    assert "Lindqvist &amp; Co" in page
    assert "Sales" in page


def named_draft(world: World) -> str:
    """A draft in which managers are to see names."""
    plan = store.Plan("Named", "bids", "Ann", "ann@example.com", mode="named")
    survey = store.create_survey(world.ours, plan, bank.load("annual").questions, START)
    store.import_roster(world.ours, survey.id, small_firm())
    return survey.id


def test_managers_see_names_only_once_the_trust_person_has_agreed(world: World) -> None:
    survey_id = named_draft(world)
    with pytest.raises(Problem, match="nobody has agreed"):
        store.open_survey(world.ours, survey_id, START)
    trust = world.visitor("trust")
    assert "Managers would see names" in trust.get(OURS + "named/promises/").text
    trust.post(OURS + "named/promises/agree")

    assert "Trust</bdi> agreed" in trust.page.text
    assert store.open_survey(world.ours, survey_id, START).state == "open"


def test_whoever_runs_the_survey_can_not_agree_for_others(world: World) -> None:
    named_draft(world)
    consultant = world.visitor("consultant")

    assert "I agree" not in consultant.get(OURS + "named/promises/").text
    assert consultant.post(OURS + "named/promises/agree").status_code == 404


def test_the_trust_person_reads_what_people_read(world: World) -> None:
    trust = world.visitor("trust")
    page = trust.get(OURS + "spring/promises/?language=de").text
    told = world.visitor()
    told.open(world.links[0])
    told.get(str(told.page.request.path) + "?language=de")
    lines = re.findall(
        r"<p>([^<]{40,})</p>", page.split('<section class="card"')[1].split("</section>")[0]
    )

    assert len(lines) >= 5
    assert [line for line in lines if line not in told.page.text] == []
