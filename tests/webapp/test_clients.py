"""The clients that researchers use, as they come, against the real server."""

from __future__ import annotations

import functools
import http.server
import json
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
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TURTLE,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.shared import absent
from tests.webapp.addresses import NURSES

LABEL = f"SELECT ?label WHERE {{ <{NURSES}> <{RDFS.label}> ?label }}"
GRAPH = f"CONSTRUCT {{ <{NURSES}> ?p ?o }} WHERE {{ <{NURSES}> ?p ?o }}"
CURL = shutil.which("curl")
RSCRIPT = shutil.which("Rscript")
CLIENTS = Path(__file__).with_name("clients")
ZONES = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label (COUNT(?occupation) AS ?occupations) WHERE {
  ?occupation a cg:Occupation ; cg:jobZone ?zone . ?zone rdfs:label ?label
} GROUP BY ?label ORDER BY ?label"""


def wrapper(server: str, query: str) -> Any:
    asked = SPARQLWrapper(f"{server}/sparql")
    asked.setQuery(query)
    return asked


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("way", ["urlencoded", POSTDIRECTLY])
def test_sparqlwrapper_asks_for_a_table(server: str, method: str, way: str) -> None:
    asked = wrapper(server, LABEL)
    asked.setMethod(method)
    asked.setRequestMethod(way)
    asked.setReturnFormat(JSON)
    (row,) = asked.queryAndConvert()["results"]["bindings"]
    assert row["label"]["value"] == "Registered Nurses"


def test_sparqlwrapper_reads_the_other_formats(server: str) -> None:
    asked = wrapper(server, LABEL)
    asked.setReturnFormat(CSV)
    assert asked.queryAndConvert().split() == [b"label", b"Registered", b"Nurses"]
    asked.setReturnFormat(XML)
    assert "Registered Nurses" in asked.queryAndConvert().toxml()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("form", [None, XML, RDFXML, TURTLE, N3, JSONLD])
def test_sparqlwrapper_asks_for_a_graph(server: str, form: str | None) -> None:
    """It sends ?format= in words of its own beside Accept."""
    asked = wrapper(server, GRAPH)
    if form:
        asked.setReturnFormat(form)
    found = asked.queryAndConvert()
    if isinstance(found, bytes):
        found = Graph().parse(data=found, format="turtle")
    assert (URIRef(NURSES), RDFS.label, None) in found


def test_sparqlwrapper_hears_what_is_wrong(server: str) -> None:
    with pytest.raises(QueryBadFormed, match="is not declared"):
        wrapper(server, "SELECT * { ?s no:where ?o }").query()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sees_the_endpoint_as_a_graph(server: str, method: str) -> None:
    store = SPARQLStore(f"{server}/sparql", method=method, returnFormat="json")
    graph = Graph(store)
    assert str(graph.value(URIRef(NURSES), RDFS.label)) == "Registered Nurses"
    assert len(list(graph.triples((URIRef(NURSES), None, None)))) > 5
    rows = list(graph.query(LABEL))
    assert [str(row[0]) for row in rows] == ["Registered Nurses"]  # type: ignore[index]


def curl(*arguments: str) -> str:
    if CURL is None:
        pytest.skip("curl is not installed")
    command = [CURL, "--silent", "--show-error", "--max-time", "30", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_curl_gets_and_posts(server: str) -> None:
    address = f"{server}/sparql"
    by_get = curl("--get", address, "--data-urlencode", f"query={LABEL}", "-H", "Accept: text/csv")
    assert by_get.split("\n")[1].strip() == "Registered Nurses"
    by_form = curl(address, "--data-urlencode", f"query={LABEL}", "-H", "Accept: text/csv")
    direct = curl(
        address, "-H", "Content-Type: application/sparql-query", "-H", "Accept: text/csv",
        "--data-binary", LABEL,
    )  # fmt: skip
    assert by_form == direct == by_get


def test_curl_fails_where_the_query_fails(server: str) -> None:
    body = curl("--get", f"{server}/sparql", "--data-urlencode", "query=SELECT")
    assert json.loads(body)["status"] == 400
    with pytest.raises(subprocess.CalledProcessError):
        curl("--fail", "--get", f"{server}/sparql", "--data-urlencode", "query=SELECT")


def test_curl_looks_at_the_headers_alone(server: str) -> None:
    head = curl("--head", f"{server}/sparql?query=ASK%7B%7D")
    assert head.startswith("HTTP/1.1 200")
    assert "etag:" in head.lower()


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
    rows = comunica(server, ZONES)
    assert len(rows) == 3
    assert sum(int(row["occupations"]) for row in rows) == 60


def test_pandas_reads_a_table_from_the_address(server: str) -> None:
    address = f"{server}/sparql?{urlencode({'query': ZONES})}"
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
    command = [str(RSCRIPT), "-e", script, ZONES]
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
    asked = urlencode({"endpoint": f"{server}/sparql", "query": ZONES})
    page.goto(f"{elsewhere}/yasgui.html?{asked}")
    results = page.locator(".yasr")
    expect(results).to_contain_text("Job Zone", timeout=20_000)
    expect(results).to_contain_text("Showing 1 to 3 of 3 entries")
