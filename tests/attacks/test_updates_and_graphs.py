"""Nothing can be changed, and a graph that a query names is never fetched or read from a file."""

from __future__ import annotations

import pytest

from tests.attacks.asking import ask, query
from tests.attacks.listening import Listener

UPDATES = (
    "INSERT DATA { <urn:a> <urn:b> 1 }",
    "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }",
    "DELETE DATA { <urn:a> <urn:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <urn:g>",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "CREATE GRAPH <urn:g>",
    "ADD DEFAULT TO <urn:g>",
    "MOVE <urn:g> TO DEFAULT",
    "COPY <urn:g> TO DEFAULT",
    "# SELECT * { ?s ?p ?o }\nPREFIX a: <urn:a> BASE <urn:b> lOaD <URL>",
)
BEHIND = ("ASK {} ; LOAD <URL>", "ASK {}\nLOAD <URL>", "SELECT * { ?s ?p 1 } ; DROP ALL")
"""An update behind a query."""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.parametrize("update", [*UPDATES, *BEHIND])
def test_no_update_is_carried_out(server: str, listener: Listener, update: str) -> None:
    before = query(server, COUNT).text
    text = update.replace("URL", listener.url)
    told = query(server, text)
    assert told.status == 400
    assert told.code in ("update", "syntax")
    assert (told.code == "update") == (update in UPDATES)
    assert ask(f"{server}/sparql", {"update": text}).status == 403
    assert query(server, COUNT).text == before
    assert listener.connections == 0


@pytest.mark.parametrize("clause", ["FROM", "from named", "FROM#\n", "FROM NAMED"])
@pytest.mark.parametrize("graph", ["URL", "file:///etc/passwd", "\\u0068ttp:REST", "urn:g"])
def test_no_graph_is_fetched(server: str, listener: Listener, clause: str, graph: str) -> None:
    iri = graph.replace("REST", listener.url.partition(":")[2]).replace("URL", listener.url)
    told = query(server, f"SELECT * {clause} <{iri}> {{ ?s ?p ?o }}")
    assert (told.status, told.code) in ((400, "from"), (400, "escape"))
    assert listener.connections == 0


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["URL", "file:///etc/passwd", "file:/proc/self/environ"])
def test_a_graph_of_the_protocol_is_empty(
    server: str, listener: Listener, name: str, graph: str
) -> None:
    iri = graph.replace("URL", listener.url)
    every = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    told = query(server, every, format="csv", **{name: iri})
    assert (told.status, len(told.text.split())) == (200, 1)
    assert listener.connections == 0


@pytest.mark.parametrize("iri", ["URL", "file:///etc/passwd", "file:///proc/self/environ"])
def test_an_iri_is_a_name_and_no_address(server: str, listener: Listener, iri: str) -> None:
    name = iri.replace("URL", listener.url)
    for text in (
        f"DESCRIBE <{name}>",
        f"BASE <{name}> SELECT * {{ <> ?p ?o }}",
        f"SELECT * {{ GRAPH <{name}> {{ ?s ?p ?o }} }}",
        f"PREFIX x: <{name}> SELECT (STR(x:) AS ?name) (DATATYPE('a'^^x:) AS ?type) {{}}",
    ):
        told = query(server, text, format="nt" if text.startswith("DESCRIBE") else "csv")
        assert told.status == 200
        assert "root:" not in told.text
        assert "PATH=" not in told.text
    for page in ("/resource?iri=", "/schema?class=", "/pathways/view?iri="):
        assert ask(f"{server}{page}{name}").status in (200, 400, 404)
    assert listener.connections == 0
