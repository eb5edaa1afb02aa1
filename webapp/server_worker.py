"""The process that answers requests: gunicorn's, and what credgraph asks of it beyond that."""

from __future__ import annotations

import json
import socket
import threading
from http import HTTPStatus
from types import FrameType
from typing import Any

from gunicorn.http import errors
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from webapp.errors import PROBLEMS
from webapp.reading import READINGS

_STATUSES: dict[type[Exception], HTTPStatus] = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}
_DETAILS = {
    HTTPStatus.BAD_REQUEST: "This is no HTTP request; signs in an address must be encoded.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The address is too long; send the query by POST.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The request has too many headers, or too long.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "It is our fault.",
}


class ServerWorker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's, with threads. It tells the application when it is to stop, says what is wrong
    with what is no HTTP, and outlives whatever one request may raise."""

    def run(self) -> None:
        """Answer until told to stop."""
        threading.Thread(target=READINGS.watch, daemon=True).start()
        super().run()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM: no new connections; what runs can end."""
        self._begin_to_stop()
        super().handle_exit(sig, frame)

    def is_parent_alive(self) -> bool:
        """Gunicorn's first process can have been killed; then this one is to stop, too."""
        if super().is_parent_alive():
            return True
        self._begin_to_stop()
        self.alive = False
        return False

    def _begin_to_stop(self) -> None:
        if app := getattr(self, "wsgi", None):
            app.extensions["credgraph"].stopping.begin()

    def set_accept_enabled(self, enabled: bool) -> None:
        """Gunicorn would let new connections wait until it has ended, and then drop them."""
        super().set_accept_enabled(enabled)
        if not self.alive:
            for listener in self.sockets:
                listener.close()

    def handle(self, conn: Any) -> Any:
        """Answer what comes over a connection, in a thread. A library that is written in Rust can
        raise what is no `Exception`, and gunicorn would end the whole server with it."""
        READINGS.begin(conn.sock)
        try:
            return super().handle(conn)
        except BaseException:
            self.log.exception("A request ended badly; its connection is closed")
            return False
        finally:
            READINGS.end(conn.sock)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer what is no HTTP, or what the application could not. Gunicorn would do so, too, and
        write the address to the log: there may be a query in it."""
        if isinstance(exc, errors.ParseException) and not _is_ours(exc):
            status = _STATUSES.get(type(exc), HTTPStatus.BAD_REQUEST)
            self.log.info("Not HTTP from %s: %s", addr[0] if addr else "", type(exc).__name__)
        else:
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            self.log.error("A request could not be answered", exc_info=exc)
        try:
            write_nonblock(client, _response(status))
        except OSError:
            self.log.debug("Nobody reads the answer")


def _is_ours(error: errors.ParseException) -> bool:
    """Whether it is a header of a response that could not be sent."""
    return isinstance(error, errors.InvalidResponseHeader | errors.InvalidResponseHeaderName)


def _response(status: HTTPStatus) -> bytes:
    """A whole response, which no application has made."""
    body = {
        "type": f"{PROBLEMS}{status.value}",
        "title": status.phrase,
        "status": status.value,
        "detail": _DETAILS.get(status, status.description),
    }
    text = json.dumps(body, indent=1).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    return head.encode() + text
