"""The code that the console gives for a query runs as it stands, in each language."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient

from tests.webapp.addresses import CHARTS, GRAPH
from tests.webapp.pages import csv_rows
from tests.webapp.results import TRUTH, csv, shown, snippet

ODD = 'SELECT ("a`${b}\\\\" AS ?x) ("c)---\\"" AS ?y) {}'
"""Holds what ends the texts of one language or another."""
COMMENTED = "# Whoever reads this,\n# with it may INSERT or delete\n# nothing.\n" + ODD


def run(server: str, client: FlaskClient, query: str, name: str, *command: str) -> str:
    """What a snippet prints when it is run as it stands, against a server of the same build."""
    code = snippet(shown(client, query), name).replace("http://localhost/", f"{server}/")
    done = subprocess.run([*command, code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("query", "ending"), [(CHARTS, "csv"), (GRAPH, "ttl"), (TRUTH, "json")])
def test_curl_brings_the_file(
    server: str, client: FlaskClient, tmp_path: Path, query: str, ending: str
) -> None:
    run(server, client, query, "curl", "env", "-C", str(tmp_path), "bash", "-c")
    found = (tmp_path / f"result.{ending}").read_text("utf-8")
    if query == CHARTS:
        expected = {row["region"]: row["credentials"] for row in csv(client, CHARTS)}
        assert {row["region"]: row["credentials"] for row in csv_rows(found)} == expected
    elif query == GRAPH:
        assert len(rdflib.Graph().parse(data=found, format="turtle")) == 20
    else:
        assert json.loads(found)["boolean"] is True


@pytest.mark.parametrize("query", [CHARTS, GRAPH, TRUTH, ODD, COMMENTED])
def test_javascript_runs(server: str, client: FlaskClient, query: str) -> None:
    said = run(server, client, query, "JavaScript", "node", "--input-type=module", "--eval")
    if query == CHARTS:
        assert all(row["region"] in said for row in csv(client, CHARTS))
    elif query == GRAPH:
        assert len(rdflib.Graph().parse(data=said, format="turtle")) == 20
    else:
        assert ("true" in said) if query == TRUTH else ("a`${b}" in said)


@pytest.mark.parametrize("query", [CHARTS, GRAPH, TRUTH, ODD, COMMENTED])
def test_python_runs(server: str, client: FlaskClient, query: str) -> None:
    said = run(server, client, query, "Python", sys.executable, "-c")
    if query == CHARTS:
        assert str(len(csv(client, CHARTS)) - 1) in said
    else:
        assert {GRAPH: "20", TRUTH: "True"}.get(query, "a`${b}") in said


@pytest.mark.parametrize("query", [CHARTS, GRAPH, TRUTH, ODD, COMMENTED])
def test_r_runs(server: str, client: FlaskClient, tmp_path: Path, query: str) -> None:
    rscript = shutil.which("Rscript")
    if (
        not rscript
        or subprocess.run([rscript, "-e", "library(httr)"], capture_output=True).returncode
    ):
        pytest.skip("R or its httr is not installed (apt-get install r-cran-httr)")
    code = snippet(shown(client, query), "R,").replace("http://localhost/", f"{server}/")
    (tmp_path / "code.R").write_text(code, "utf-8")
    done = subprocess.run(
        [rscript, "code.R"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    if query == CHARTS:
        assert all(row["region"] in done.stdout for row in csv(client, CHARTS))
    elif query == GRAPH:
        found = (tmp_path / "result.ttl").read_text("utf-8")
        assert len(rdflib.Graph().parse(data=found, format="turtle")) == 20
    else:
        assert {TRUTH: "TRUE"}.get(query, "a`${b}") in done.stdout
