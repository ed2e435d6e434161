"""Printed cards and the doors that their codes open: right, guessed at, shared by many."""

import io
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model import Person
from survey import cards, store
from survey.cards import Deck
from survey.store import Card, Database, Survey
from survey.store.codes import LENGTH, LETTERS, plain
from survey.web import codes
from tests.survey.conftest import KEY, World

DECK = Deck("How we work", "Lindqvist & Co", "https://survey.example.com", "en")
TOKEN = "0123456789abcdef" + "a" * 32
OURS = "/console/c/lindqvist-co/spring/"


def made(*people: Person) -> list[Card]:
    return [Card(person, "K3T9QW2XHB", TOKEN) for person in people]


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_ten_cards_stand_on_a_page(tmp_path: Path) -> None:
    deck = made(*(Person(f"E{i}", f"Person {i}") for i in range(23)))

    assert cards.draw_cards(tmp_path / "cards.pdf", DECK, deck, {}) == 3
    assert [text.count("K3T9Q W2XHB") for text in texts(tmp_path / "cards.pdf")] == [10, 10, 3]


@pytest.mark.parametrize("name", ["Łukasz Żółć", "O’Brien <b>Ann</b>", "Zoë Ångström", "دنה"])
def test_a_name_stands_on_its_card_as_it_is(tmp_path: Path, name: str) -> None:
    cards.draw_cards(tmp_path / "cards.pdf", DECK, made(Person("E1", name)), {"E1": "Sales"})
    text = texts(tmp_path / "cards.pdf")[0]

    assert name in text or name[::-1] in text
    assert "Sales" in text


def test_a_card_says_where_to_go_in_the_language_of_its_reader(tmp_path: Path) -> None:
    person = Person("E1", "Max", language="Deutsch")
    cards.draw_cards(tmp_path / "cards.pdf", DECK, made(person), {})

    assert "geben Sie den Code ein" in " ".join(texts(tmp_path / "cards.pdf")[0].split())


def test_the_same_cards_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        cards.draw_cards(tmp_path / name, DECK, made(Person("E1", "Ann")), {})

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_square_is_what_an_independent_reader_would_draw() -> None:
    import segno

    rows = [list(row) for row in segno.make("https://x.test/s/" + TOKEN, error="m").matrix]
    drawn = [[0] * len(rows) for _ in rows]
    for y, row in enumerate(rows):
        for begin, length in cards._runs(row):
            drawn[y][begin : begin + length] = [1] * length

    assert drawn == rows


def test_codes_are_the_same_each_time_and_differ_from_person_to_person(
    db: Database, open_survey: Survey
) -> None:
    first = store.issue_cards(db, open_survey.id, KEY)

    assert first == store.issue_cards(db, open_survey.id, KEY)
    assert len({card.code for card in first}) == 24
    assert all(len(card.code) == LENGTH and set(card.code) <= set(LETTERS) for card in first)


def test_a_stolen_database_holds_no_code_nor_its_plain_hash(
    db: Database, open_survey: Survey
) -> None:
    import hashlib

    made_ = store.issue_cards(db, open_survey.id, KEY)
    raw = b"".join(file.read_bytes() for file in db.folder.glob("client.db*"))
    hashes = {hashlib.sha256(card.code.encode()).hexdigest() for card in made_}

    assert not any(card.code.encode() in raw for card in made_)
    assert not any(each.encode() in raw for each in hashes)


@given(st.text(alphabet=LETTERS, min_size=LENGTH, max_size=LENGTH), st.randoms())
def test_a_code_is_understood_however_it_is_typed(code: str, random: object) -> None:
    typed = f" {store.spaced(code).lower()}-"

    assert plain(typed) == code


def test_a_typed_code_opens_the_door_of_its_person(world: World) -> None:
    card = store.issue_cards(world.ours, world.survey.id, KEY)[1]
    visitor = world.visitor()
    visitor.get("/s/")
    page = visitor.post("/s/", code=store.spaced(card.code).lower())

    assert page.request.path.startswith("/r/")
    assert card.person.name in page.text


@pytest.mark.parametrize("code", ["", "x", "K3T9QW2XHB", "%00", "a" * 500])
def test_a_wrong_code_is_told_as_that_and_kept_in_the_field(world: World, code: str) -> None:
    visitor = world.visitor()
    visitor.get("/s/")
    page = visitor.post("/s/", code=code)

    assert page.status_code == 400
    assert "not a code of an open survey" in page.text


def test_guessing_codes_is_slowed_down_and_forgiven_later(world: World) -> None:
    card = store.issue_cards(world.ours, world.survey.id, KEY)[1]
    visitor = world.visitor()
    visitor.get("/s/")
    for _ in range(codes.MOST_TRIES):
        visitor.post("/s/", code="K3T9QW2XHB")
    blocked = visitor.post("/s/", code=card.code)
    world.clock.pass_(minutes=16)
    later = visitor.post("/s/", code=card.code)

    assert blocked.status_code == 429
    assert later.request.path.startswith("/r/")


def test_a_kiosk_forgets_whoever_was_there_before(world: World) -> None:
    card = store.issue_cards(world.ours, world.survey.id, KEY)[1]
    visitor = world.visitor()
    visitor.get("/kiosk/")
    visitor.post("/s/", code=card.code, kiosk="yes")
    mine = visitor.page.request.path
    leave = visitor.page.text
    visitor.get("/kiosk/")

    assert "this device forgets me" in leave
    assert visitor.get(mine).status_code == 404


def test_a_device_of_ones_own_is_offered_no_kiosk(world: World) -> None:
    visitor = world.visitor()
    visitor.open(world.links[1])

    assert "forgets me" not in visitor.page.text


def test_cards_are_downloaded_for_everybody_or_for_those_without_mail(world: World) -> None:
    visitor = world.visitor("analyst")
    visitor.get(OURS + "links")
    pdf = visitor.post(OURS + "cards.pdf", who="all").data
    visitor.get(OURS + "links")
    none = visitor.post(OURS + "cards.pdf", who="without").text
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        pages = len(document)

    assert pages == 3
    assert "Everybody has an e-mail address" in none
