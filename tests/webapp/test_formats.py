"""Every format of a result says the same, and is chosen by Accept, by ?format=, by the ending."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Variable
from rdflib.compare import to_isomorphic
from rdflib.query import Result
from werkzeug.test import TestResponse

from tests.webapp.addresses import NURSES
from tests.webapp.pages import BROWSER, csv_rows, page

SELECT = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?label ?nothing WHERE {{
  VALUES ?thing {{ <{NURSES}> <https://www.onetonline.org/link/summary/29-2061.00> }}
  ?thing rdfs:label ?label
}} ORDER BY ?thing"""
ASK = f"ASK {{ <{NURSES}> ?p ?o }}"
CONSTRUCT = f"CONSTRUCT {{ <{NURSES}> ?p ?o }} WHERE {{ <{NURSES}> ?p ?o }}"
DESCRIBE = f"DESCRIBE <{NURSES}>"
TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
RDFLIB = {
    "ttl": "turtle",
    "nt": "nt",
    "nq": "nt",
    "trig": "turtle",
    "jsonld": "json-ld",
    "rdf": "xml",
}
"""Of one graph N-Quads are N-Triples, and TriG is Turtle."""


def get(client: FlaskClient, query: str, accept: str = "", **more: str) -> TestResponse:
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql?" + urlencode({"query": query, **more}), headers=headers)


def rows(data: bytes, name: str) -> list[tuple[str, ...]]:
    """A table in any format as rdflib reads it: no code of ours."""
    kind = {"json": "json", "xml": "xml", "csv": "csv", "tsv": "tsv"}[name]
    found = Result.parse(io.BytesIO(data), format=kind)
    names = [Variable(name) for name in ("thing", "label", "nothing")]
    return [tuple(str(row.get(name) or "") for name in names) for row in found.bindings]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_the_same_in_every_format(client: FlaskClient, name: str) -> None:
    wanted = [
        ("https://www.onetonline.org/link/summary/29-1141.00", "Registered Nurses", ""),
        (
            "https://www.onetonline.org/link/summary/29-2061.00",
            "Licensed Practical and Licensed Vocational Nurses",
            "",
        ),
    ]
    for response in (get(client, SELECT, TABLES[name]), get(client, SELECT, format=name)):
        assert response.status_code == 200
        assert response.mimetype == TABLES[name]
        assert rows(response.data, name) == wanted


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_says_the_same_in_every_format(client: FlaskClient, query: str, name: str) -> None:
    wanted = Graph().parse(data=get(client, query).data, format="turtle")
    assert len(wanted) > 5
    for response in (get(client, query, GRAPHS[name]), get(client, query, format=name)):
        assert response.status_code == 200
        assert response.mimetype == GRAPHS[name]
        found = Graph().parse(data=response.data, format=RDFLIB[name])
        assert to_isomorphic(found) == to_isomorphic(wanted)


@pytest.mark.parametrize("query", [ASK, "ASK { <urn:nobody> ?p ?o }"])
def test_yes_and_no_in_every_format(client: FlaskClient, query: str) -> None:
    word = b"true" if query == ASK else b"false"
    for media_type in TABLES.values():
        response = get(client, query, media_type)
        assert response.mimetype == media_type
        assert word in response.data
    told = page(client, "/sparql?" + urlencode({"query": query}))
    assert told.xpath("//*[@class='truth']")[0].text == ("Yes" if query == ASK else "No")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", TABLES["json"]),
        ("*/*", TABLES["json"]),
        ("application/*", TABLES["json"]),
        ("application/json", TABLES["json"]),
        ("application/xml", TABLES["xml"]),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", TABLES["xml"]),
        ("text/tab-separated-values, text/csv;q=0.9, */*;q=0.1", TABLES["tsv"]),
        ("image/png, text/csv;q=0.1", TABLES["csv"]),
        ("application/sparql-results+json;q=0, text/csv", TABLES["csv"]),
        ("TEXT/CSV", TABLES["csv"]),
        ("application/sparql-results+json; charset=utf-8", TABLES["json"]),
        ("application/sparql-results+xml;charset=UTF-8;q=0.9, text/csv;q=0.1", TABLES["xml"]),
        ("text/csv; header=present, application/json;q=0.9", TABLES["csv"]),
        (BROWSER["Accept"], "text/html"),
        ("application/sparql-results+json, text/html;q=0.9", TABLES["json"]),
    ],
)
def test_the_format_that_the_client_likes_best(
    client: FlaskClient, accept: str, media_type: str
) -> None:
    response = get(client, SELECT, accept)
    assert response.status_code == 200
    assert response.mimetype == media_type


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/turtle;charset=utf-8", GRAPHS["ttl"]),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', GRAPHS["jsonld"]),
        ("application/xml", GRAPHS["rdf"]),
        ("text/n3, application/rdf+xml;q=0.8", GRAPHS["ttl"]),
        ("application/x-turtle", GRAPHS["ttl"]),
        ("text/rdf+n3;q=0.7, */*;q=0.1", GRAPHS["ttl"]),
        ("text/plain", GRAPHS["nt"]),
    ],
)
def test_the_format_of_a_graph(client: FlaskClient, accept: str, media_type: str) -> None:
    response = get(client, CONSTRUCT, accept)
    assert (response.status_code, response.mimetype) == (200, media_type)


@pytest.mark.parametrize(
    ("query", "accept", "name"),
    [
        (SELECT, "text/turtle", ""),
        (SELECT, "image/png", ""),
        (SELECT, "", "ttl"),
        (SELECT, "", "xlsx"),
        (CONSTRUCT, "text/csv", ""),
        (CONSTRUCT, "", "csv"),
        (ASK, "", "ttl"),
    ],
)
def test_a_format_that_there_is_not_is_refused_with_those_there_are(
    client: FlaskClient, query: str, accept: str, name: str
) -> None:
    response = get(client, query, accept, **({"format": name} if name else {}))
    assert response.status_code == 406
    offered = GRAPHS if query == CONSTRUCT else TABLES
    assert all(media_type in response.text for media_type in offered.values())


def test_format_goes_before_accept(client: FlaskClient) -> None:
    assert get(client, SELECT, "text/csv", format="xml").mimetype == TABLES["xml"]
    assert get(client, SELECT, BROWSER["Accept"], format="csv").mimetype == TABLES["csv"]
    assert get(client, SELECT, "text/csv", format="html").mimetype == "text/html"
    posted = client.post("/sparql", data={"query": SELECT, "format": "csv"})
    assert posted.mimetype == TABLES["csv"]


def test_the_console_shows_names_and_leads_to_every_format(client: FlaskClient) -> None:
    shown = page(client, "/sparql?" + urlencode({"query": SELECT}))
    assert "Registered Nurses" in shown.xpath("//table")[0].text_content()
    (line,) = shown.xpath("//p[@class='downloads']")
    for name, media_type in TABLES.items():
        (link,) = line.xpath(f".//a[text()='{name}']/@href")
        response = client.get(link, headers=BROWSER)
        assert response.mimetype == media_type
        assert rows(response.data, name)[0][1] == "Registered Nurses"


def test_values_that_need_quotes_come_through(client: FlaskClient) -> None:
    hard = 'a "quoted", word\nand a line; =1+1 <b>&amp;</b> é 💡'
    literal = hard.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    query = f'SELECT ?thing ?label ?nothing {{ VALUES ?label {{ "{literal}" }} }}'
    assert csv_rows(get(client, query, "text/csv").text)[0]["label"] == hard
    for name in ("json", "xml", "tsv"):
        assert rows(get(client, query, TABLES[name]).data, name)[0][1] == hard
    shown = page(client, "/sparql?" + urlencode({"query": query}))
    cell = shown.xpath("//tbody/tr[1]/td[2]")[0]
    assert cell.text_content() == hard
    assert not shown.xpath("//td//b")
