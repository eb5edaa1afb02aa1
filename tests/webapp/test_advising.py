"""What is said beside an answer: limits, terms that the graph lacks, what makes a query faster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from werkzeug.test import TestResponse

from graph.builds import Build
from graph.settings import Settings
from graph.vocabulary import CG
from tests.webapp.pages import BROWSER, PROGRAM, Page, page, words
from webapp import create_app
from webapp.advising import WARNING

PREFIX = "PREFIX ceterms: <https://purl.org/ctdl/terms/>\n"
UNJOINED = PREFIX + "SELECT (COUNT(*) AS ?n) { ?a ceterms:ownedBy ?b . ?c ?p ?d FILTER(?b = ?c) }"
MISSPELT = PREFIX + "SELECT ?name { ?s ceterms:nam ?name }"
COUNTING = "SELECT ?type (COUNT(*) AS ?n) { ?s a ?type } GROUP BY ?type"


@pytest.fixture(scope="module")
def hasty(sample_data: Path) -> Iterator[FlaskClient]:
    """A client of a server that stops every query after half a second, and finds all slow."""
    app = create_app(sample_data, Settings(seconds=0.5, slow_seconds=0), "test")
    yield app.test_client()
    app.extensions["credgraph"].builds.close()


def address(query: str) -> str:
    return "/sparql?" + urlencode({"query": query})


def asked(client: FlaskClient, query: str) -> TestResponse:
    return client.get(address(query), headers=PROGRAM)


def used(element: Page, button: str) -> str:
    """The query that a button puts into the console."""
    (found,) = element.xpath(f"//form[@class='use'][button='{button}']/input[@name='query']")
    return str(found.value)


def test_a_stopped_query_is_answered_with_the_query_that_is_faster(hasty: FlaskClient) -> None:
    response = asked(hasty, UNJOINED)
    assert response.status_code == 504
    assert response.mimetype == "application/problem+json"
    assert response.json is not None
    (advice,) = response.json["advice"]
    assert advice["code"] == "product"
    assert advice["difference"] == ""
    assert asked(hasty, advice["query"]).status_code == 200


def test_other_errors_hold_no_advice(hasty: FlaskClient) -> None:
    response = asked(hasty, "SELECT * { ?s ?p }")
    assert response.status_code == 400
    assert "advice" not in (response.json or {})


def test_the_console_offers_what_is_faster_after_a_stop(hasty: FlaskClient) -> None:
    shown = page(hasty, address(UNJOINED), 504)
    assert "Parts of the query are not joined" in words(shown)
    query = used(shown, "Use this query")
    opened = hasty.post("/sparql/open", data={"query": query}, headers=BROWSER)
    assert opened.status_code == 200
    assert "<h2>Result</h2>" not in opened.text
    assert "?b ?p ?d" in opened.text


def test_the_console_offers_what_is_faster_after_a_slow_query(
    hasty: FlaskClient, client: FlaskClient
) -> None:
    assert "void:entities" in used(page(hasty, address(COUNTING)), "Use this query")
    assert "make it faster" not in words(page(client, address(COUNTING)))


def test_a_term_that_is_not_there_is_told_in_a_header(client: FlaskClient, sample: Build) -> None:
    response = asked(client, MISSPELT)
    assert response.status_code == 200
    told = response.headers.getlist(WARNING)
    assert told == [
        '"Nothing in this graph has the property ceterms:nam. The nearest here is ceterms:name."'
        ";line=2;column=19"
    ]
    again = client.get(
        address(MISSPELT),
        headers=PROGRAM | {"If-None-Match": response.headers["ETag"]},
    )
    assert again.status_code == 304
    assert again.headers.getlist(WARNING) == told
    assert WARNING not in asked(client, MISSPELT.replace("nam ", "name ")).headers
    exposed = response.headers["Access-Control-Expose-Headers"]
    assert {WARNING, "Credgraph-Limits"} <= set(exposed.split(", "))


@pytest.mark.parametrize("name", ['<urn:é"x>', "<urn:a\\\\u0041>", "<urn:日本>"])
def test_a_header_is_one_line_of_ascii(client: FlaskClient, name: str) -> None:
    for value in asked(client, f"ASK {{ ?s {name} ?o }}").headers.getlist(WARNING):
        assert value.isascii()
        assert value.isprintable()


def test_a_term_that_is_not_there_is_told_beside_the_result(client: FlaskClient) -> None:
    shown = page(client, address(MISSPELT))
    assert "Nothing in this graph has the property ceterms:nam" in words(shown)
    assert used(shown, "Write ceterms:name") == MISSPELT.replace("nam ", "name ")


def test_a_term_that_is_not_there_is_told_while_writing(client: FlaskClient) -> None:
    checked = client.post("/sparql/check", data={"query": MISSPELT}).json
    assert checked is not None
    assert checked["error"] is None
    (warning,) = checked["warnings"]
    assert (warning["line"], warning["column"]) == (2, 19)
    assert "ceterms:name" in warning["detail"]


def test_limits_are_stated_everywhere_and_the_same(hasty: FlaskClient) -> None:
    for response in (asked(hasty, "ASK {}"), asked(hasty, UNJOINED), asked(hasty, "?")):
        limits = dict(part.split("=") for part in response.headers["Credgraph-Limits"].split(", "))
        assert limits == {
            "seconds": "0.5",
            "queue-seconds": "10.0",
            "memory": str(1 << 30),
            "result": str(2 << 30),
            "query": "20480",
        }
    graph = Graph().parse(data=hasty.get("/sparql").data, format="turtle")
    service = URIRef("http://localhost/sparql")
    stated = {
        name: float(str(graph.value(service, URIRef(CG[name]))))
        for name in ("maxSeconds", "maxQueueSeconds", "maxMemoryBytes", "maxResultBytes")
    }
    assert stated == {
        "maxSeconds": 0.5,
        "maxQueueSeconds": 10,
        "maxMemoryBytes": 1 << 30,
        "maxResultBytes": 2 << 30,
    }
    assert "A query may take 0.5 seconds and 1,024 MiB, its result 2,048 MiB." in words(
        page(hasty, "/sparql")
    )


def test_more_than_a_query_may_have_is_refused_as_stated(client: FlaskClient) -> None:
    assert asked(client, "ASK {}" + " " * (20480 - 6)).status_code == 200
    assert asked(client, "ASK {}" + " " * (20480 - 5)).status_code == 413


def test_advice_stands_beside_a_question_of_yes_or_no(hasty: FlaskClient) -> None:
    """Such an answer has no rows that could have been stopped."""
    asked = {"query": "ASK { ?a <urn:b> ?c . ?d <urn:e> ?f }"}
    response = hasty.get("/sparql", query_string=asked, headers=BROWSER)
    assert response.status_code == 200
    assert 'class="advice"' in response.text
