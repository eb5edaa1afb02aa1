"""Sending a result: streamed while the engine still writes, and never complete when it is not.

No status is sent before the first 8 kB or the end of the result. What breaks after that breaks the
connection; over HTTP/1.0, where a cut looks complete, the result is made whole before it is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain

from flask import Response, request

from graph.stores import Answer
from graph.stores.guard import inspect
from webapp.asking import ask
from webapp.site import build, is_pinned_build, site
from webapp.stopping import Stopping

_YEAR = 365 * 24 * 3600


def deliver(
    sparql: str,
    media_type: str,
    download: str | None = None,
    is_free: bool = False,
    is_empty: bool = False,
) -> Response:
    """The result of a query as `media_type`; `download` names the file it is to be saved as,
    `is_free` says that somebody wrote it, and `is_empty` that it asks a graph that is not there.

    Errors: `QueryError`, as long as nothing was sent.
    """
    is_read = request.method in ("GET", "HEAD")
    parts = (media_type, sparql, "empty" * is_empty)
    tag = entity_tag(*parts) if is_read and inspect(sparql).cacheable else None
    if tag and request.if_none_match.contains_weak(tag):
        return cached(Response(status=304), tag)
    response = stream(ask(sparql, media_type, is_free, is_empty), media_type)
    if tag:
        cached(response, tag)
    if download:
        response.headers["Content-Disposition"] = f'attachment; filename="{download}"'
    return response


def stream(answer: Answer, media_type: str) -> Response:
    """An answer as a response, which closes it."""
    content_type = media_type + "; charset=utf-8" * media_type.startswith("text/")
    if answer.small is not None:
        answer.close()
        return Response(answer.small, content_type=content_type)
    _limit_stall()
    chunks = _chunks(answer, site().stopping)
    first = next(chunks, b"")  # what failed meanwhile still gets a status of its own
    response = Response(chain((first,), chunks), content_type=content_type)
    response.call_on_close(answer.close)
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        try:
            response.content_length = answer.finish()
        except BaseException:
            answer.close()
            raise
    return response


def entity_tag(*parts: str) -> str:
    """The ETag of what is made from these parts, by this build and this version."""
    whole = "\0".join((build().id, site().version, *parts))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]


def cached(response: Response, tag: str) -> Response:
    """Let caches keep a response: for good where the address names its build, else ask again."""
    response.set_etag(tag)
    response.cache_control.public = True
    response.cache_control.max_age = _YEAR if is_pinned_build() else 0
    if not is_pinned_build():
        response.cache_control.must_revalidate = True
    return response


def _chunks(answer: Answer, stopping: Stopping) -> Iterator[bytes]:
    try:
        for chunk in answer.chunks():
            stopping.check()
            yield chunk
    finally:
        answer.close()


def _limit_stall() -> None:
    """A reader that takes no block of a result for so long is let go of."""
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(site().settings.limits.stall)
