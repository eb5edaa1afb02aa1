"""Who sent a request, and whether they still wait for its answer: they have not gone, and have not
cancelled it."""

from __future__ import annotations

import re
import select
import socket
from ipaddress import IPv4Address, ip_address, ip_network

from flask import request
from werkzeug.exceptions import BadRequest

from graph.stores import Asker
from webapp.cancelling import Cancellation
from webapp.site import site

ID_HEADER, ID_PARAMETER = "Credgraph-Query-Id", "query-id"
"""How a client gives a query the id by which it can cancel it."""
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


def asker() -> Asker:
    """The client of this request, and a look at whether its query is still wanted."""
    cancellation, stopping = _cancellation(), site().stopping
    connection: socket.socket | None = request.environ.get("gunicorn.socket")

    def is_wanted() -> bool:
        stopping.check()
        return not cancellation.asked and (connection is None or _is_open(connection))

    return Asker(client(), is_wanted)


def client() -> str:
    """What tells one client from another: its address; of an IPv6 address its network, since one
    client has all of it."""
    given = request.remote_addr or ""
    try:
        address = ip_address(given)
    except ValueError:
        return given
    if isinstance(address, IPv4Address):
        return given
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), 64), strict=False))


def checked_id(given: str) -> str:
    """An id for a query: so long that nobody guesses it. Errors: `BadRequest`."""
    if not _ID.fullmatch(given):
        raise BadRequest("An id of a query has 16 to 64 letters, digits, - and _, like a UUID.")
    return given


def _cancellation() -> Cancellation:
    given = request.headers.get(ID_HEADER) or request.values.get(ID_PARAMETER)
    if given is None:
        return Cancellation()
    return site().cancellations.begin(client(), checked_id(given))


def _is_open(connection: socket.socket) -> bool:
    """A connection that its client has closed can be read, and gives nothing."""
    look = select.poll()
    try:
        look.register(connection, select.POLLIN)
        return not look.poll(0) or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):
        return False
