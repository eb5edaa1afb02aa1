"""The embedded store: true answers, and hostile queries that harm nobody else."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.stores import EmbeddedStore, Limits, QueryError, embedded, media, shape

ROOT = Path(__file__).resolve().parents[3]
P = "PREFIX : <http://example.org/>\n"
LOOKUP = P + "SELECT ?n { :7 :name ?n }"
CROSS = P + "SELECT (COUNT(*) AS ?n) { ?a :size ?x . ?b :size ?y . ?c :size ?z }"
SHORT = Limits(seconds=1.0)
SMALL = Limits(seconds=20.0, memory=200 << 20)


def failure(
    store: EmbeddedStore, query: str, limits: Limits, media_type: str = media.JSON
) -> QueryError:
    with pytest.raises(QueryError) as caught, store.query(query, media_type, limits) as answer:
        for _ in answer.chunks():
            pass
    return caught.value


def test_every_format_says_the_same(store: EmbeddedStore) -> None:
    query = P + "SELECT ?s ?n { ?s :size ?n } ORDER BY ?n LIMIT 3"
    expected = [
        ("http://example.org/0", "0"),
        ("http://example.org/1", "1"),
        ("http://example.org/2", "2"),
    ]
    for media_type in media.TABLES:
        with store.query(query, media_type) as answer:
            text = answer.read()
        if media_type in (media.JSON, media.XML, media.TSV):
            rows = ox.parse_query_results(text, ox.QueryResultsFormat.from_media_type(media_type))
            assert isinstance(rows, ox.QuerySolutions)
            assert [(r["s"].value, r["n"].value) for r in rows] == expected
        else:
            assert text.decode().split("\r\n")[:2] == ["s,n", "http://example.org/0,0"]
    graph = P + "CONSTRUCT { ?s :name ?n } WHERE { ?s :name ?n ; :size 5 }"
    for media_type in media.GRAPHS:
        with store.query(graph, media_type) as answer:
            quads = list(ox.parse(answer.read(), ox.RdfFormat.from_media_type(media_type)))
        assert [str(q.object) for q in quads] == ['"thing 5"@en']
    with store.query("ASK { ?s ?p ?o }", media.JSON) as answer:
        assert json.loads(answer.read())["boolean"] is True


def test_a_form_has_its_formats(store: EmbeddedStore) -> None:
    error = failure(store, "SELECT * { ?s ?p ?o }", Limits(), media.TURTLE)
    assert error.status == 406
    assert "text/csv" in error.detail


def test_syntax_errors_have_a_place(store: EmbeddedStore) -> None:
    error = failure(store, "SELECT ?s\nWHERE { ?s ?p }", Limits())
    assert (error.status, error.line, error.column) == (400, 2, 15)


def test_memory_is_limited(store: EmbeddedStore) -> None:
    big = P + "SELECT ?a ?b { ?a :name ?x . ?b :name ?y } ORDER BY ?x ?y"
    error = failure(store, big, SMALL)
    assert error.status == 507
    assert "200 MiB" in error.detail
    with store.query(LOOKUP, media.CSV) as answer:
        assert b"thing 7" in answer.read()


def outcome(store: EmbeddedStore, query: str) -> int:
    """The status that a query ends with: 200, or the error's."""
    try:
        with store.query(query, media.JSON, SHORT) as answer:
            answer.finish()
    except QueryError as error:
        return error.status
    return 200


def test_deep_nesting_harms_nobody(store: EmbeddedStore) -> None:
    nested = P + "SELECT * { ?s " + "(" * 35 + ":next" + "*)" * 35 + " ?o } LIMIT 1"
    assert outcome(store, nested) in (200, 400, 504)
    assert outcome(store, LOOKUP) == 200


def test_an_engine_that_dies_is_an_error(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without the guard, so that the brackets reach the engine and overflow its stack.
    monkeypatch.setattr(shape, "MAX_DEPTH", 10**6)
    monkeypatch.setattr(shape, "MAX_PATTERNS", 10**6)
    deep = "SELECT * {" + "{" * 9_000 + "}" * 9_000 + "}"
    with EmbeddedStore(store_folder, workers=1, spares=1) as one:
        assert outcome(one, deep) == 500
        assert outcome(one, LOOKUP) == 200


def test_a_slow_reader_holds_no_worker(store_folder: Path) -> None:
    with EmbeddedStore(store_folder, workers=1, spares=0) as one:
        slow = one.query(P + "SELECT ?s ?p ?o { ?s ?p ?o }", media.JSON)
        chunks = slow.chunks()
        next(chunks)
        with one.query(LOOKUP, media.CSV) as answer:
            assert b"thing 7" in answer.read()
        rest = b"".join(chunks)
        slow.close()
    assert rest.endswith(b"}")


def test_closing_an_answer_stops_its_query(store_folder: Path) -> None:
    with EmbeddedStore(store_folder, workers=1, spares=0) as one:
        answer = one.query(P + "SELECT ?a ?b { ?a :name ?x . ?b :name ?y }", media.JSON)
        answer.close()
        begun = time.monotonic()
        with one.query(LOOKUP, media.CSV) as next_answer:
            next_answer.read()
        assert time.monotonic() - begun < 5


def test_a_full_queue_says_busy(store_folder: Path) -> None:
    with EmbeddedStore(store_folder, workers=1, spares=0) as one:
        hostile = threading.Thread(target=lambda: failure(one, CROSS, Limits(seconds=2)))
        hostile.start()
        time.sleep(0.5)
        error = failure(one, LOOKUP, Limits(queue=0.2))
        hostile.join()
    assert (error.status, error.code) == (503, "busy")


def test_results_come_before_the_query_ends(store_folder: Path) -> None:
    pairs = P + "SELECT ?a ?b { ?a :name ?x . ?b :size ?y FILTER(?y < 300) }"
    with EmbeddedStore(store_folder, workers=1, spares=0) as one:
        begun = time.monotonic()
        with one.query(pairs, media.TSV) as answer:
            next(answer.chunks())
            first = time.monotonic() - begun
            size = answer.finish()
            assert time.monotonic() - begun > 2 * first
        assert size > 900_000 * 40


@pytest.mark.parametrize("data", [b"[]", b"5", b'{"bytes": "many"}', b"\xff", b'{"done"'])
def test_what_no_worker_says_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        embedded._reply(data)


def test_no_file_handles_left_is_an_error_and_passes(store_folder: Path) -> None:
    code = (
        "import os, resource, sys; from pathlib import Path\n"
        "from graph.stores import EmbeddedStore, QueryError\n"
        "store = EmbeddedStore(Path(sys.argv[1]), workers=1, spares=0)\n"
        "ask = lambda: store.query('ASK {}', 'text/csv').read()\n"
        "assert ask() == b'true'\n"
        "store._pool._idle.queue[0]._process.kill(); store._pool._idle.queue[0]._process.wait()\n"
        "taken = []\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))\n"
        "try:\n"
        "    while True: taken.append(os.dup(0))\n"
        "except OSError: pass\n"
        "try: ask()\n"
        "except QueryError as error: print(error.status)\n"
        "for handle in taken: os.close(handle)\n"
        "print(ask())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store_folder)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout == "503\nb'true'\n", done.stderr


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "public", workers=1, spares=0) as none:
        assert failure(none, LOOKUP, Limits()).status == 503
