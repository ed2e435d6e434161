"""Every form of the url map, filled in with nonsense: nothing breaks or is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import lxml.html
import pytest
from lxml.html import FormElement, HtmlElement
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from survey import store
from survey.store.profiles import set_logo
from survey.web.typed import cleaned
from tests.survey.conftest import PASSWORD, Visitor, World, add_survey
from tests.survey.test_permissions import address, furnish

NONSENSE = {
    "nothing": "",
    "a whole book": "x" * 20_000,
    "markup": "<script>alert(1)</script>\"'&",
    "control characters": "a\x00b\x07c",
    "a turned direction": "a\u202eb",
    "a number beyond all": "-1e309",
    "a word of another language": "naïve ✗",
    "a formula": "=1+1",
    "an encoded header": "=?utf-8?q?=0ABcc:x@y?=",
    "lines of a letter": "a\r\nBcc: x@example.com\r\n\r\nb",
}
# What a careful person writes into the fields that are not being tried.
SENSE = {
    "email": "ann@example.com",
    "title": "Autumn once more",
    "goal": "faster bids",
    "contact": "Ann Ek",
    "contact_email": "ann@example.com",
    "name": "Nu Person",
    "day": "2027-05-01",
    "time": "09:00",
    "old": PASSWORD,
    "new": "four words that nobody guesses",
    "password": PASSWORD,
    "id": "X1",
    "code": "123456",
    "addresses": "e1@example.com",
}
TYPED = ("text", "email", "date", "number", "search", "textarea")
SECRET = ("password", "file")
FORGETTING = ("/kiosk/",)  # a device that many share keeps nothing that was typed


@dataclass(frozen=True)
class Place:
    """A form on a page, and where it is sent."""

    page: str
    action: str
    form: FormElement

    @property
    def fields(self) -> list[str]:
        """The names of what can be filled in or chosen."""
        shown = (e for e in self.form.inputs if e.name and e.tag != "button")
        return sorted({e.name for e in shown if e.get("type") not in ("hidden", "submit")})

    def filled(self, name: str, value: str) -> MultiDict[str, str]:
        """The form as a careful person would send it, but for one field."""
        data = MultiDict(self.form.form_values())
        for each in self.form.inputs:
            if each.name in SENSE and _kind(each) in (*TYPED, *SECRET) and not each.value:
                data.setlist(each.name, [SENSE[each.name]])
        data.setlist(name, [value])
        return data


def _kind(field: HtmlElement) -> str:
    return str(field.tag if field.tag != "input" else field.get("type", "text"))


def visitor(world: World, role: str) -> Visitor:
    found = world.visitor("" if role == "respondent" else role)
    if role == "respondent":
        found.open(world.links[0])
        invitation = store.invitation_by_token(world.ours, world.links[0].token)
        assert invitation
        found.post(f"/r/{invitation.id}/start")
    return found


def addresses(world: World) -> Iterator[str]:
    """Every page there is, of an open survey and of a draft."""
    draft = add_survey(world.ours, "Autumn")
    furnish(world)
    set_logo(world.ours, b"")
    for rule in world.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in ("static", "respond.door"):
            continue
        for survey in (world.survey, draft) if "survey" in rule.arguments else (world.survey,):
            page = address(replace(world, survey=survey), rule, "no such")
            numbers = range(1, 8) if "number" in rule.arguments else (1,)
            yield from (page.replace("/q/1", f"/q/{number}") for number in numbers)


def places(world: World, role: str) -> list[Place]:
    """The forms that this role meets, each once."""
    somebody, found = visitor(world, role), dict[tuple[str, ...], Place]()
    for page in addresses(world):
        with somebody.client.get(page) as answer:
            if answer.status_code != 200 or "html" not in answer.content_type:
                continue
            drawn = lxml.html.fromstring(answer.text)
        for form in drawn.forms:
            place = Place(page, form.action or page, form)
            sends = form.xpath(".//button[not(@type) or @type='submit']")
            if form.method == "POST" and place.fields and sends:
                found.setdefault((place.action, *place.fields), place)
    return list(found.values())


@pytest.mark.parametrize("role", ["owner", "consultant", "respondent"])
def test_nonsense_in_any_field_is_explained_beside_it_and_nothing_is_lost(
    world: World, role: str
) -> None:
    faults = []
    for place in places(world, role):
        somebody = visitor(world, role)
        proof = _proof(somebody, place)
        for name in place.fields:
            for what, value in NONSENSE.items():
                sent = place.filled(name, value)
                sent["csrf_token"] = proof
                with somebody.client.post(place.action, data=sent) as answer:
                    wrong = fault(somebody, place, name, value, answer)
                faults += [f"{place.action} {name}, {what}: {wrong}"] if wrong else []

    assert not faults, "\n".join(faults)


def _proof(somebody: Visitor, place: Place) -> str:
    somebody.get(place.page)
    return somebody.proof()


def fault(
    somebody: Visitor, place: Place, name: str, value: str, answer: TestResponse
) -> str | None:
    """What is wrong with how one piece of nonsense was taken, if anything."""
    if answer.status_code in (302, 303):
        answer = somebody.get(answer.location)
    if answer.status_code not in (200, 400, 422, 429):
        return f"status {answer.status_code}"
    if "<script>alert(1)" in answer.text:
        return "markup runs"
    if answer.status_code < 400:
        return None
    page = lxml.html.fromstring(answer.text)
    forms = [form for form in page.forms if form.get("action") == place.form.get("action")]
    again = [e for form in forms for e in form.inputs if e.name == name and _kind(e) != "hidden"]
    if not again:
        # Where one thing is chosen from a list and nothing typed, a page that says why will do.
        chosen_only = place.fields == [name] and not _texts(place.form)
        return None if chosen_only and page.find(".//h1") is not None else "the form is gone"
    return _unsaid(page, again[0]) or _lost(place, again[0], value)


def _texts(form: FormElement) -> list[HtmlElement]:
    return [each for each in form.inputs if _kind(each) in TYPED]


def _unsaid(page: HtmlElement, field: HtmlElement) -> str | None:
    """A refusal is said at a field of that form, for those who see it and those who hear it.

    Where what is wrong is how two fields go together, as with address and password, either will do.
    """
    told = {e.get("id") for e in page.find_class("wrong") if e.text_content().strip()}
    form = next(field.iterancestors("form"))
    heard = {id_ for e in form.iter() for id_ in e.get("aria-describedby", "").split()}
    return None if told & heard else "nothing is said beside it"


def _lost(place: Place, field: HtmlElement, value: str) -> str | None:
    """What was typed stands there still, but for what nobody can type."""
    if _kind(field) not in TYPED or place.page.endswith(FORGETTING):
        return None
    kept, typed = (" ".join(text.split()) for text in (field.value or "", cleaned(value)))
    return None if (kept and typed.startswith(kept)) or kept == typed else f"lost: {kept[:40]!r}"
