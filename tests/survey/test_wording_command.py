"""Sentences of one's own by the command: checked, shown, printed, and verified afterwards."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from analysis.model import Problem
from survey import report_languages, store
from survey.doctor import examine
from survey.verify import verify
from tests.survey.files import ANSWERS, ROSTER
from tests.survey.files import write as put
from tests.survey.test_cli import run

OURS = '[answer]\ntitle = "What matters to us"\n'


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A folder with one file of sentences."""
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "en.toml").write_text(OURS, encoding="utf-8")
    return folder


def analysed(tmp_path: Path, ours: Path) -> Path:
    """Results made with these sentences."""
    out = tmp_path / "out"
    files = put(tmp_path, "roster.csv", ROSTER), put(tmp_path, "answers.csv", ANSWERS)
    done = run("analyse", *files, "--out", out, "--wording", ours)
    assert done.exit_code == 0, done.output
    return out


def text_of(pdf: Path) -> str:
    """What a PDF says."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_report_is_written_in_words_of_ones_own_and_verified(tmp_path: Path, ours: Path) -> None:
    out = analysed(tmp_path, ours)
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))

    assert "What matters to us" in text_of(out / "report.pdf")
    assert [source["role"] for source in record["inputs"]] == ["roster", "answers", "wording"]
    assert verify(out).difference == ""


def test_verify_sees_that_the_sentences_have_changed(tmp_path: Path, ours: Path) -> None:
    out = analysed(tmp_path, ours)
    (ours / "en.toml").write_text(OURS.replace("us", "you"), encoding="utf-8")

    with pytest.raises(Problem, match="the wording file has changed"):
        verify(out)


def test_report_takes_a_folder_of_sentences(tmp_path: Path, ours: Path) -> None:
    out, other = analysed(tmp_path, ours), tmp_path / "other"
    other.mkdir()
    (other / "en.toml").write_text(OURS.replace("us", "you"), encoding="utf-8")
    done = run("report", out, "--wording", other, "--out", tmp_path / "again.pdf")

    assert done.exit_code == 0, done.output
    assert "What matters to you" in text_of(tmp_path / "again.pdf")


def test_a_wrong_sentence_stops_the_run_before_anything_is_written(
    tmp_path: Path, ours: Path
) -> None:
    (ours / "en.toml").write_text('[answer]\ntittle = "x"\n', encoding="utf-8")
    files = put(tmp_path, "roster.csv", ROSTER), put(tmp_path, "answers.csv", ANSWERS)
    done = run("analyse", *files, "--out", tmp_path / "out", "--wording", ours)

    assert done.exit_code == 1
    assert "Did you mean answer.title" in done.output
    assert not (tmp_path / "out").exists()


def test_check_prints_every_fault_and_ends_with_1(ours: Path) -> None:
    (ours / "en.toml").write_text('[answer]\ntittle = "x"\nlead = "{who}"\n', encoding="utf-8")
    done = run("wording", "check", ours)

    assert done.exit_code == 1
    assert done.output.count("Problem:") == done.output.count("Where:") >= 3
    assert "Faults: " in done.output


def test_check_says_that_all_is_well(ours: Path) -> None:
    done = run("wording", "check", ours / "en.toml")

    assert (done.exit_code, done.output) == (0, "All sentences can be used.\n")


def test_check_as_json_lists_each_fault(ours: Path) -> None:
    (ours / "en.toml").write_text('[answer]\ntittle = "x"\n', encoding="utf-8")
    found = json.loads(run("wording", "check", ours, "--json").output)["problems"]

    assert [problem["where"] for problem in found] == ["en.toml, answer.tittle"]


def test_show_prints_the_sentence_and_its_places() -> None:
    done = run("wording", "show", "kinds.cut_point.claim")

    assert "{people_cut_off|person|people}" in done.output
    assert "Must be kept: " in done.output
    assert "{people_cut_off_low}" in done.output


def test_show_of_a_group_prints_every_sentence_below_it() -> None:
    said = json.loads(run("wording", "show", "page", "--language", "de", "--json").output)

    assert [row["key"] for row in said["sentences"]] == [
        "page.footer_names",
        "page.number",
        "page.see",
    ]


def test_a_client_of_a_site_goes_over_the_house(tmp_path: Path) -> None:
    house = store.open_house(tmp_path / "site")
    store.create_client(house, "Acme", datetime(2026, 11, 2, tzinfo=UTC))
    db = store.open_client(house, "acme")
    own, client = tmp_path / "site" / "wording", tmp_path / "site" / "wording" / "acme"
    client.mkdir(parents=True)
    for folder in (own, client):
        (folder / "en.toml").write_text(OURS, encoding="utf-8")

    assert report_languages.own_words(db, "en") == (own / "en.toml", client / "en.toml")
    house.close()


def test_the_doctor_looks_at_the_sentences_of_a_site(tmp_path: Path) -> None:
    from survey.config import Config

    folder = tmp_path / "wording"
    folder.mkdir()
    (folder / "en.toml").write_text('[answer]\ntittle = "x"\n', encoding="utf-8")
    found = {check.name: check for check in examine(lambda: Config(instance=tmp_path))}

    assert not found["wording"].ok
    assert "en.toml, answer.tittle" in found["wording"].said
