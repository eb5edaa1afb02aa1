"""A request must arrive in time: who sends one slowly holds a thread, and many would hold all."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

from flask import Flask, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest

SECONDS = 10.0
"""In which a request is there as a whole, from its first byte on."""


class Readings:
    """The connections from which a request is being read, each with the time when that must end."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._ends: dict[socket.socket, float] = {}

    def begin(self, connection: socket.socket) -> None:
        """A request begins to arrive."""
        with self._guard:
            self._ends[connection] = time.monotonic() + SECONDS

    def end(self, connection: socket.socket | None) -> None:
        """It is there, or given up."""
        with self._guard:
            if connection is not None:
                self._ends.pop(connection, None)

    def watch(self) -> None:
        """Close for reading, again and again, where a request is late: whoever reads it then finds
        its end. Never returns."""
        while True:
            time.sleep(SECONDS / 10)
            with self._guard:
                now = time.monotonic()
                late = [one for one, end in self._ends.items() if end < now]
                for connection in late:
                    del self._ends[connection]
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_RD)


READINGS = Readings()
"""Those of this process."""


def register(app: Flask) -> None:
    """Read each request as a whole before anything is done for it."""
    app.before_request(_read)


def _read() -> None:
    try:
        request.get_data()
    except (OSError, ParseException) as error:  # it ends too soon, or its chunks are broken
        raise BadRequest("The request has no whole body.") from error
    READINGS.end(request.environ.get("gunicorn.socket"))
