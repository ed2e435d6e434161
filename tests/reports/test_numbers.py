"""Numbers in words and figures."""

import pytest

from reports import numbers
from reports.wording import load

SPEECH = load().number_words


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.78, "about 4 in 5"),
        (0.5, "about half"),
        (0.99, "nearly all"),
        (0.002, "hardly any"),
        (0.083, "about 1 in 12"),
        (0.16, "about 1 in 6"),
        (1.0, "nearly all"),
    ],
)
def test_a_share_in_words(share: float, said: str) -> None:
    assert numbers.about(SPEECH, share).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (1.0, "more than 99 in 100"),
        (0.997, "more than 99 in 100"),
        (0.97, "about 97 in 100"),
        (0.83, "about 85 in 100"),
        (0.61, "about 60 in 100"),
    ],
)
def test_no_probability_is_a_certainty(chance: float, said: str) -> None:
    assert numbers.chance(SPEECH, chance) == said


@pytest.mark.parametrize(
    ("form", "value", "said"),
    [
        ("share", 0.784, "78 %"),
        ("share", 0.001, "under 1 %"),
        ("share", 0.999, "over 99 %"),
        ("share", 0.0, "0 %"),
        ("count", 12345, "12,345"),
        ("large", 2462.2, "2,500"),
        ("number", 8.24, "8.2"),
        ("signed", -0.084, "−0.08"),
        ("signed", 0.64, "+0.64"),
        ("signed", 0.0, "0.00"),
        ("points", 0.0958, "9.6"),
        ("place", 96.9, "96"),
    ],
)
def test_a_figure_is_printed(form: str, value: float, said: str) -> None:
    assert numbers.format_number(SPEECH, form, value).replace("\u00a0", " ") == said


def test_a_list_reads_as_a_sentence() -> None:
    assert [
        numbers.listed(SPEECH, items) for items in ([], ["A"], ["A", "B"], ["A", "B", "C"])
    ] == ["", "A", "A and B", "A, B and C"]


def test_a_long_list_is_counted() -> None:
    assert numbers.listed(SPEECH, list("ABCDE"), 3) == "A, B, C and 2 more"
