"""The clients that researchers use, as they come, against the real server."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
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

from tests.webapp.addresses import NURSES

LABEL = f"SELECT ?label WHERE {{ <{NURSES}> <{RDFS.label}> ?label }}"
GRAPH = f"CONSTRUCT {{ <{NURSES}> ?p ?o }} WHERE {{ <{NURSES}> ?p ?o }}"
CURL = shutil.which("curl")


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
