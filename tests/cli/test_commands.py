"""The other commands: what each prints, keeps, refuses, and ends with."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

import credgraph
from graph import builds
from graph.vocabulary import CG
from tests.cli.running import BROKEN, SOC, TEACHING, Run, process
from tests.loaders.ctdl_documents import ctid, envelope


def test_before_the_first_build(tmp_path: Path, run: Run) -> None:
    for command in (["query", "pathways/all"], ["serve"], ["check"]):
        result = run(*command, "--data", tmp_path)
        assert result.exit_code == 2
        assert "build" in result.stderr
    assert "no builds yet" in run("status", "--data", tmp_path).output


def test_a_traceback_only_with_debug(tmp_path: Path) -> None:
    (tmp_path / "credgraph.toml").write_text("workers = 'many'\n")
    plain = process("status", "--data", tmp_path)
    assert plain.returncode == 3
    assert "workers" in plain.stderr
    assert "Traceback" not in plain.stderr
    assert "Traceback" in process("--debug", "status", "--data", tmp_path).stderr


def test_convert_prints_turtle_and_tells_what_was_odd_beside_it(run: Run) -> None:
    found = run("convert", "ctdl", TEACHING)
    assert found.exit_code == 0, found.output
    triples = list(ox.parse(found.stdout.encode(), format=ox.RdfFormat.TURTLE))
    assert len(triples) > 100
    assert found.stderr == ""
    computing = run("convert", "ctdl", TEACHING.parents[1] / "computing.json")
    assert "bad-language-tag" in computing.stderr
    assert "bad-language-tag" not in computing.stdout
    piped = run("convert", "ctdl", "-", stdin=TEACHING.read_text("utf-8"))
    assert piped.stdout.replace("stdin.json", TEACHING.name) == found.stdout


def test_convert_ends_as_the_other_commands_do(tmp_path: Path, run: Run) -> None:
    broken = run("convert", "ctdl", BROKEN)
    assert broken.exit_code == 3
    assert broken.stdout == ""
    assert "line 7" in broken.stderr
    partly = tmp_path / "partly.json"
    partly.write_text(TEACHING.read_text("utf-8") + BROKEN.read_text("utf-8"), "utf-8")
    assert run("convert", "ctdl", partly).exit_code == 0
    strict = run("convert", "ctdl", partly, "--strict")
    assert strict.exit_code == 1
    assert strict.stdout
    assert run("convert", "ctdl", TEACHING, "--strict").exit_code == 0
    assert run("convert", "onet", TEACHING).exit_code == 2
    assert run("convert", "ctdl", tmp_path / "none.json").exit_code == 2


def test_check_gives_one_object_a_line(sample_data: Path, run: Run) -> None:
    result = run("check", "--data", sample_data, "--json")
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert len({one["code"] for one in found}) == 10
    table = run("check", "--data", sample_data, "--csv")
    rows = list(csv.DictReader(io.StringIO(table.stdout)))
    assert len(rows) == len(found)
    assert [row["resource"] for row in rows] == [one["resource"] for one in found]


def test_check_can_fail(sample_data: Path, built: Path, run: Run) -> None:
    for severity in ("error", "warning", "info"):
        failed = run("check", "--data", sample_data, "--fail-on", severity)
        assert failed.exit_code == 1
        assert failed.stdout
    found = run("check", "--data", built).stdout.splitlines()
    severities = {json.loads(line)["severity"] for line in found}
    result = run("check", "--data", built, "--fail-on", "error")
    assert result.exit_code == (1 if "error" in severities else 0)
    assert run("check", "--data", built, "--fail-on", "much").exit_code == 2


def test_status_as_json_holds_everything(built: Path, run: Run) -> None:
    told = json.loads(run("status", "--data", built, "--json", CREDGRAPH_SECONDS="7").stdout)
    assert told["current"] == builds.current_id(built)
    assert told["settings"]["seconds"] == 7
    (build,) = told["builds"]
    assert build["size"] > 0
    assert not build["pruned"]
    assert build["info"]["sources"][0]["source"] == "ctdl"


def test_status_tells_who_publishes_what_has_no_meaning(tmp_path: Path, run: Run) -> None:
    one = envelope(1, "2021-01-01", name={"en": "A"}) | {"published_by": ctid(9)}
    one["decoded_resource"]["@graph"][0]["hasPoint"] = 1
    two = envelope(2, "2021-01-01", name={"en": "B"})
    two["decoded_resource"]["adms:status"] = "graphPublicationStatus:Provisional"
    (tmp_path / "in.json").write_text(json.dumps([one, one, two]), "utf-8")
    run("build", "--data", tmp_path / "data", "--ctdl", tmp_path / "in.json")
    told = run("status", "--data", tmp_path / "data").stdout
    assert f"unknown key hasPoint: 1; by publisher: {ctid(9)} 1\n" in told
    assert "left out 1: another document of this CTID wins: in.json#2 [superseded]" in told
    assert "left out 1: provisional" in told
    asked = {"CREDGRAPH_PROVISIONAL": "true"}
    run("build", "--data", tmp_path / "data", "--ctdl", tmp_path / "in.json", **asked)
    count = f"SELECT (COUNT(*) AS ?n) {{ ?x a <{CG.ProvisionalRecord}> }}"
    found = run("query", "--data", tmp_path / "data", "--format", "csv", "-", stdin=count)
    assert found.stdout.split() == ["n", "1"]


def test_status_in_words(tmp_path: Path, run: Run) -> None:
    run("build", "--data", tmp_path, "--ctdl", TEACHING, "--ctdl", BROKEN)
    told = run("status", "--data", tmp_path, CREDGRAPH_WORKERS="5").stdout
    assert "current" in told
    assert "rejected unfinished.json" in told or str(BROKEN) in told
    assert "unreadable-document" in told
    assert "setting workers = 5" in told


def test_status_tells_of_a_build_that_cant_be_read(built: Path, run: Run) -> None:
    (broken,) = (built / "builds").glob("*/build.json")
    broken.write_text("{")
    told = run("status", "--data", built)
    assert "no builds yet" in told.stdout
    assert f"{broken}: can't be read" in told.stderr
    assert "remove the folder" in told.stderr
    as_json = json.loads(run("status", "--data", built, "--json").stdout)
    assert as_json["builds"] == []
    assert as_json["unreadable"] == told.stderr.splitlines()


@pytest.mark.parametrize(
    ("name", "value"),
    [("CREDGRAPH_WORKERS", "0"), ("CREDGRAPH_SECONDS", "soon"), ("CREDGRAPH_COLOUR", "red")],
)
def test_a_setting_that_cant_be_used(tmp_path: Path, run: Run, name: str, value: str) -> None:
    result = run("status", "--data", tmp_path, **{name: value})
    assert result.exit_code == 3
    assert name in result.stderr
    assert len(result.stderr.strip().split("\n")) == 1


def test_prune_keeps_the_newest(tmp_path: Path, run: Run) -> None:
    for source in ("--ctdl", "--onet"):
        path = TEACHING if source == "--ctdl" else SOC
        run("build", "--data", tmp_path, source, path)
        time.sleep(1.1)  # the id of a build begins with its second
    run("build", "--data", tmp_path, "--ctdl", TEACHING, "--onet", SOC)
    newest, middle, oldest = (build.id for build in builds.builds(tmp_path))
    pinned = run("prune", "--data", tmp_path, "--keep", "1", CREDGRAPH_PINNED=middle)
    assert pinned.stdout == f"pruned {oldest}\n"
    assert run("prune", "--data", tmp_path).stdout == ""
    assert run("prune", "--data", tmp_path, "--keep", "1").stdout == f"pruned {middle}\n"
    assert builds.current_id(tmp_path) == newest
    asked = run("query", "--data", tmp_path, "--build", oldest, "-", stdin="ASK {}")
    assert asked.exit_code == 2
    assert "pruned" in asked.stderr
    assert run("prune", "--data", tmp_path, "--keep", "0").exit_code == 2


def test_help_and_version(run: Run) -> None:
    assert credgraph.VERSION in run("--version").stdout
    text = run("--help").stdout
    for command in ("build", "serve", "query", "demo", "status", "prune", "check"):
        assert command in text
        assert run(command, "--help").exit_code == 0
    assert run("nothing").exit_code == 2
