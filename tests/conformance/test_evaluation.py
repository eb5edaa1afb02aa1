"""The W3C's tests of query evaluation, through the endpoint over HTTP: what it gives is, byte for
byte, what the engine gives when it is called directly; or both refuse."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from werkzeug.serving import make_server

from graph.builds import Build
from graph.iris import DEFAULT_BASE
from graph.settings import Settings
from graph.stores import Answer, Limits, QueryError, Served, Store, media
from graph.stores.base import NOBODY, Asker
from graph.stores.guard import inspect
from graph.worker.process import Spool, run
from tests.conformance.suites import Evaluation, evaluations
from tests.shared import needs_shared
from webapp import create_app

pytestmark = needs_shared
KINDS = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}
REFUSED = ("from", "service", "text", "escape", "prefix", "too-complex", "ambiguous")
"""What the guard says of queries that the engine would take."""


class InProcess(Store):
    """A store for tests: the guard and the worker's own code, in this process."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def query(
        self,
        sparql: str,
        media_type: str,
        limits: Limits | None = None,
        asker: Asker = NOBODY,
        is_empty: bool = False,
    ) -> Answer:
        inspected = inspect(sparql)
        media.check(inspected.form, media_type)
        spool = _Memory()
        asked = {"query": sparql, "media_type": media_type, "is_empty": is_empty}
        try:
            run(self.store, asked, spool)
        except SyntaxError as error:
            raise QueryError(400, "syntax", "The query has an error", str(error)) from error
        data = bytes(spool.data)
        return Answer(
            media_type, inspected.form, False, iter([data]), lambda: None, lambda: len(data)
        )

    def close(self) -> None:
        pass


class _Memory(Spool):
    """A worker's spool that keeps all in memory."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, block: bytes) -> int:
        self.data += block
        return len(block)


class Endpoint(NamedTuple):
    """An endpoint over HTTP whose store can be changed."""

    port: int
    builds: Builds

    def ask(self, query: str, media_type: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": media_type})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, body


class Builds:
    """In place of the builds of a data folder: one, whose store is that of the test that runs."""

    def __init__(self, folder: Path) -> None:
        self.build, self.store = Build(folder / "20260101T000000Z-00000000"), InProcess(ox.Store())
        self.build.folder.mkdir()
        info = {"id": self.build.id, "sources": []}
        (self.build.folder / "build.json").write_text(json.dumps(info))

    def current(self) -> Served:
        return Served(self.build, self.store, self.store)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("conformance")
    app, builds = create_app(folder, Settings(), "test"), Builds(folder)
    site = app.extensions["credgraph"]
    app.extensions["credgraph"] = replace(site, builds=builds)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Endpoint(server.server_port, builds)
    server.shutdown()
    thread.join()
    server.server_close()


def loaded(data: tuple[Path, ...]) -> ox.Store:
    store = ox.Store()
    for path in data:
        store.load(path.read_bytes(), KINDS[path.suffix], base_iri=DEFAULT_BASE)
    return store


def directly(store: ox.Store, query: str, media_type: str) -> bytes | None:
    """What the engine gives by itself; None where it refuses."""
    try:
        result = store.query(
            query, base_iri=DEFAULT_BASE, default_graph=[ox.DefaultGraph()], named_graphs=[]
        )
    except SyntaxError:
        return None
    if isinstance(result, ox.QueryTriples):
        return result.serialize(format=ox.RdfFormat.N_TRIPLES)
    kind = ox.QueryResultsFormat.from_media_type(media_type)
    return result.serialize(format=kind)


def outcome(endpoint: Endpoint, test: Evaluation, store: ox.Store) -> str:
    """``same``, ``both refuse``, the guard's word for why it refuses, or what differs."""
    query = test.query.read_text("utf-8")
    try:
        inspected = inspect(query)
    except QueryError as error:
        if endpoint.ask(query, media.JSON)[0] != error.status:
            return "not refused over HTTP"
        if error.code != "service" and directly(store, query, media.JSON) is None:
            return "both refuse"
        return error.code  # SERVICE would ask the network
    media_types = media.TABLES if inspected.form in ("SELECT", "ASK") else (media.N_TRIPLES,)
    for media_type in media_types:
        wanted = directly(store, query, media_type)
        status, body = endpoint.ask(query, media_type)
        if wanted is None:
            return "both refuse" if status == 400 else f"status {status} where the engine refuses"
        if status != 200:
            return f"status {status}: {body[:200]!r}"
        # Of fresh blank nodes and random values only their number can be the same.
        same = body == wanted if inspected.cacheable else body.count(b"\n") == wanted.count(b"\n")
        if not same:
            return f"{media_type} differs"
    return "same"


def test_nothing_between_client_and_engine_changes_an_answer(endpoint: Endpoint) -> None:
    found: dict[str, str] = {}
    stores: dict[tuple[Path, ...], ox.Store] = {}
    for test in evaluations():
        try:
            store = stores.get(test.data) or loaded(test.data)
        except SyntaxError:
            continue  # data that the engine can't read
        stores[test.data] = store
        endpoint.builds.store = InProcess(store)
        found[test.name] = outcome(endpoint, test, store)
    counts = Counter(found.values())
    strange = {
        n: what for n, what in found.items() if what not in ("same", "both refuse", *REFUSED)
    }
    assert not strange
    assert counts["same"] > 480
    assert sum(counts[code] for code in REFUSED) < 40
