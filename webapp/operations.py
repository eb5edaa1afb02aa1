"""What an operator asks a running server: is it alive, can it answer, how much does it do.

Every request is counted and, where the setting ``log`` says so, told in a line of JSON: never with
the text of a query, only with its digest.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Iterable, Iterator
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from graph.stores import EmbeddedStore, QueryError, UnknownBuild
from graph.stores.cached import CachedStore
from graph.stores.media import CSV
from webapp.mounting import LOOPBACK
from webapp.protocol import QUERY_TYPE
from webapp.site import build, served, site

blueprint = Blueprint("operations", __name__)

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")
_FRESH = "SELECT (RAND() AS ?answer) {}"
"""A query whose answer no cache can give."""
_TEXT = "text/plain; charset=utf-8"


class Measures:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "credgraph_request_seconds",
            "Time until the last byte of a response was handed over",
            ("route", "status"),
            registry=self.registry,
        )
        self.bytes = Counter(
            "credgraph_response_bytes", "Bytes of bodies", ("route",), registry=self.registry
        )
        self.running = Gauge(
            "credgraph_queries_running", "Queries in workers", ("pool",), registry=self.registry
        )
        self.waiting = Gauge(
            "credgraph_queries_waiting", "Queries in line", ("pool",), registry=self.registry
        )


def register(app: Flask) -> None:
    """Measure every request of an application."""
    app.extensions["credgraph-measures"] = Measures()
    app.before_request(_begin)
    app.after_request(_measured)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("alive\n", content_type=_TEXT)


@blueprint.get("/readyz")
def ready() -> Response:
    """There is a build, and a worker answers for it; else 503."""
    try:
        with served().store.query(_FRESH, CSV, site().settings.limits) as answer:
            answer.read()
    except (QueryError, UnknownBuild) as error:
        return Response(f"not ready: {error}\n", 503, content_type=_TEXT)
    return Response(f"ready: {build().id}\n", content_type=_TEXT)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus metrics: with the token of the setting `metrics_token`, or, where there is none,
    from this machine and through no proxy."""
    if not _may_see_metrics():
        abort(403, "Metrics are for the operator: send the token, or ask from the machine itself.")
    measures = _measures()
    for name, store in (("pages", served().store), ("free", served().free)):
        inner = store.store if isinstance(store, CachedStore) else store
        if isinstance(inner, EmbeddedStore):
            measures.running.labels(name).set(inner.turns.running)
            measures.waiting.labels(name).set(inner.turns.waiting)
    return Response(generate_latest(measures.registry), content_type=CONTENT_TYPE_LATEST)


def _may_see_metrics() -> bool:
    if token := site().settings.metrics_token:
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        return hmac.compare_digest(given, f"Bearer {token}".encode())
    is_forwarded = any(name in request.headers for name in _FORWARDED)
    is_asked_here = request.host.rpartition(":")[0] in LOOPBACK or request.host in LOOPBACK
    return request.remote_addr in _LOOPBACK and is_asked_here and not is_forwarded


def _measures() -> Measures:
    measures: Measures = current_app.extensions["credgraph-measures"]
    return measures


def _begin() -> None:
    g.begun = time.perf_counter()


def _measured(response: Response) -> Response:
    """Measure a response when its last byte is handed over."""
    measures, begun = _measures(), g.get("begun", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "none"
    told = _told(route, response) if site().settings.log else None
    sent = _Sent(response)

    def finished() -> None:
        seconds = time.perf_counter() - begun
        measures.seconds.labels(route, str(response.status_code)).observe(seconds)
        measures.bytes.labels(route).inc(sent.bytes)
        if told is not None:
            line = told | {"bytes": sent.bytes, "cut": sent.cut, "seconds": round(seconds, 4)}
            print(json.dumps(line), file=sys.stderr, flush=True)

    response.call_on_close(finished)
    return response


class _Sent:
    """How many bytes of a response's body were handed over; `cut`: why it broke off, if it did."""

    def __init__(self, response: Response) -> None:
        self.bytes = 0
        self.cut: str | None = None
        if request.method != "HEAD" and response.content_length is not None:
            self.bytes = response.content_length
        elif response.is_streamed and not response.direct_passthrough:
            response.response = self._counted(cast(Iterable[bytes], response.response))

    def _counted(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        try:
            for block in blocks:
                self.bytes += len(block)
                yield block
        except QueryError as error:
            self.cut = error.code
            # Gunicorn then closes the connection and says no more of it.
            raise BrokenPipeError(errno.EPIPE, str(error)) from error


def _told(route: str, response: Response) -> dict[str, object]:
    """What the log says of a request."""
    query = _query() if response.status_code != 413 else None
    return {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "client": request.remote_addr,
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "build": response.headers.get("Credgraph-Build"),
        "query": hashlib.sha256(query).hexdigest()[:16] if query else None,
    }


def _query() -> bytes:
    """The query of a request; empty where there is none."""
    if request.mimetype == QUERY_TYPE:
        return request.get_data()
    return request.values.get("query", "").encode("utf-8", "replace")
