"""SERVICE in every disguise: the engine would connect, and neither the guard nor the sandbox lets
it. Each disguise is proved to be one by an engine without either."""

from __future__ import annotations

import contextlib
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from graph.builds import Build
from graph.stores import EmbeddedStore, QueryError, embedded, guard, media
from tests.attacks.asking import ask, query
from tests.attacks.listening import Listener

DISGUISES = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "lower case": "select * { service <URL> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "without spaces": "SELECT*{{}SERVICE<URL>{?s?p?o}}",
    "on lines of its own": "SELECT * {\nSERVICE\n\n<URL>\n{ ?s ?p ?o } }",
    "behind a carriage return": "SELECT * { #\rSERVICE #\r<URL> { ?s ?p ?o } }",
    "behind a comment": "SELECT * { # }\n SERVICE # {\n <URL> { ?s ?p ?o } }",
    "behind a comment in an IRI": "SELECT * { BIND(<urn:x#> AS ?x) SERVICE <URL> { ?s ?p ?o } }",
    "behind a string": "SELECT * { BIND('# \\' {' AS ?x) SERVICE <URL> { ?s ?p ?o } }",
    "behind a long string": "SELECT * { BIND('''# '' {''' AS ?x) SERVICE <URL> { ?s ?p ?o } }",
    "in a subselect": "SELECT * { { SELECT ?s { SERVICE <URL> { ?s ?p ?o } } } }",
    "in an optional": "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "in a union": "SELECT * { {} UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "in a minus": "SELECT * { BIND(1 AS ?s) MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "in a filter": "SELECT * { FILTER(EXISTS { SERVICE <URL> { ?s ?p ?o } }) }",
    "in a filter of a filter": (
        "SELECT * { FILTER NOT EXISTS { FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } } }"
    ),
    "in what is selected": "SELECT (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) {}",
    "in a service": "SELECT * { SERVICE SILENT <URL> { SERVICE <URL> { ?s ?p ?o } } }",
    "in a construction": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "in a question": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "in a description": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "by a prefix": "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "by the empty prefix": "PREFIX : <URL> SELECT * { SERVICE : { ?s ?p ?o } }",
    "by a base": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "with an escape in the IRI": "SELECT * { SERVICE <\\u0068ttp:REST> { ?s ?p ?o } }",
    "as a prefixed name": "PREFIX : <URL> SELECT * { {}SERVICE:{?s?p?o} }",
}
"""Queries by what hides in them. REST is the URL without its scheme."""

BY_VARIABLE = {
    "by a variable": "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "by a name that is made": "SELECT * { BIND(IRI('URL') AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "behind a comparison": (
        "SELECT * { VALUES (?a ?b ?x) { (1 2 <URL>) } FILTER(?a<?b)SERVICE?x{?s?p?o}#>\n}"
    ),
}
"""What the engine takes for SERVICE, too, but can't resolve yet."""

GUISES = {
    "escaped letters": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "an escaped end of a string": "SELECT * { BIND('\\u0027) SERVICE <URL> {} #' AS ?x) }",
    "an escaped line in a comment": "SELECT * { #\\u000A SERVICE <URL> { ?s ?p ?o }\n }",
    "a letter of another script": "SELECT * { ЅERVICE <URL> { ?s ?p ?o } }",
    "a wide letter": "SELECT * { \uff33ERVICE <URL> { ?s ?p ?o } }",
    "a blank of no width": "SELECT * { SERV\u200bICE <URL> { ?s ?p ?o } }",
    "words to search for": (
        "PREFIX cg: <https://w3id.org/credgraph/vocab#>\n"
        'SELECT * { ?s cg:search "nurse\\" } SERVICE <URL> { ?s ?p ?o } #" }'
    ),
}
"""What no engine known takes for SERVICE; it may be an error, or mean something harmless."""


def aimed(text: str, listener: Listener) -> str:
    return text.replace("REST", listener.url.partition(":")[2]).replace("URL", listener.url)


@pytest.mark.parametrize("name", DISGUISES)
def test_an_engine_by_itself_would_connect(listener: Listener, name: str) -> None:
    """The witness that there is something to refuse."""
    found = None
    with contextlib.suppress(OSError):
        found = ox.Store().query(aimed(DISGUISES[name], listener))
        if isinstance(found, ox.QuerySolutions | ox.QueryTriples):
            list(found)
    assert listener.connections


@pytest.mark.parametrize("name", [*DISGUISES, *BY_VARIABLE])
def test_the_endpoint_refuses(server: str, listener: Listener, name: str) -> None:
    told = query(server, aimed((DISGUISES | BY_VARIABLE)[name], listener))
    assert told.status == 400
    assert told.code in ("service", "escape", "ambiguous")
    assert listener.connections == 0


@pytest.mark.parametrize("name", GUISES)
def test_what_looks_like_it_does_nothing(server: str, listener: Listener, name: str) -> None:
    told = query(server, aimed(GUISES[name], listener))
    assert told.status in (200, 400)
    assert listener.connections == 0


def test_the_sandbox_refuses_what_the_guard_would_not_see(
    sample: Build,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each disguise at a real worker, with the guard taken away."""
    passed = guard.inspect("ASK {}")
    monkeypatch.setattr(embedded, "inspect", lambda sparql: passed)
    monkeypatch.setattr(media, "check", lambda form, media_type: None)
    with EmbeddedStore(sample.public, workers=1, spares=0) as store:
        for text in DISGUISES.values():
            is_graph = text.startswith(("CONSTRUCT", "DESCRIBE"))
            media_type = media.N_TRIPLES if is_graph else media.JSON
            asked = aimed(text, listener)
            with contextlib.suppress(QueryError), store.query(asked, media_type) as answer:
                answer.finish()
    assert listener.connections == 0


DOORS = (
    "/sparql/check", "/sparql/open", "/sparql/format", "/sparql/export", "/sparql/export.rq",
    "/sparql/result.xlsx", "/sparql/result.parquet", "/tour/variables?check=1", "/s",
)  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_no_other_door_lets_it_in(server: str, listener: Listener, door: str) -> None:
    for accept in ("text/html", "*/*"):
        told = ask(server + door, {"query": aimed(DISGUISES["plain"], listener)}, Accept=accept)
        assert told.status < 500
    assert listener.connections == 0


def test_no_parameter_lets_it_in(server: str, listener: Listener) -> None:
    """A value is one term, however it tries to end it."""
    for mark in ("", ">", '"', "'", "}"):
        value = f"x{mark} }} SERVICE <{listener.url}> {{ ?s ?p ?o }} #"
        for address in (
            "/resource?iri=", "/schema?class=", "/schema?property=", "/pathways/view?iri=",
            "/occupations/?q=", "/sparql/names?q=", "/linkage/findings.csv?organization=",
            "/queries/pathways/credentials-for-occupation.csv?occupation=",
        ):  # fmt: skip
            told = ask(server + address + quote(value))
            assert told.status < 500
    assert listener.connections == 0
