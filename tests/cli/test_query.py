"""``credgraph query``: the ways to ask, formats, parameters, and errors."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import Run

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


def test_a_query_that_is_no_text_is_told(built: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "latin.rq").write_bytes('SELECT ("é" AS ?x) {}'.encode("latin-1"))
    told = run("query", "--data", built, tmp_path / "latin.rq")
    assert told.exit_code == 2
    assert "not UTF-8 at byte 9" in told.stderr
