"""From files to files: everything or nothing, the same bytes, and nobody named to managers."""

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from analysis import MANAGER, Policy, Settings
from analysis.model import Problem
from analysis.planted import plant, write
from survey import outputs, pipeline
from survey.differences import first_difference
from survey.outputs import FILES, whole_or_nothing
from survey.pipeline import Options
from survey.policies import read_policy
from survey.verify import verify
from tests.survey.files import ROSTER, refused
from tests.survey.files import write as put

QUICK = Settings(runs=5, draws=8, permutations=200, nulls=8)
OPTIONS = Options(settings=QUICK)
TABLES = ("units.csv", "pairs.csv", "questions.csv", "question_pairs.csv")
FIGURES = ("people.csv", "units.csv", "pairs.csv", "findings.json", "report.pdf")


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of a firm of 48, of whom some did not answer."""
    folder = tmp_path_factory.mktemp("firm")
    write(plant("silo", 1, people=48, response=0.9), folder)
    return folder


@pytest.fixture(scope="module")
def done(firm: Path) -> Path:
    """The same firm analysed, in a folder beside it."""
    out = firm / "out"
    pipeline.run(job_of(firm), out)
    return out


def job_of(firm: Path, options: Options = OPTIONS) -> pipeline.Inputs:
    read = pipeline.from_files(firm / "roster.csv", firm / "answers.csv", options)
    return replace(read, firm="Ek & Orr", title="Spring", command=("tiewise", "analyse"))


def copied(done: Path, folder: Path) -> Path:
    """The firm with its results once more, to be spoilt."""
    shutil.copytree(done.parent, folder / "firm")
    return folder / "firm" / "out"


def test_a_run_leaves_every_file_of_the_contract_and_nothing_else(done: Path) -> None:
    assert {path.name for path in done.iterdir()} == {*FILES} - {"changes.csv"}


def test_the_record_says_how_to_make_it_all_again(done: Path, firm: Path) -> None:
    record = json.loads((done / "run.json").read_text(encoding="utf-8"))

    assert record["command"] == ["tiewise", "analyse"]
    assert record["seed"] == 1
    assert record["versions"]["tiewise"]
    assert record["seconds"]["report"] > 0
    assert record["inputs"][0] == {
        "role": "roster",
        "path": "../roster.csv",
        "sha256": outputs.sha256(firm / "roster.csv"),
    }
    assert record["outputs"] == {name: outputs.sha256(done / name) for name in record["outputs"]}


def test_two_runs_give_the_same_bytes(firm: Path, done: Path, tmp_path: Path) -> None:
    pipeline.run(job_of(firm), tmp_path / "again")

    for name in (*FIGURES, "problems.csv", "network.graphml"):
        assert (tmp_path / "again" / name).read_bytes() == (done / name).read_bytes(), name


def test_the_report_and_the_findings_name_people_to_the_analyst(done: Path) -> None:
    names = [row[-1] for row in rows_of(done / "people.csv")[1:]]

    said = text_of(done / "report.pdf")

    assert any(name in said for name in names)
    assert "Ek & Orr" in said


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_manager_gets_no_file_with_names(firm: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    job = job_of(firm, replace(OPTIONS, audience=MANAGER))

    pipeline.run(job, out)

    written = {path.name for path in out.iterdir()}
    assert written == {"report.pdf", "report_numbers.json", "findings.json", "run.json", *TABLES}
    shown = (out / "findings.json").read_text(encoding="utf-8") + text_of(out / "report.pdf")
    assert not [p for p in job.roster.people if p.name in shown or f'"{p.id}"' in shown]


def test_no_names_stay_behind_from_an_earlier_run(firm: Path, tmp_path: Path) -> None:
    options = replace(OPTIONS, pdf=False)
    pipeline.run(job_of(firm, options), tmp_path)
    put(tmp_path, "mine.txt", "kept")

    pipeline.run(job_of(firm, replace(options, audience=MANAGER)), tmp_path)

    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"findings.json", "run.json", "mine.txt", *TABLES}


def test_where_the_policy_names_nobody_the_analyst_gets_no_names_either(
    firm: Path, tmp_path: Path
) -> None:
    options = replace(OPTIONS, policy=Policy(mode="aggregate"), pdf=False)

    pipeline.run(job_of(firm, options), tmp_path)

    assert not (tmp_path / "people.csv").exists()


def test_a_run_that_fails_leaves_what_was_there(firm: Path, done: Path, tmp_path: Path) -> None:
    out = copied(done, tmp_path)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    refused(pipeline.run, job_of(firm, replace(OPTIONS, language="tlh")), out)

    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_run_that_fails_leaves_no_new_folder(tmp_path: Path) -> None:
    def fail() -> None:
        with whole_or_nothing(tmp_path / "new"):
            raise Problem("something is wrong")

    refused(fail)

    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_that_is_said(firm: Path) -> None:
    problem = refused(pipeline.run, job_of(firm), firm / "roster.csv")

    assert problem.what == "the results can't be written"


def test_a_question_that_nobody_answered_is_refused(firm: Path, tmp_path: Path) -> None:
    settings = replace(QUICK, questions=("tea",))

    problem = refused(pipeline.run, job_of(firm, Options(settings=settings)), tmp_path / "out")

    assert "tea" in problem.what
    assert "information" in problem.mend


def test_a_roster_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    roster = put(tmp_path, "roster.csv", ROSTER + "E1,Other,Works\nE2,Other,Works\n")

    problem = refused(pipeline.from_files, roster, roster)

    assert problem.where == "roster.csv, row 5, column person_id"
    assert "1 more like this" in problem.mend


def test_progress_is_told_from_beginning_to_end(firm: Path, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []

    pipeline.run(job_of(firm), tmp_path / "out", lambda stage, share: told.append((stage, share)))

    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert told[-1] == ("done", 1.0)
    assert "report" in {stage for stage, _ in told}


def test_results_that_nobody_touched_are_verified(done: Path) -> None:
    verdict = verify(done)

    assert verdict.difference == ""
    assert set(FIGURES) <= set(verdict.compared)


def test_a_changed_figure_is_named_by_file_row_and_column(done: Path, tmp_path: Path) -> None:
    out = copied(done, tmp_path)
    rows = rows_of(out / "people.csv")
    column = rows[0].index("betweenness")
    was, rows[3][column] = rows[3][column], "12.5"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    put(out, "people.csv", text.getvalue())

    said = verify(out).difference

    assert said == f"people.csv, row 4, column betweenness: it says 12.5, recomputed {was}"


def test_a_changed_finding_is_named_by_its_path(done: Path, tmp_path: Path) -> None:
    out = copied(done, tmp_path)
    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    found["organisation"]["ties"] += 1
    put(out, "findings.json", json.dumps(found, ensure_ascii=False, indent=1) + "\n")

    assert verify(out).difference.startswith("findings.json, organisation.ties: it says")


def test_a_changed_report_is_noticed(done: Path, tmp_path: Path) -> None:
    out = copied(done, tmp_path)
    with (out / "report.pdf").open("ab") as file:
        file.write(b"x")

    assert verify(out).difference.startswith("report.pdf")


def test_a_file_that_is_gone_is_noticed(done: Path, tmp_path: Path) -> None:
    out = copied(done, tmp_path)
    (out / "units.csv").unlink()

    assert verify(out).difference == "units.csv: it is gone"


def test_answers_that_have_changed_are_named(done: Path, tmp_path: Path) -> None:
    out = copied(done, tmp_path)
    with (out.parent / "answers.csv").open("a") as file:
        file.write("\n")

    assert refused(verify, out).what == "the answers file has changed since the analysis"


def test_inputs_beside_the_results_are_found(done: Path, tmp_path: Path) -> None:
    out = copied(done, tmp_path)
    for name in ("roster.csv", "answers.csv"):
        (out.parent / name).rename(out / name)

    assert verify(out).difference == ""


def test_inputs_that_are_gone_are_named(done: Path, tmp_path: Path) -> None:
    out = copied(done, tmp_path)
    (out.parent / "roster.csv").unlink()

    assert refused(verify, out).what == "the roster file is gone"


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (None, "there is no run.json"),
        ("{", "run.json can't be read"),
        ("[]", "this is no record of a run"),
        ('{"schema": "tiewise/run/1", "outputs": {}}', "run.json is not whole"),
    ],
)
def test_a_folder_that_is_no_result_is_refused(
    tmp_path: Path, record: str | None, what: str
) -> None:
    if record is not None:
        put(tmp_path, "run.json", record)

    assert refused(verify, tmp_path).what == what


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a,b\n1,2\n", "a,b\n1,3\n", "x.csv, row 2, column b: it says 2, recomputed 3"),
        ("a\n1\n", "a\n1\n2\n", "x.csv, row 3, column a: it says nothing, recomputed 2"),
        ("a\n", "a\n", ""),
    ],
)
def test_the_first_cell_that_differs_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    paths = put(tmp_path, "old.csv", old), put(tmp_path, "new.csv", new)

    assert first_difference("x.csv", *paths) == said


def test_a_policy_file_sets_what_it_names(tmp_path: Path) -> None:
    policy = read_policy(put(tmp_path, "policy.toml", 'mode = "named"\nk = 8\n'))

    assert policy == Policy(mode="named", k=8)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("mode = ", "the policy can't be read"),
        ("colour = 1", "there is no setting colour"),
        ("k = 2", "the smallest group is 2"),
        ('k = "many"', "k can't be 'many'"),
        ('mode = "open"', "there is no mode 'open'"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(tmp_path: Path, text: str, what: str) -> None:
    problem = refused(read_policy, put(tmp_path, "policy.toml", text))

    assert problem.what == what
    assert "policy.toml" in problem.where
