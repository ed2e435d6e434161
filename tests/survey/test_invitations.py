"""The pages of invitations: words checked, a test first, one press one sending, bounces noted."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from survey import mailing, store
from survey.mailing import Office
from survey.web.here import EXTENSION, Site
from tests.survey.conftest import START, Visitor, World
from tests.survey.post_office import Server, mail_server, with_mail

OURS = "/console/c/lindqvist-co/spring/"
PEOPLE = 24


@dataclass
class Post:
    """A site with a mail server, and an analyst on the page of invitations."""

    world: World
    server: Server
    visitor: Visitor
    office: Office

    def press(self, what: str, **fields: object) -> str:
        self.visitor.get(OURS + "invitations")
        return self.visitor.post(OURS + f"invitations/{what}", **fields).text

    def invite(self) -> None:
        self.press("test", to="me@example.com", kind="invitation", language="en")
        self.press("send", kind="invitation", number=0)
        mailing.send_due(self.office)


@pytest.fixture
def post(world: World) -> Iterator[Post]:
    with mail_server() as (server, facts):
        site: Site = world.app.extensions[EXTENSION]
        config = with_mail(site.config, facts)
        world.app.extensions[EXTENSION] = replace(site, config=config)
        office = Office(world.house, config, world.clock, lambda _s: False)
        yield Post(world, server, world.visitor("analyst"), office)


def test_without_a_mail_server_the_page_says_what_to_do_instead(world: World) -> None:
    page = world.visitor("analyst").get(OURS + "invitations").text

    assert "sends no e-mail" in page
    assert "printed cards" in page


@pytest.mark.either_database
def test_everybody_is_invited_after_a_test(post: Post) -> None:
    before = post.press("send", kind="invitation", number=0)
    post.invite()
    page = post.visitor.get(OURS + "invitations").text

    assert "Send yourself a test first" in before
    assert f"{PEOPLE} sent" in page
    assert len(post.server.recipients) == PEOPLE + 1


def test_two_presses_of_an_old_page_send_once(post: Post) -> None:
    post.invite()
    post.press("send", kind="invitation", number=0)
    post.press("send", kind="reminder", number=0)
    mailing.send_due(post.office)

    assert len(store.rounds_of(post.world.ours, post.world.survey.id)) == 1
    assert max(post.server.recipients.values()) == 1


def test_the_button_says_which_sending_it_is_for(post: Post) -> None:
    post.press("test", to="me@example.com", kind="invitation", language="en")
    post.world.clock.pass_(days=2)
    post.visitor = post.world.visitor("analyst")
    page = post.visitor.get(OURS + "invitations").text
    action = re.findall(r'action="([^"]+invitations/send[^"]*)"', page)[0].replace("&amp;", "&")
    store.start_round(post.world.ours, post.world.survey.id, "invitation", START)
    post.visitor.post(action, kind="reminder")

    assert len(store.rounds_of(post.world.ours, post.world.survey.id)) == 1


def test_the_page_shows_how_far_the_sending_is(post: Post) -> None:
    post.press("test", to="me@example.com", kind="invitation", language="en")
    post.press("send", kind="invitation", number=0)
    state = post.visitor.get(OURS + "invitations/state.json").json

    assert state == {"waiting": PEOPLE, "done": 0, "total": PEOPLE}
    assert "24 messages are waiting" in post.visitor.get(OURS + "invitations").text


def test_stopping_can_be_undone(post: Post) -> None:
    post.press("test", to="me@example.com", kind="invitation", language="en")
    post.press("send", kind="invitation", number=0)
    stopped = post.press("stop")
    mailing.send_due(post.office)
    sent_meanwhile = len(post.server.taken) - 1
    post.press("again")
    mailing.send_due(post.office)

    assert "24 messages were not sent" in stopped
    assert sent_meanwhile == 0
    assert len(post.server.recipients) == PEOPLE + 1


def test_words_of_ones_own_are_kept_and_sent(post: Post) -> None:
    post.visitor.get(OURS + "invitations/letter?kind=invitation&language=en")
    post.visitor.post(
        OURS + "invitations/letter", kind="invitation", language="en", do="keep",
        subject="{title} begins", body="Dear {name},\r\ngo to {url}",
    )  # fmt: skip
    post.invite()
    letter = post.server.letters[-1]

    assert str(letter["Subject"]) == "Spring begins"
    assert letter.get_content().startswith("Dear ")


def test_words_that_will_not_do_are_explained_and_not_lost(post: Post) -> None:
    post.visitor.get(OURS + "invitations/letter?kind=invitation&language=en")
    page = post.visitor.post(
        OURS + "invitations/letter", kind="invitation", language="en", do="keep",
        subject="Hello {nobody}", body="my <b>precious</b> words",
    )  # fmt: skip

    assert page.status_code == 400
    assert "nothing fills in {nobody}" in page.text.lower()
    assert "my &lt;b&gt;precious&lt;/b&gt; words" in page.text
    assert store.letter_of(post.world.ours, post.world.survey.id, "invitation", "en") is None


def test_the_shipped_words_can_be_had_back(post: Post) -> None:
    survey = post.world.survey
    own = store.Wording("Mine", "{url}")
    store.keep_letter(post.world.ours, survey.id, ("reminder", "fr"), own)
    post.visitor.get(OURS + "invitations/letter?kind=reminder&language=fr")
    post.visitor.post(OURS + "invitations/letter", kind="reminder", language="fr", do="reset")

    assert store.letter_of(post.world.ours, survey.id, "reminder", "fr") is None


@pytest.mark.parametrize("query", ["kind=poem&language=en", "kind=invitation&language=../en"])
def test_a_letter_that_there_is_not_is_not_found(world: World, query: str) -> None:
    page = world.visitor("analyst").get(OURS + f"invitations/letter?{query}")

    assert page.status_code == 404


@pytest.mark.either_database
def test_bounces_are_noted_from_a_file_and_can_be_mended(post: Post) -> None:
    post.invite()
    rows = b"Recipient;Reason\ne1@example.com;mailbox full\nE2;\nghost@example.com;?\n"
    said = post.press("bounces", addresses="", file=(io.BytesIO(rows), "bounces.csv"))
    mine = store.unreached_of(post.world.ours, post.world.survey.id)
    mended = post.press("address", invitation=mine[0].invitation_id, email="right@example.com")

    assert "Noted for 2 people" in said
    assert "ghost@example.com" in said
    assert "mailbox full" in said
    assert "The address is mended" in mended
    assert len(store.unreached_of(post.world.ours, post.world.survey.id)) == 1


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("bounces", {"addresses": " \n"}),
        ("address", {"invitation": "x", "email": "nobody"}),
        ("test", {"to": "nobody", "kind": "invitation", "language": "en"}),
        ("choices", {"language": "en", "target": "many", "reminders": "2"}),
        ("choices", {"language": "en", "target": "80", "reminders": "99"}),
        ("choices", {"language": "tlh", "target": "80", "reminders": "2"}),
    ],
)
def test_nonsense_in_a_form_is_explained(post: Post, what: str, fields: dict[str, str]) -> None:
    text = post.press(what, **fields)

    assert post.visitor.page.status_code == 400
    assert 'class="error"' in text


def test_nobody_of_another_client_gets_another_address(post: Post) -> None:
    foreign = store.invitation_of(post.world.theirs, post.world.foreign.id, "E1")
    assert foreign
    post.press("address", invitation=foreign.id, email="thief@example.com")

    assert post.visitor.page.status_code == 404


def test_choices_are_kept(post: Post) -> None:
    post.press("choices", language="de", target="90", reminders="3")
    chosen = store.collecting_of(post.world.ours, post.world.survey.id)

    assert (chosen.language, chosen.target, chosen.reminders) == ("de", 0.9, 3)


def test_the_page_names_nobody_who_was_or_was_not_reminded(post: Post) -> None:
    post.invite()
    post.world.clock.pass_(days=2)
    post.visitor = post.world.visitor("analyst")
    post.press("send", kind="reminder", number=1)
    mailing.send_due(post.office)
    page = post.visitor.get(OURS + "invitations").text

    assert f"{PEOPLE} sent" in page
    assert not any(link.email in page for link in post.world.links)


def test_trouble_with_the_server_is_told_on_the_page(post: Post) -> None:
    post.press("test", to="me@example.com", kind="invitation", language="en")
    post.press("send", kind="invitation", number=0)
    away = replace(post.office.config, mail_port=1)
    mailing.send_due(replace(post.office, config=away))
    page = post.visitor.get(OURS + "invitations").text

    assert "The mail server can&#39;t be reached" in page
    assert "tried again by itself" in page


def test_links_of_the_sheet_open_doors(world: World) -> None:
    visitor = world.visitor("analyst")
    visitor.get(OURS + "links")
    visitor.post(OURS + "links.csv")
    rows = list(csv.DictReader(io.StringIO(visitor.page.text.lstrip("\ufeff"))))

    assert len(rows) == PEOPLE
    assert store.invitation_by_token(world.ours, rows[3]["url"].rpartition("/")[2])


def test_closing_warns_where_few_have_answered(world: World) -> None:
    visitor = world.visitor("analyst")
    page = visitor.get(OURS).text
    refused = visitor.post(OURS + "close", word="close")

    assert "Only 0 of 24 have answered" in page
    assert refused.status_code == 400
    assert store.survey_of(world.ours, world.survey.id).state == "open"
    assert world.clock() == START
