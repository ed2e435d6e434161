"""Every page of the url map, opened by everybody: who gets in, and who learns nothing."""

from dataclasses import replace

import pytest
from flask import url_for
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from survey import accounts, jobs, store
from survey.accounts import Invitation
from survey.store.profiles import set_logo
from survey.web.guards import POLICIES
from survey.web.here import WAY_COOKIE
from tests.survey.conftest import START, Visitor, World

STAFF = {
    "nobody",
    "foreigner",
    "manager",
    "bound",
    "trust",
    "hr",
    "analyst",
    "consultant",
    "owner",
}
ROLES = ("stranger", "respondent", "holder", *sorted(STAFF))
LETS_IN = {
    "public": set(ROLES),
    "respondent": {"respondent"},
    "ticket": {"holder"},
    "single_sign_on": set[str](),  # no single sign-on is set up on this site
    "staff": STAFF,
    "owner": {"owner"},
    "guest": {"manager", "bound", "trust", "hr", "analyst", "consultant"},
    "member": {"manager", "hr", "analyst", "consultant"},
    "trusted": {"trust", "hr", "analyst", "consultant"},
    "reader": {"manager", "bound", "hr", "analyst", "consultant"},
    "runner": {"hr", "analyst", "consultant"},
    "admin": {"hr", "analyst", "consultant"},
    "analyst": {"analyst", "consultant"},
    "consultant": {"consultant"},
    "approver": {"trust"},
}
UPLOAD = "0" * 16
OPEN_TO_ALL_WITH_ANY_ARGUMENTS = {"static", "respond.door"}


def rules(world: World) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule in world.app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint not in OPEN_TO_ALL_WITH_ANY_ARGUMENTS
    ]


def address(world: World, rule: Rule, secret: str) -> str:
    """The page at our own client, for the first person who is asked."""
    invitation = store.invitation_by_token(world.ours, world.links[0].token)
    assert invitation
    values = {
        "client": world.ours.slug,
        "survey": world.survey.slug,
        "invitation": invitation.id,
        "number": 1,
        "upload": UPLOAD,
        "secret": secret,
        "person": "E1",
        "key": "information",
        "form": "csv",
        "unit": "0" * 16,
    }
    with world.app.test_request_context():
        return url_for(rule.endpoint, **{k: v for k, v in values.items() if k in rule.arguments})


def as_role(world: World, role: str) -> Visitor:
    visitor = world.visitor(role if role in STAFF else "")
    if role == "respondent":
        visitor.open(world.links[0])
    if role == "holder":
        owes = accounts.begin_second_step(world.house, world.staff["nobody"], START)
        visitor.client.set_cookie(WAY_COOKIE, owes, path="/console/")
    return visitor


def test_every_route_declares_its_policy_and_every_policy_has_a_route(world: World) -> None:
    declared = {rule.endpoint for rule in world.app.url_map.iter_rules()}

    assert declared == set(POLICIES)


def test_every_policy_has_a_guard_and_a_row_in_this_table() -> None:
    assert set(POLICIES.values()) <= set(LETS_IN)


def furnish(world: World) -> None:
    """An upload to look at, a report, a logo, so that no page is missing by itself."""
    uploads = world.ours.folder / "uploads" / world.survey.id
    uploads.mkdir(parents=True)
    (uploads / f"{UPLOAD}.csv").write_text("person_id,name\nE1,Ann\n", encoding="utf-8")
    (uploads / f"{UPLOAD}.name").write_text("people.csv", encoding="utf-8")
    partners = uploads.with_name(uploads.name + "-partners")
    partners.mkdir()
    (partners / f"{UPLOAD}.csv").write_text("partner_id,name\nP1,Acme\n", encoding="utf-8")
    (partners / f"{UPLOAD}.name").write_text("partners.csv", encoding="utf-8")
    set_logo(world.ours, b"\x89PNG")
    job = store.create_job(world.ours, world.survey.id, START)
    store.update_job(world.ours, replace(job, state="done"), START)
    folder = jobs.folder_of(world.ours, job.id)
    folder.mkdir(parents=True)
    for name in jobs.REPORTS.values():
        (folder / name).write_bytes(b"%PDF-1.7")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_its_policies_allow_and_nothing_else(world: World, role: str) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    furnish(world)
    let_in, ought = set(), set()
    invited = Invitation(world.ours.key, "new@example.com", "New", "manager")
    secret = accounts.invite(world.house, invited, START) if role == "holder" else "no such"
    for rule, method in rules(world):
        path = address(world, rule, secret)
        with as_role(world, role).client.open(path, method=method) as answer:
            if not refused(rule, role, answer):
                let_in.add(rule.endpoint)
        if role in LETS_IN[POLICIES[rule.endpoint]]:
            ought.add(rule.endpoint)

    assert let_in == ought


def refused(rule: Rule, role: str, answer: TestResponse) -> bool:
    """Not found, or led to the sign-in page (where those who sign out end as well)."""
    leaves = rule.endpoint == "sign_in.leave" and role in STAFF
    turned_away = answer.status_code == 302 and "/console/sign-in" in answer.location
    return answer.status_code == 404 or (turned_away and not leaves)


def test_a_foreign_clients_page_looks_like_one_that_never_existed(world: World) -> None:
    visitor = world.visitor("analyst")
    foreign = visitor.get(f"/console/c/{world.theirs.slug}/{world.foreign.slug}/")
    never = visitor.get("/console/c/never-existed/never/")

    assert (
        (foreign.status_code, foreign.text) == (never.status_code, never.text) == (404, never.text)
    )


def test_a_survey_of_another_client_is_not_found_under_ones_own(world: World) -> None:
    visitor = world.visitor("analyst")

    assert visitor.get(f"/console/c/{world.ours.slug}/{world.foreign.slug}/").status_code == 404


def test_a_link_opens_nobody_elses_pages(world: World) -> None:
    visitor = world.visitor()
    visitor.open(world.links[0])
    other = store.invitation_by_token(world.ours, world.links[1].token)
    assert other

    assert visitor.get(f"/r/{other.id}/").status_code == 404


def test_two_people_on_one_device_each_keep_their_own_pages(world: World) -> None:
    visitor = world.visitor()
    first, second = visitor.open(world.links[0]), visitor.open(world.links[1])

    assert world.links[0].name in visitor.get(first).text
    assert first != second
    assert "Zoë" in visitor.get(second).text


@pytest.mark.parametrize("token", ["x", "0" * 48, "../../etc", "%00"])
def test_whatever_is_not_a_link_is_not_found(world: World, token: str) -> None:
    assert world.visitor().get(f"/s/{token}").status_code == 404


def test_a_stranger_in_the_console_is_led_to_the_door_wherever_she_came_in(world: World) -> None:
    visitor = world.visitor()
    answers = [visitor.client.get(p) for p in ("/console/", "/console/c/x/", "/console/no-such")]

    assert {answer.status_code for answer in answers} == {302}
    assert all("/console/sign-in" in answer.location for answer in answers)


def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    visitor = world.visitor("analyst")
    cookie = visitor.client.get_cookie("tiewise_staff", path="/console/")
    assert cookie
    visitor.get("/console/")
    visitor.post("/console/sign-out")
    visitor.client.set_cookie("tiewise_staff", cookie.value, path="/console/")

    assert visitor.get("/console/").request.path == "/console/sign-in"


def test_a_session_ends_after_twelve_idle_hours(world: World) -> None:
    visitor = world.visitor("analyst")
    world.clock.pass_(hours=12, minutes=1)

    assert visitor.get("/console/").request.path == "/console/sign-in"


@pytest.mark.parametrize("email", ["analyst@example.com", "unknown@example.com"])
def test_a_refused_sign_in_says_the_same_for_known_and_unknown(world: World, email: str) -> None:
    answer = world.visitor().sign_in(email, "wrong password here")

    assert "do not go together" in answer.text
    assert answer.status_code == 400


def test_guessing_passwords_is_stopped_and_forgiven_later(world: World) -> None:
    visitor = world.visitor()
    for _ in range(8):
        visitor.sign_in("analyst@example.com", "wrong password here")

    assert "too many tries" in visitor.sign_in("analyst@example.com").text
    world.clock.pass_(minutes=16)
    assert visitor.sign_in("analyst@example.com").request.path == "/console/"


@pytest.mark.parametrize("next_", ["//evil.test/", "https://evil.test", "/console//evil.test", ""])
def test_signing_in_leads_nowhere_but_into_the_console(world: World, next_: str) -> None:
    visitor = world.visitor()
    visitor.get("/console/sign-in")
    answer = visitor.client.post(
        "/console/sign-in",
        data={"csrf_token": visitor.proof(), "email": "analyst@example.com",
              "password": "correct horse battery", "next": next_},
    )  # fmt: skip

    assert answer.location == "/console/"
