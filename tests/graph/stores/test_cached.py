"""The cache of results: the same bytes, without a worker; never of what changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.stores import EmbeddedStore, QueryError, cached, media
from graph.stores.cached import CachedStore

P = "PREFIX : <http://example.org/>\n"
LOOKUP = P + "SELECT ?n { :7 :name ?n }"
ROWS = P + "SELECT ?s ?n { ?s :name ?n } ORDER BY ?n LIMIT 2000"
"""More than a worker's first reply holds."""


def read(
    store: CachedStore, query: str, media_type: str = media.CSV, is_empty: bool = False
) -> bytes:
    with store.query(query, media_type, is_empty=is_empty) as answer:
        return answer.read()


@pytest.mark.parametrize("query", [LOOKUP, ROWS])
def test_a_known_result_needs_no_engine(store_folder: Path, query: str) -> None:
    embedded = EmbeddedStore(store_folder, workers=1, spares=0)
    store = CachedStore(embedded)
    first = read(store, query)
    as_json = read(store, query, media.JSON)
    embedded.close()
    assert read(store, query) == first
    assert read(store, query, media.JSON) == as_json != first
    with pytest.raises(QueryError):
        read(store, query + " ")


def test_of_another_dataset_the_result_is_another(store: EmbeddedStore) -> None:
    over = CachedStore(store)
    assert read(over, "ASK { ?s ?p ?o }") == b"true"
    assert read(over, "ASK { ?s ?p ?o }", is_empty=True) == b"false"
    assert read(over, "ASK { ?s ?p ?o }") == b"true"


def test_what_changes_is_asked_again(store: EmbeddedStore) -> None:
    over = CachedStore(store)
    query = "SELECT (STRUUID() AS ?n) {}"
    assert read(over, query) != read(over, query)


def test_what_is_large_or_was_not_read_to_its_end_is_not_kept(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = CachedStore(store)
    with over.query(ROWS, media.CSV) as answer:
        next(answer.chunks())
    assert not over._known
    monkeypatch.setattr(cached, "LARGEST", 10_000)
    read(over, ROWS)
    assert not over._known
    read(over, LOOKUP)
    assert len(over._known) == 1


def test_the_cache_has_an_end(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached, "ROOM", 3_000)
    over = CachedStore(store)
    for n in range(20):
        read(over, P + f"SELECT ?n {{ :{n} :name ?n }}")
    assert 2 <= len(over._known) <= 5
    assert over._known.currsize <= 3_000
