"""Errors of the engine point at the token that does not fit, and say so in our words."""

from __future__ import annotations

import pytest

from graph.stores import EmbeddedStore, QueryError, media
from graph.vocabulary import CG


@pytest.mark.parametrize(
    ("query", "line", "column", "words"),
    [
        ("SELECT ?s { ?s ?p }", 1, 19, "} can't stand here"),
        ("SELECT ?s { ?s ?p ?o . FILTER }", 1, 31, "} can't stand here"),
        ("SELECT ?s { ?s ?p ?o } ORDER ?s", 1, 30, "?s can't stand here"),
        ("SELECT ?s { ?s ?p ?o } LIMIT x", 1, 30, "x can't stand here"),
        ("SELECT ?s\nWHERE {\n  ?s a <http://x> ;\n ?p }\n", 4, 5, "} can't stand here"),
        ("SELECT ?s { ?s ?p ?o", 1, 21, "The query ends too soon"),
        ("SELECT ?s { ?s ?p } LIMIT 1", 1, 19, "} can't stand here"),
        ("SELECT ?s { ?s ?p }\nVALUES ?s { <urn:x> }", 1, 19, "} can't stand here"),
        ("SELECT ?s {?s ?p ?o FILTER(?o > )} ORDER BY ?s", 1, 33, ") can't stand here"),
        ("SELECT ?s { ?s ?p 'a  b', } GROUP BY ?s", 1, 27, "} can't stand here"),
        ("SELECT ?s { ?s ?p ?o # } a remark\n LIMIT 1", 2, 2, "LIMIT can't stand here"),
        ("SELECT ?s { ?s <urn:a(b> ?o ?x } LIMIT 1", 1, 29, "?x can't stand here"),
        ("SELECT (COUNT(?s) AS ?n) ?p { ?s ?p ?o }", 1, 26, "?p stands beside an aggregate"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", 1, 8, "?s is not grouped"),
        ("SELECT ?s ?k { ?s ?p ?o } GROUP BY ?s (STR(?p) AS ?p2) LIMIT 2", 1, 11, "?k is not"),
        (
            "SELECT ?s (SUM(?n) AS ?k) { { SELECT ?s ?n { ?s ?p ?n } GROUP BY ?s ?n } }",
            1,
            8,
            "?s stands beside an aggregate: add GROUP BY ?s behind",
        ),
        ("SELECT (?s AS ?k) (COUNT(?p) AS ?n) { ?s ?p ?o }", 1, 1, "neither grouped nor"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 8, "name what is selected instead of *"),
        ("SELECT (?s AS ?p) { ?s ?p ?o }", 1, 15, "choose another behind AS"),
        ("SELECT ?s ?p ?s { ?s ?p ?o }", 1, 14, "?s is selected twice"),
        ("SELECT * {\n ?s <a:p> ?n\n ?s a ?t }", 3, 2, "A full stop is missing before ?s"),
        ("SELECT * { ?s a ?t ?s <a:p> ?n }", 1, 20, "A full stop is missing before ?s"),
    ],
)
def test_places(store: EmbeddedStore, query: str, line: int, column: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(query, media.JSON)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in caught.value.detail


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", "add GROUP BY ?s behind"),
        ("SELECT ?s ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s", "in GROUP BY: ?s ?p"),
        ("SELECT ?s { ?s a ?t ?x ?p ?o }", "A full stop is missing before ?x"),
        ("SELECT ?s { ?s a ?t ; ?x ?p ?q }", "Behind ; comes the next property"),
        ("SELECT ?s { ?s a ?t ; ?x ?p ?q . }", "Behind ; comes the next property"),
        ("SELECT ?s { ?s a ?t ; ?x ?p ?q ?r }", "or a ; before another property"),
        ('SELECT ?s { ?s a "x"@en ?x ?p ?o }', "A full stop is missing before ?x"),
        ("SELECT ?s { ?s <urn:a> ?n . a ?t }", "if a is a property of the subject before, write ;"),
        ("SELECT ?s { ?s a ?t . <urn:a> ?n }", "if <urn:a> is a property of the subject before"),
        ("SELECT ?s { ?s a ?t . ?s <urn:a> . }", "something is missing"),
        ("SELECT ?s { ?s a }", "something is missing"),
        ("SELECT ?s COUNT(?p) { ?s ?p ?o } GROUP BY ?s", "in brackets, with a name: (COUNT(…) AS"),
        ("SELECT COUNT(?p) { ?s ?p ?o }", "in brackets, with a name: (COUNT(…) AS"),
        ("SELECT ?s, ?o { ?s ?p ?o }", "side by side, without commas"),
        ("SELECT ?s { ?s a <urn:a>, <urn:b>, }", "Behind , comes another value"),
        ("SELECT ?s { ?s <urn:a> ?o FILTER ?o > 3 }", "FILTER takes its condition in brackets"),
    ],
)
def test_hints(store: EmbeddedStore, query: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(query, media.JSON)
    assert words in caught.value.detail


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?s { ?s a ?t FILTER(?s > 1) ; ?p ?o }", "FILTER takes"),
        ("SELECT (COUNT(?s, ?p) AS ?n) { ?s ?p ?o }", "in brackets, with a name"),
        ("SELECT ?s { ?s ?p 1, 2 3 }", "Behind ,"),
        ("SELECT ?s { ?s a ?t . <a:x> <a:y> <a:z> FOO }", "full stop"),
        ("SELECT (CONCAT(?s, ?p) AS ?n) BY { ?s ?p ?o }", "without commas"),
    ],
)
def test_no_hint_where_it_would_mislead(store: EmbeddedStore, query: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(query, media.JSON)
    assert words not in caught.value.detail


def test_long_lists_of_what_could_stand_there_are_left_out(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("SELECT ?s { ?s <urn:a> = 1 }", media.JSON)
    assert caught.value.detail == "= can't stand here."


def test_the_token_that_does_not_fit_is_named(store: EmbeddedStore) -> None:
    for query, token in (
        ("SELECT ?s { ?s ?p }", "}"),
        ("SELECT * { ?s no:where 1 }", "no:where"),
        ("SELECT * { SERVICE <a:b> {} }", "SERVICE"),
        ("SELECT * FROM <a:b> {}", "FROM"),
        ("CLEAR ALL", "CLEAR"),
        ("SELECT * { ?s \\p ?o }", "\\"),
        (f"SELECT * {{ ?s ?p {'(' * 41}", "("),
        (f"SELECT * {{ ?s <{CG.search}> ?o }}", f"<{CG.search}>"),
    ):
        with pytest.raises(QueryError) as caught:
            store.query(query, media.JSON)
        assert caught.value.token == token


X = "PREFIX x: <urn:f#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"


@pytest.mark.parametrize(
    ("query", "token", "words"),
    [
        ("SELECT (<http://x/y>(1) AS ?a) {}", "<http://x/y>", "<http://x/y> is not known here"),
        ("SELECT * { FILTER(<http://x/y>(1)) }", "<http://x/y>", "plain names"),
        ("SELECT * { ?s ?p <urn:f#a> FILTER(x:a(?s)) }", "x:a", "<urn:f#a> is not known"),
        ("SELECT * { BIND(x:a\\,b() AS ?b) }", "x:a\\,b", "<urn:f#a,b> is not known"),
        ("ASK { FILTER(EXISTS { FILTER(x:f(1)) }) }", "x:f", "not known"),
        ("SELECT ?p { ?s ?p ?o } GROUP BY ?p HAVING(x:f(?p))", "x:f", "not known"),
        ("SELECT * { ?s ?p ?o } ORDER BY x:f(?s)", "x:f", "not known"),
        ("SELECT (xsd:number('1') AS ?n) {}", "xsd:number", "Casts are xsd:string"),
        ("SELECT (xsd:integer(1, 2) AS ?n) {}", "xsd:integer", "given 2 arguments; it takes 1."),
        ("SELECT (xsd:integer() AS ?n) {}", "xsd:integer", "given 0 arguments; it takes 1."),
    ],
)
def test_a_function_that_there_is_not(
    store: EmbeddedStore, query: str, token: str, words: str
) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(X + query, media.JSON)
    error = caught.value
    assert (error.status, error.code, error.token) == (400, "function", token)
    assert (error.line, error.column) == (2, query.index(f"{token}(") + 1)
    assert words in error.detail
    assert "custom" not in error.detail


@pytest.mark.parametrize("call", ["x:sum(DISTINCT ?s)", "x:sum(*)", "SUM(?s, ?p)", "MEDIAN(?s)"])
def test_an_aggregate_that_there_is_not(store: EmbeddedStore, call: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(f"{X}SELECT ({call} AS ?n) {{ ?s ?p ?o }}", media.JSON)
    assert (caught.value.status, caught.value.code, caught.value.line) == (400, "syntax", 2)


def test_a_function_that_is_never_called_is_no_error(store: EmbeddedStore) -> None:
    with store.query(f"{X}SELECT (IF(true, 1, x:f(1)) AS ?n) {{}}", media.CSV) as answer:
        assert answer.read() == b"n\r\n1\r\n"
