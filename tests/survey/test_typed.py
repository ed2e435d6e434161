"""What arrives with a form is text that somebody could have typed."""

import pytest

from survey import store
from survey.web.typed import cleaned
from tests.survey.conftest import World


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("line\r\nnext\tcell", "line\r\nnext\tcell"),
        ("turned \u202eback", "turned back"),
        ("half \ud83d a sign", "half  a sign"),
        ("می‌خواهم \u200fעברית", "می‌خواهم \u200fעברית"),
        ("<b>O’Brien</b> =1+1", "<b>O’Brien</b> =1+1"),
    ],
)
def test_only_what_nobody_can_type_is_left_out(sent: str, kept: str) -> None:
    assert cleaned(sent) == kept


def test_a_title_with_a_null_in_it_is_kept_without(world: World) -> None:
    visitor = world.visitor("analyst")
    visitor.get("/console/c/lindqvist-co/spring/next")
    visitor.post("/console/c/lindqvist-co/spring/next", title="Next\x00 year")

    assert "Next year" in [survey.plan.title for survey in store.list_surveys(world.ours)]
