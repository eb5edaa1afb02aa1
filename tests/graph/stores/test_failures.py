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
