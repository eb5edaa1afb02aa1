"""Errors of the engine point at the token that does not fit, and say so in our words."""

from __future__ import annotations

import pytest

from graph.stores import EmbeddedStore, QueryError, media


@pytest.mark.parametrize(
    ("query", "line", "column", "words"),
    [
        ("SELECT ?s { ?s ?p }", 1, 19, "} can't stand here"),
        ("SELECT ?s { ?s ?p ?o . FILTER }", 1, 31, "} can't stand here"),
        ("SELECT ?s { ?s ?p ?o } ORDER ?s", 1, 30, "?s can't stand here"),
        ("SELECT ?s { ?s ?p ?o } LIMIT x", 1, 30, "x can't stand here"),
        ("SELECT ?s\nWHERE {\n  ?s a <http://x> ;\n ?p }\n", 4, 5, "} can't stand here"),
        ("SELECT ?s { ?s ?p ?o", 1, 21, "The query ends too soon"),
        ("SELECT (COUNT(?s) AS ?n) ?p { ?s ?p ?o }", 1, 41, "contains a variable"),
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
        ("SELECT ?s { ?s a }", "something is missing"),
    ],
)
def test_hints(store: EmbeddedStore, query: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(query, media.JSON)
    assert words in caught.value.detail


def test_the_token_that_does_not_fit_is_named(store: EmbeddedStore) -> None:
    for query, token in (("SELECT ?s { ?s ?p }", "}"), ("SELECT * { ?s no:where 1 }", "no:where")):
        with pytest.raises(QueryError) as caught:
            store.query(query, media.JSON)
        assert caught.value.token == token
