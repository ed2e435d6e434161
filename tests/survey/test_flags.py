"""What is noted of answers that were given on the site."""

from analysis.model import Answers, Roster, Tie
from survey.flags import of_site
from tests.survey.conftest import small_firm


def naming(most: int, people: int = 60) -> tuple[Answers, Roster]:
    """E0 names this many of the others, everybody else one."""
    ties = [Tie("E0", f"E{i}", "information", 1 + i % 4) for i in range(1, most + 1)]
    ties += [Tie(f"E{i}", "E0", "information", 1 + i % 4) for i in range(1, people)]
    return Answers(tuple(ties), {}), small_firm(people)


def test_naming_26_people_on_the_site_is_noted() -> None:
    (fault,) = of_site(*naming(26))

    assert (fault.kind, fault.people, fault.row) == ("names_many", ("E0",), None)


def test_naming_25_people_is_nothing_to_note() -> None:
    assert of_site(*naming(25)) == ()


def test_naming_everybody_on_the_site_is_noted_once() -> None:
    assert [fault.kind for fault in of_site(*naming(59))] == ["names_nearly_everybody"]
