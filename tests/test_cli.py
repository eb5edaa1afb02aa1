"""The command line: what each command prints, keeps, refuses, and ends with."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

import credgraph
from graph import builds
from graph.vocabulary import CG
from loaders.sample import FOLDER
from tests.loaders.ctdl_documents import ctid, envelope

SOC = FOLDER / "crosswalks"
ONET = FOLDER / "onet" / "db_30_1_text"
TEACHING = FOLDER / "ctdl" / "pathways" / "teaching.json"
BROKEN = FOLDER / "ctdl" / "unfinished.json"
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs a command in this process; arguments may be paths."""

    def called(*arguments: object, stdin: str | None = None, **environ: str) -> Result:
        return CliRunner().invoke(
            credgraph.main, [str(one) for one in arguments], input=stdin, env=environ
        )

    return called


@pytest.fixture
def built(tmp_path: Path, run: Run) -> Path:
    """A data folder with a small build."""
    result = run("build", "--data", tmp_path / "data", "--ctdl", TEACHING)
    assert result.exit_code == 0, result.output
    return tmp_path / "data"


# --- build ------------------------------------------------------------------------------------


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


def process(*arguments: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "credgraph", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[1],
        env=os.environ | environ,
    )


def test_a_traceback_only_with_debug(tmp_path: Path) -> None:
    (tmp_path / "credgraph.toml").write_text("workers = 'many'\n")
    plain = process("status", "--data", tmp_path)
    assert plain.returncode == 3
    assert "workers" in plain.stderr
    assert "Traceback" not in plain.stderr
    assert "Traceback" in process("--debug", "status", "--data", tmp_path).stderr


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


# --- query ------------------------------------------------------------------------------------

STEPS = """PREFIX ceterms: <https://purl.org/ctdl/terms/>
SELECT ?name { ?s a ceterms:Pathway ; ceterms:name ?name }"""


def test_query_by_id_file_and_standard_input(built: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(STEPS)
    for result in (
        run("query", "--data", built, "pathways/all"),
        run("query", "--data", built, file),
        run("query", "--data", built, "-", stdin=STEPS),
    ):
        assert result.exit_code == 0, result.output
        assert "From Classroom Helper to Teacher" in result.stdout
        assert "1 rows" in result.stdout


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_query_in_each_format_of_tables(built: Path, run: Run, form: str) -> None:
    result = run("query", "--data", built, "--format", form, "-", stdin=STEPS)
    assert result.exit_code == 0
    assert "From Classroom Helper to Teacher" in result.stdout
    if form == "json":
        assert json.loads(result.stdout)["head"]["vars"] == ["name"]


@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_query_in_each_format_of_graphs(built: Path, run: Run, form: str) -> None:
    construct = STEPS.replace("SELECT ?name", "CONSTRUCT { ?s <urn:name> ?name }")
    result = run("query", "--data", built, "--format", form, "-", stdin=construct)
    assert result.exit_code == 0
    assert "urn:name" in result.stdout
    assert run("query", "--data", built, "--format", form, "-", stdin=STEPS).exit_code == 3
    without_format = run("query", "--data", built, "-", stdin=construct)
    assert "<urn:name>" in without_format.stdout


def test_query_with_parameters(built: Path, tmp_path: Path, run: Run) -> None:
    found = run("query", "--data", built, "pathways/all", "--format", "csv")
    pathway = next(csv.DictReader(io.StringIO(found.stdout)))["pathway"]
    there = run("query", "--data", built, "pathways/steps", "-p", f"pathway={pathway}")
    assert "4 rows" in there.stdout
    nowhere = run("query", "--data", built, "pathways/steps", "-p", "pathway=urn:none")
    assert "0 rows" in nowhere.stdout
    file = tmp_path / "mine.rq"
    file.write_text(
        "#+ title: Named\n#+ summary: By its name.\n#+ parameters:\n"
        "#+   word: {label: Word, type: string}\n"
        'SELECT ?s { VALUES $word { "x" } ?s ?p ?o FILTER(CONTAINS(STR(?o), $word)) }'
    )
    text = file.read_text("utf-8")
    for given, stdin in ((file, None), ("-", text)):
        found = run("query", "--data", built, given, "-p", "word=nobody says this", stdin=stdin)
        assert "0 rows" in found.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["none/such"], 2, "pathways/all"),
        (["pathways/steps", "-p", "pathway"], 2, "NAME=VALUE"),
        (["pathways/steps", "-p", "pathway=x y"], 3, "pathway"),
        (["pathways/steps", "-p", "path=urn:x"], 3, "path"),
        (["pathways/all", "--build", "20200101T000000Z-00000000"], 2, "status"),
        (["pathways/all", "--format", "xlsx"], 2, "csv"),
    ],
)
def test_query_with_something_wrong(
    built: Path, run: Run, arguments: list[str], code: int, said: str
) -> None:
    result = run("query", "--data", built, *arguments)
    assert result.exit_code == code
    assert said in result.stderr


def test_query_with_an_error_in_it(built: Path, run: Run) -> None:
    result = run("query", "--data", built, "-", stdin="SELECT ?s {")
    assert result.exit_code == 3
    assert len(result.stderr.strip().split("\n")) == 1


def test_ask_says_yes_or_no(built: Path, run: Run) -> None:
    assert run("query", "--data", built, "-", stdin="ASK { ?s ?p ?o }").stdout == "yes\n"
    assert run("query", "--data", built, "-", stdin="ASK { <urn:x> ?p ?o }").stdout == "no\n"


def test_before_the_first_build(tmp_path: Path, run: Run) -> None:
    for command in (["query", "pathways/all"], ["serve"], ["check"]):
        result = run(*command, "--data", tmp_path)
        assert result.exit_code == 2
        assert "build" in result.stderr
    assert "no builds yet" in run("status", "--data", tmp_path).output


# --- convert ----------------------------------------------------------------------------------


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


# --- check, status, prune ----------------------------------------------------------------------


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


def test_a_query_that_is_no_text_is_told(built: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "latin.rq").write_bytes('SELECT ("é" AS ?x) {}'.encode("latin-1"))
    told = run("query", "--data", built, tmp_path / "latin.rq")
    assert told.exit_code == 2
    assert "not UTF-8 at byte 9" in told.stderr


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
