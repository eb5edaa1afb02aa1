"""The end of a server: what runs when it is told to stop has a few seconds to end."""

from __future__ import annotations

import time

from graph.stores import QueryError

GRACE = 4
"""Seconds within which a query that runs is still answered."""


class Stopping:
    """Whether the server was told to stop, and how long ago."""

    def __init__(self) -> None:
        self._end = float("inf")

    def begin(self) -> None:
        """The server is told to stop."""
        self._end = min(self._end, time.monotonic() + GRACE)

    def check(self) -> None:
        """Errors: `QueryError` 503 when there is no time left to go on."""
        if time.monotonic() < self._end:
            return
        detail = "The server is being stopped, and the query was not done in time. Ask it again."
        raise QueryError(503, "stopping", "The server is being stopped", detail)
