"""Partners in the console: a list is looked at and taken, what people typed is settled."""

import io

import pytest

from analysis.partners import BACKUP, Dealing, Partner
from survey import bank, jobs, store
from survey.store import Reply, Survey, series
from tests.survey.conftest import START, Visitor, World, add_survey, small_firm

DRAFT = "/console/c/lindqvist-co/autumn/partners/"
LIST = 'partner_id,name,sector,importance,annual_value\nP1,Acme,Food,high,"1,200"\nP2,Umbra,,,\n'


@pytest.fixture
def hr(world: World) -> Visitor:
    add_survey(world.ours, "Autumn")
    return world.visitor("hr")


def upload(hr: Visitor, text: str) -> str:
    hr.get(DRAFT)
    hr.post(DRAFT, file=(io.BytesIO(text.encode()), "partners.csv"))
    return str(hr.page.request.path)


def draft(world: World) -> str:
    found = store.survey_by_slug(world.ours, "autumn")
    assert found
    return found.id


def test_a_list_is_shown_before_it_is_taken(world: World, hr: Visitor) -> None:
    path = upload(hr, LIST)
    assert "Everything was understood" in hr.page.text
    assert store.firms_of(world.ours, draft(world)) == ()
    hr.post(path)

    assert [firm.partner for firm in store.firms_of(world.ours, draft(world))] == [
        Partner("P1", "Acme", "", "Food", "", 3.0, 1200.0),
        Partner("P2", "Umbra"),
    ]
    assert "Partners on the list: 2" in hr.page.text


def test_another_list_takes_the_place_of_the_first(world: World, hr: Visitor) -> None:
    hr.post(upload(hr, LIST))
    path = upload(hr, "partner_id,name\nP9,Nova\n")
    assert "the list of 2 partners" in hr.page.text
    hr.post(path)

    assert [firm.partner.id for firm in store.firms_of(world.ours, draft(world))] == ["P9"]


def test_a_list_that_contradicts_itself_is_not_taken(world: World, hr: Visitor) -> None:
    path = upload(hr, "partner_id,name\nP1,Acme\nP1,Umbra\n")
    assert "P1 is on the list of partners twice" in hr.page.text
    answer = hr.post(path, choice="good")

    assert answer.status_code == 400
    assert store.firms_of(world.ours, draft(world)) == ()


def test_rows_to_mend_are_a_sheet(hr: Visitor) -> None:
    path = upload(hr, "partner_id,name,annual_value\nP1,Acme,much\n")
    answer = hr.post(path + "/problems.csv")

    assert "much is not a number of 0 or more" in answer.text


def test_what_is_no_list_of_partners_says_which_column_is_missing(hr: Visitor) -> None:
    upload(hr, "colour,weight\nred,3\n")

    assert hr.page.status_code == 400
    assert "partner_id" in hr.page.text


def test_taking_a_roster_leaves_the_list_of_partners(world: World, hr: Visitor) -> None:
    hr.post(upload(hr, LIST))
    store.import_roster(world.ours, draft(world), small_firm(12))

    assert len(store.firms_of(world.ours, draft(world))) == 2


@pytest.fixture
def answered(world: World) -> Survey:
    """Two have typed what is Umbra in other words, one a partner that nobody else knows."""
    plan = store.Plan("Trade", "more trade", "Ann", "a@example.com")
    survey = store.create_survey(world.ours, plan, bank.load("partners").questions, START)
    store.import_roster(world.ours, survey.id, small_firm())
    store.put_firms(world.ours, survey.id, [Partner("P1", "Acme"), Partner("P2", "Umbra")])
    store.open_survey(world.ours, survey.id, START)
    for person, name in (("E6", "Umbra Logistics"), ("E7", "umbra logistics"), ("E8", "Nova")):
        mine = store.invitation_of(world.ours, survey.id, person)
        assert mine
        id_ = store.add_typed(world.ours, mine.id, name, START)
        firms = store.firms_of(world.ours, survey.id, mine.id)
        (key,) = [firm.key for firm in firms if firm.id == id_]
        store.record(world.ours, mine.id, Reply("partner", {key: 1.0}), START)
        store.submit(world.ours, mine.id, START)
    store.close_survey(world.ours, survey.id, START)
    return survey


TRADE = "/console/c/lindqvist-co/trade/partners/"


def rows(world: World, survey: Survey, name: str) -> list[str]:
    firms = store.firms_of(world.ours, survey.id)
    return [f.id for f in firms if f.typed and f.partner.name.casefold() == name.casefold()]


def test_a_typed_partner_is_merged_with_a_listed_one(world: World, answered: Survey) -> None:
    hr = world.visitor("hr")
    assert hr.get(TRADE).text.count("<h3>") == 2
    (umbra,) = [f.id for f in store.firms_of(world.ours, answered.id) if f.partner.id == "P2"]
    assert f'<option value="{umbra}" selected>' in hr.page.text
    hr.post(
        TRADE + "settle", firm=rows(world, answered, "Umbra Logistics"), into=umbra, do="merged"
    )

    found = jobs.inputs_of(world.ours, answered.id).partners
    assert "Merged with <bdi>Umbra</bdi>" in hr.page.text
    assert found.dealings[:2] == (Dealing("E6", "P2", BACKUP), Dealing("E7", "P2", BACKUP))
    assert [firm.name for firm in found.partners] == ["Acme", "Umbra", "Nova"]


def test_what_was_settled_can_be_undone(world: World, answered: Survey) -> None:
    hr = world.visitor("hr")
    hr.get(TRADE)
    hr.post(TRADE + "settle", firm=rows(world, answered, "Nova"), do="new")
    assert "Kept as a partner of its own." in hr.page.text
    hr.post(TRADE + "settle", firm=rows(world, answered, "Nova"), do="undo")

    assert {firm.settled for firm in store.firms_of(world.ours, answered.id)} == {""}


def test_a_typed_partner_can_only_be_merged_with_one_on_the_list(
    world: World, answered: Survey
) -> None:
    hr = world.visitor("hr")
    hr.get(TRADE)
    (nova,) = rows(world, answered, "Nova")
    answer = hr.post(TRADE + "settle", firm=[nova], into=nova, do="merged")

    assert answer.status_code == 400
    assert "not on the list" in answer.text


def test_nothing_is_settled_while_answers_come_in(world: World) -> None:
    hr = world.visitor("hr")
    hr.get("/console/c/lindqvist-co/spring/partners/")
    answer = hr.post("/console/c/lindqvist-co/spring/partners/settle", firm=["x"], do="new")

    assert answer.status_code == 400


def test_the_next_wave_starts_from_the_list_and_what_was_kept(
    world: World, answered: Survey
) -> None:
    store.settle(world.ours, answered.id, rows(world, answered, "Nova"), "new")
    made = series.next_wave(world.ours, answered.id, "Next year", START)

    names = [firm.partner.name for firm in store.firms_of(world.ours, made.id)]
    assert names == ["Acme", "Umbra", "Nova"]


def test_erasing_answers_erases_what_was_typed(world: World, answered: Survey) -> None:
    from survey.store import erasing

    erasing.erase(world.ours, answered.id, "answers", START)

    assert rows(world, answered, "Nova") == []
