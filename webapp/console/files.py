"""Whole results as files that the SPARQL protocol does not know.

They are made whole before they are sent: what is cut off must never look complete. It is long work
for this process, so one is made at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from flask import render_template
from markupsafe import Markup

from graph.stores import QueryError
from webapp.site import build

FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
"""Media types by the ending of the file."""
_WAIT = 10.0
"""Seconds that a file waits for the one that is being made."""
_turn = threading.Lock()


@contextmanager
def turn() -> Iterator[None]:
    """While this file is made, no other is. Errors: `QueryError` 503 when the other takes long."""
    if not _turn.acquire(timeout=_WAIT):
        detail = "Another file is being made; try again later, or take CSV, which is streamed."
        raise QueryError(503, "busy", "The server is busy", detail)
    try:
        yield
    finally:
        _turn.release()


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """A file to its end, which is then closed."""
    with file:
        while block := file.read(1 << 18):
            yield block


def about(sparql: str) -> dict[str, str]:
    """What a file says of itself, since it is soon far from the page that it came from: the dataset
    version, the query, and the attribution that is asked for, if any."""
    said = {
        "Dataset version": build().id,
        "Query": sparql,
        "Attribution": Markup(render_template("attribution.html")).striptags(),  # noqa: S704 - ours
    }
    return {name: text for name, text in said.items() if text}


def empty() -> QueryError:
    """There is nothing to make a file of."""
    return QueryError(404, "empty", "The result is empty", "There is no row to put into a file.")
