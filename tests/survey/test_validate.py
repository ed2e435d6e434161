"""The command ``tiewise validate``: its files, its exit code, and folders that can't be read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.model import Problem
from analysis.planted import plant, write
from analysis.validation import PARTS
from analysis.validation.pack import Validation
from survey import cli, references, validating

IDS = ["1", "2", "3"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, ["validate", *(str(part) for part in arguments)])


def network(folder: Path, **changed: object) -> Path:
    """A path 1 → 2 → 3, and what others say of it."""
    folder.mkdir(parents=True)
    (folder / "nodes.csv").write_text("id,name,department\n1,Ann,A\n2,Bo,A\n3,Cy,B\n")
    (folder / "edges.csv").write_text("source,target,weight,relation\n1,2,1,advice\n2,3,1,advice\n")
    view = {
        "definition": {"directed": True},
        "ids": IDS,
        "degree": {"in": [0, 1, 1], "out": [1, 1, 0]},
        "betweenness": {"directed": [0, 1, 0]},
        "cut": {"articulation_points_networkx": ["2"]},
        **changed,
    }
    (folder / "reference.json").write_text(json.dumps({"views": {"advice": view}}))
    return folder.parent


@pytest.fixture
def firms(tmp_path: Path) -> Path:
    write(plant("silo", 1, people=40, response=1.0), tmp_path / "firms" / "a")
    return tmp_path / "firms"


def test_help_names_every_part_and_an_example() -> None:
    said = " ".join(run("--help").output.split())

    assert all(part in said for part in PARTS)
    assert "Example: tiewise validate" in said


def test_the_files_are_written_and_the_same_again(tmp_path: Path) -> None:
    networks = network(tmp_path / "networks" / "path")

    for out in ("a", "b"):
        result = run(
            "--quick", "--only", "agreement", "--networks", networks, "--out", tmp_path / out
        )
        assert result.exit_code == 0, result.output

    for name in validating.FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    data = json.loads((tmp_path / "a" / "validation.json").read_text(encoding="utf-8"))
    assert data["networks"] == ["path, advice"]


def test_a_missed_bar_ends_with_1_and_is_named(tmp_path: Path) -> None:
    networks = network(tmp_path / "networks" / "path", betweenness={"directed": [0, 2, 0]})

    result = run(
        *("--quick", "--only", "agreement", "--networks", networks, "--out", tmp_path / "out"),
        "--json",
    )

    said = json.loads(result.output)
    assert result.exit_code == 1
    assert [check["subject"] for check in said["missed"]] == ["betweenness, reference"]


def test_what_others_found_is_read_by_column(tmp_path: Path) -> None:
    found = references.read_networks(network(tmp_path / "networks" / "path"))[0]

    assert dict(found.reference) == {
        "in_degree": [0, 1, 1],
        "out_degree": [1, 1, 0],
        "betweenness": [0, 1, 0],
        "cut_point": [0.0, 1.0, 0.0],
    }
    assert [person.name for person in found.relation.roster.people] == ["Ann", "Bo", "Cy"]


def test_undirected_networks_have_every_tie_both_ways(tmp_path: Path) -> None:
    folder = network(tmp_path / "networks" / "path", definition={"directed": False})

    found = references.read_networks(folder)[0]

    assert not found.directed
    assert found.relation.ties.nnz == 4


def test_planted_firms_are_read_with_their_truth(firms: Path) -> None:
    found = references.read_firms(firms)

    assert [(firm.name, firm.truth.expect[0].kind) for firm in found] == [("a", "silo")]


@pytest.mark.parametrize("option", ["--networks", "--planted"])
def test_folders_without_anything_to_read_are_a_problem(option: str, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        result = run("--quick", option, folder, "--out", tmp_path / "out")

        assert result.exit_code == 1
        assert "What to do: Name a folder" in result.output


@pytest.mark.parametrize("text", ["{", "{}", '{"views": {"advice": {}}}', '{"views": []}', "[]"])
def test_a_network_that_cant_be_read_is_a_problem(text: str, tmp_path: Path) -> None:
    folder = network(tmp_path / "networks" / "path")
    (folder / "path" / "reference.json").write_text(text)

    with pytest.raises(Problem, match="a network can't be read"):
        references.read_networks(folder)


def test_a_truth_that_cant_be_read_is_a_problem(firms: Path) -> None:
    (firms / "a" / "truth.json").write_text("[]")

    with pytest.raises(Problem, match="the truth can't be read"):
        references.read_firms(firms)


def test_a_part_that_there_is_not_is_a_problem(tmp_path: Path) -> None:
    result = run("--only", "luck", "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert "there is no part 'luck'" in result.output


def test_a_folder_that_cant_be_written_to_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")

    result = run("--quick", "--out", tmp_path / "taken")

    assert result.exit_code == 1
    assert "the pack can't be written" in result.output


def test_pictures_of_an_earlier_run_are_gone(tmp_path: Path) -> None:
    old = tmp_path / "out" / "validation" / "figure-99.svg"
    old.parent.mkdir(parents=True)
    old.write_text("old")

    run("--quick", "--only", "agreement", "--out", tmp_path / "out")

    assert not old.exists()


def test_json_has_no_infinities() -> None:
    found = Validation(validating.plan_of(validating.Wanted(Path())), (), (), {"x": "1"})

    assert validating._finite({"a": [float("inf"), 1.5]}) == {"a": [None, 1.5]}
    assert json.loads(validating.to_json(found))["schema"] == "tiewise/validation/1"


def test_quick_and_seed_reach_the_plan() -> None:
    plan = validating.plan_of(validating.Wanted(Path(), seed=9, quick=True, only="power, alarms"))

    assert (plan.seed, plan.settings.seed, plan.quick) == (9, 9, True)
    assert plan.parts == ("power", "alarms")
