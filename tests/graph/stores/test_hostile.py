"""Hostile queries at a store of 240,000 triples: each is stopped with a proper error, while
look-ups through the same server go on; and nothing outside the graph can be reached."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.stores import EmbeddedStore, Limits, QueryError, embedded, guard, media, shape

P = "PREFIX : <http://example.org/>\n"
LOOKUP = P + "SELECT ?n { :7 :name ?n }"
SHORT = Limits(seconds=1.0)
STAR = " . ".join(f"?s :{('name', 'size', 'next')[n % 3]} ?o{n}" for n in range(118))
DEEP = "SELECT * {" + "{" * 9_000 + "}" * 9_000 + "}"
HOSTILE = {
    "cross product": ("SELECT (COUNT(*) AS ?n) { ?a :size ?x . ?b :size ?y }", SHORT, {504}),
    "planner bomb": (f"SELECT * {{ {STAR} }}", Limits(seconds=0.3), {504}),
    "huge sort by time": (
        "SELECT * { ?b :size ?m FILTER(?m < 20) ?a :name ?n } ORDER BY LCASE(?n) ?m",
        Limits(seconds=0.5),
        {504},
    ),
    "huge sort by memory": (
        "SELECT * { ?a :name ?n . ?b :name ?m } ORDER BY ?n ?m",
        Limits(seconds=60.0, memory=200 << 20),
        {507},
    ),
    "huge text": (
        "SELECT (GROUP_CONCAT(?n) AS ?all) { ?a :name ?n . ?b :name ?m }",
        Limits(seconds=60.0, memory=200 << 20),
        {507},
    ),
    "nesting": (DEEP, SHORT, {400}),
    "endless output": ("SELECT * { ?a :name ?n . ?b :name ?m }", Limits(bytes=8 << 20), {413}),
    "endless output, slow": (
        "SELECT ?a ?b { ?a :size ?n . ?b :size ?m FILTER(?n + ?m = 3) }",
        SHORT,
        {504},
    ),
    "endless graph": (
        "CONSTRUCT { ?a :with ?b } WHERE { ?a :size ?n . ?b :size ?m }",
        Limits(bytes=8 << 20),
        {413},
    ),
}


@pytest.fixture(scope="module")
def large(large_folder: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(large_folder, workers=2, spares=1) as opened:
        opened.query(LOOKUP, media.CSV).close()
        yield opened


def failure(store: EmbeddedStore, query: str, limits: Limits) -> QueryError:
    media_type = media.N_TRIPLES if "CONSTRUCT" in query else media.JSON
    with pytest.raises(QueryError) as caught, store.query(query, media_type, limits) as answer:
        answer.finish()
    return caught.value


@pytest.mark.parametrize("kind", HOSTILE)
def test_each_is_stopped_while_look_ups_go_on(
    large: EmbeddedStore, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    query, limits, statuses = HOSTILE[kind]
    # So that the brackets reach the engine and end its process.
    monkeypatch.setattr(shape, "MAX_DEPTH", 10**6)
    failed: list[QueryError] = []
    hostile = threading.Thread(target=lambda: failed.append(failure(large, P + query, limits)))
    hostile.start()
    answers, slowest = 0, 0.0
    while hostile.is_alive() or answers < 3:
        begun = time.monotonic()
        with large.query(LOOKUP, media.CSV) as answer:
            assert answer.read() == b"n\r\nthing 7\r\n"
        slowest = max(slowest, time.monotonic() - begun)
        answers += 1
        hostile.join(0.02)  # who asks without a pause leaves it no processor
    hostile.join()
    assert failed[0].status in statuses
    assert failed[0].title
    assert failed[0].detail
    assert slowest < 5


def test_the_guard_refuses_what_would_end_the_engine(large: EmbeddedStore) -> None:
    begun = time.monotonic()
    error = failure(large, P + DEEP, SHORT)
    assert (error.status, error.code) == (400, "too-complex")
    assert error.column
    assert time.monotonic() - begun < 1


def test_only_the_default_graph_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "public"
    store = ox.Store(str(path))
    thing = ox.NamedNode("http://example.org/a")
    store.add(ox.Quad(thing, thing, thing, ox.DefaultGraph()))
    store.add(ox.Quad(thing, thing, ox.Literal("hidden"), ox.NamedNode("http://example.org/g")))
    store.flush()
    del store
    with EmbeddedStore(path, workers=1, spares=0) as one:
        for query, rows in (
            ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", 0),
            ("SELECT ?s { GRAPH <http://example.org/g> { ?s ?p ?o } }", 0),
            ("SELECT ?o { ?s ?p ?o }", 1),
        ):
            with one.query(query, media.TSV) as answer:
                assert answer.read().count(b"\n") == 1 + rows
        for clause in ("FROM", "FROM NAMED"):
            error = failure(one, f"SELECT * {clause} <http://example.org/g> {{ ?s ?p ?o }}", SHORT)
            assert (error.status, error.code) == (400, "from")


def test_no_query_reaches_the_network(
    large: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        query = (
            f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        )
        assert failure(large, query, SHORT).code == "service"
        # Without the guard the query reaches the engine, and the sandbox refuses the connection.
        passed = guard.inspect("SELECT * { ?s ?p ?o }")
        monkeypatch.setattr(embedded, "inspect", lambda sparql: passed)
        error = failure(large, query, Limits(seconds=10))
        assert error.code == "engine"
        assert "denied" in error.detail.lower()
        with pytest.raises(BlockingIOError):
            listener.accept()
