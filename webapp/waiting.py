"""Whether whoever sent a request still waits for its answer."""

from __future__ import annotations

import select
import socket

from flask import request

from graph.stores import IsWanted, always


def client_waits() -> IsWanted:
    """A look at this request's connection; always true where the server gives none."""
    connection = request.environ.get("gunicorn.socket")
    return always if connection is None else lambda: _is_open(connection)


def _is_open(connection: socket.socket) -> bool:
    """A connection that its client has closed can be read, and gives nothing."""
    look = select.poll()
    try:
        look.register(connection, select.POLLIN)
        return not look.poll(0) or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):
        return False
