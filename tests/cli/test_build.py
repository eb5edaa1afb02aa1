"""``credgraph build``: what it takes, prints, refuses, and ends with."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from graph import builds
from tests.cli.running import BROKEN, SOC, TEACHING, Run


def zipped(folder: Path) -> Path:
    path = folder / "records.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(TEACHING, "inside/teaching.json")
    return path


@pytest.mark.parametrize("kind", ["file", "folder", "zip"])
def test_build_takes_files_folders_and_zips(tmp_path: Path, run: Run, kind: str) -> None:
    folder = tmp_path / "given"
    (folder / "deeper").mkdir(parents=True)
    shutil.copy(TEACHING, folder / "deeper")
    paths = {"file": TEACHING, "folder": folder, "zip": zipped(tmp_path)}
    result = run("build", "--data", tmp_path / "data", "--ctdl", paths[kind])
    assert result.exit_code == 0, result.output
    current = builds.current(tmp_path / "data")
    assert current
    assert current.id in result.output
    assert "ctdl" in result.output
    asked = run("query", "--data", tmp_path / "data", "pathways/all", "--format", "csv")
    assert "From Classroom Helper to Teacher" in asked.stdout


def test_what_lies_in_the_sources_folder_is_built(tmp_path: Path, run: Run) -> None:
    (tmp_path / "sources" / "ctdl").mkdir(parents=True)
    shutil.copy(TEACHING, tmp_path / "sources" / "ctdl")
    assert run("build", "--data", tmp_path).exit_code == 0
    assert builds.current(tmp_path)


def test_strict_ends_with_1_when_anything_was_rejected(tmp_path: Path, run: Run) -> None:
    lax = run("build", "--data", tmp_path, "--ctdl", TEACHING, "--ctdl", BROKEN)
    assert lax.exit_code == 0
    assert "1 rejects" in lax.output
    strict = run("build", "--data", tmp_path, "--ctdl", TEACHING, "--ctdl", BROKEN, "--strict")
    assert strict.exit_code == 1
    assert len(builds.builds(tmp_path)) >= 1  # the good rest is built all the same
    clean = run("build", "--data", tmp_path, "--ctdl", TEACHING, "--strict")
    assert clean.exit_code == 0


def test_nothing_to_build(tmp_path: Path, run: Run) -> None:
    result = run("build", "--data", tmp_path)
    assert result.exit_code == 2
    assert "--ctdl" in result.stderr
    assert str(tmp_path / "sources") in result.stderr
    assert run("build", "--data", tmp_path, "--ctdl", tmp_path / "none").exit_code == 2
    assert builds.current(tmp_path) is None


def test_what_cant_be_read_is_told_in_one_line(tmp_path: Path, run: Run) -> None:
    (tmp_path / "credgraph.toml").write_text("workers = \n")
    result = run("build", "--data", tmp_path, "--ctdl", TEACHING)
    assert result.exit_code == 3
    (line,) = result.stderr.strip().split("\n")
    assert "credgraph.toml" in line
    assert "Traceback" not in result.output
    shown = run("--debug", "build", "--data", tmp_path, "--ctdl", TEACHING)
    assert shown.exception is not None  # with --debug it is raised, and so shown whole
    assert not isinstance(shown.exception, SystemExit)


def test_build_says_which_sources_it_leaves_out(tmp_path: Path, run: Run) -> None:
    first = tmp_path / "first.json"
    shutil.copy(TEACHING, first)
    run("build", "--data", tmp_path / "data", "--ctdl", first)
    result = run("build", "--data", tmp_path / "data", "--onet", SOC)
    assert result.exit_code == 0, result.output
    assert f"left out: {first}" in result.stderr
    again = run("build", "--data", tmp_path / "data", "--onet", SOC, "--ctdl", first)
    assert "left out: " not in again.stderr


def test_a_build_that_fails_leaves_the_old_one(built: Path, run: Run) -> None:
    before = builds.current_id(built)
    assert run("build", "--data", built, "--onet", built / "builds").exit_code in (0, 3)
    failed = run("build", "--data", built, "--ctdl", TEACHING, CREDGRAPH_WORKERS="none")
    assert failed.exit_code == 3
    assert builds.current_id(built)
    assert before in {build.id for build in builds.builds(built)}
