"""More clients of other hands: Comunica, YASGUI in a browser, R's SPARQL package, pandas."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from rdflib.namespace import RDFS

from tests.webapp.addresses import NURSES

CLIENTS = Path(__file__).with_name("clients")
LABEL = f"SELECT ?label WHERE {{ <{NURSES}> <{RDFS.label}> ?label }}"
SKILLS = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label (COUNT(?occupation) AS ?occupations) WHERE {
  ?occupation a cg:Occupation ; cg:jobZone ?zone . ?zone rdfs:label ?label
} GROUP BY ?label ORDER BY ?label"""
RSCRIPT = shutil.which("Rscript")


def absent(reason: str) -> None:
    """Skip; where CI=true that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def comunica(server: str, query: str) -> Any:
    if not (CLIENTS / "node_modules").is_dir():
        absent("Comunica is not installed (make .make/clients)")
    command = ["node", "comunica.mjs", f"{server}/sparql", query]
    ended = subprocess.run(command, cwd=CLIENTS, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_comunica_finds_out_that_it_is_an_endpoint(server: str) -> None:
    assert comunica(server, LABEL) == [{"label": "Registered Nurses"}]
    assert comunica(server, f"ASK {{ <{NURSES}> a <urn:nothing> }}") is False


def test_comunica_gets_a_graph_and_its_own_joins_agree(server: str) -> None:
    built = comunica(server, f"CONSTRUCT {{ <{NURSES}> ?p ?o }} WHERE {{ <{NURSES}> ?p ?o }}")
    assert [NURSES, str(RDFS.label), "Registered Nurses"] in built
    rows = comunica(server, SKILLS)
    assert len(rows) == 3
    assert sum(int(row["occupations"]) for row in rows) == 60


def test_pandas_reads_a_table_from_the_address(server: str) -> None:
    address = f"{server}/sparql?{urlencode({'query': SKILLS})}"
    frame = pd.read_csv(address, storage_options={"Accept": "text/csv"})
    assert list(frame.columns) == ["label", "occupations"]
    assert frame["occupations"].sum() == 60
    as_named = pd.read_csv(f"{address}&format=csv")
    assert as_named.equals(frame)


def test_the_sparql_package_of_r(server: str) -> None:
    library = "suppressPackageStartupMessages(library(SPARQL))"
    if RSCRIPT is None or subprocess.run([RSCRIPT, "-e", library], capture_output=True).returncode:
        absent("R's SPARQL package is not installed (apt-get install r-cran-sparql)")
    script = f"""{library}
        found <- SPARQL("{server}/sparql", commandArgs(trailingOnly = TRUE)[1])$results
        cat(names(found), nrow(found), sum(found$occupations))"""
    command = [str(RSCRIPT), "-e", script, SKILLS]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["label", "occupations", "3", "60"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Another origin, which serves the page with YASGUI."""
    handler = functools.partial(_Quiet, directory=str(CLIENTS))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_address[1]}"
        served.shutdown()
        thread.join()


def test_yasgui_asks_from_another_origin(server: str, elsewhere: str, page: Page) -> None:
    if not (CLIENTS / "node_modules").is_dir():
        absent("YASGUI is not installed (make .make/clients)")
    asked = urlencode({"endpoint": f"{server}/sparql", "query": SKILLS})
    page.goto(f"{elsewhere}/yasgui.html?{asked}")
    results = page.locator(".yasr")
    expect(results).to_contain_text("Job Zone", timeout=20_000)
    expect(results).to_contain_text("Showing 1 to 3 of 3 entries")
