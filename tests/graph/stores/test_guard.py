"""The guard: what passes, what doesn't, and whether the refusal helps."""

from __future__ import annotations

import pytest

from graph.stores import QueryError
from graph.stores.guard import inspect


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("# INSERT\nPREFIX a: <http://a/>\nBASE <http://b/> ask { a:x ?p 'DELETE' }", "ASK"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <http://a/service>", "DESCRIBE"),
        ("SELECT * { ?s ?p \"SERVICE <x>\", '''it's \"FROM\" ''' }", "SELECT"),
        ("SELECT (?a<?b AS ?c) { ?s ?p ?a , ?b FILTER(?a<5 && ?b>3) }", "SELECT"),
    ],
)
def test_queries_pass(query: str, form: str) -> None:
    assert inspect(query).form == form


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("INSERT DATA { <a:a> <a:b> 1 }", 400, "Updates"),
        ("PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }", 400, "Updates"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("SELECT * { service silent <http://x/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("PREFIX SERVICE: <http://x/> SELECT * { SERVICE:a {} }", 400, "service"),
        ("SELECT * FROM <http://x/> { ?s ?p ?o }", 400, "FROM"),
        ("SELECT * { ?s ?p '\\u0027 } SERVICE <x> {} #' }", 400, "\\u0027"),
        ("SELECT * { ?s ?p ?a FILTER(?a<?b)SERVICE?x{}#> }", 400, ""),
        ("SELECT * { ?s ceterms:name ?n }", 400, "PREFIX ceterms: <https://purl.org/ctdl/terms/>"),
        ("SELECT * { ?s cetrms:name ?n }", 400, "is ceterms: meant? Then begin the query with"),
        ("PREFIX mine: <urn:m> SELECT * { ?s mnie:name ?n }", 400, "is mine: meant?"),
        ("SELECT * { ?s zzzz:name ?n }", 400, "begin the query with PREFIX zzzz: <…>"),
        ("SELECT * { ?s ?p 'no end }", 400, "no end"),
        ("", 400, "ends before"),
        ("SELECT * { ?s ?p \x00 }", 400, "NUL"),
        ("SELECT * { ?s ?p '\ud800' }", 400, "surrogate"),
        ("SELECT * {" + "{" * 60 + "}" * 60 + "}", 400, "brackets"),
        ("SELECT * {" + "?s ?p ?o ." * 200 + "}", 400, "patterns"),
        ("SELECT * { ?s ?p ?o FILTER(1" + "+1" * 2000 + ") }", 400, "operators"),
        ("SELECT * { ?s ?p ?o } #" + "x" * 30_000, 413, "bytes"),
    ],
)
def test_refusals_say_why(query: str, status: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        inspect(query)
    assert caught.value.status == status
    assert words in caught.value.detail


def test_a_refusal_says_where() -> None:
    with pytest.raises(QueryError) as caught:
        inspect("SELECT *\nWHERE {\n  ?s a ceterms:Badge }")
    assert (caught.value.line, caught.value.column) == (3, 8)


@pytest.mark.parametrize(
    ("query", "cacheable"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT ?s { ?s ?p 'NOW' }", True),
        ("SELECT (NOW() AS ?n) {}", False),
        ("SELECT (struuid() AS ?n) {}", False),
        ("CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p _:b } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o, [] }", True),
    ],
)
def test_what_changes_is_not_cacheable(query: str, cacheable: bool) -> None:
    assert inspect(query).cacheable is cacheable
