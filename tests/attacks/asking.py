"""Asking a server, and the words in which it refuses."""

from __future__ import annotations

import json
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class Told(NamedTuple):
    """A response: `code` is the short word of its problem details, where it has some."""

    status: int
    code: str
    text: str


def ask(address: str, posted: dict[str, str] | None = None, **headers: str) -> Told:
    """GET an address, or POST a form to it; errors are answers like others."""
    data = urlencode(posted).encode() if posted is not None else None
    request = Request(address, data, {"Accept": "*/*", **headers})
    try:
        with urlopen(request, timeout=30) as response:
            return Told(response.status, "", response.read().decode("utf-8", "replace"))
    except HTTPError as error:
        with error:
            text = error.read().decode("utf-8", "replace")
        return Told(error.code, _code(text), text)


def query(server: str, text: str, **more: str) -> Told:
    """Ask the endpoint a query."""
    return ask(f"{server}/sparql", {"query": text, **more})


def _code(text: str) -> str:
    try:
        return str(json.loads(text)["type"]).rpartition("#")[2]
    except ValueError:
        return ""
