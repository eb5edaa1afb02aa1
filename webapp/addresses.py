"""Addresses that leave the site: permalinks, snippets, embeds."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

from webapp.site import site

LONGEST = 6000
"""Characters of an address that every server and proxy takes; some take 8,000."""


def absolute(path: str) -> str:
    """A path of this site as an absolute address.

    The setting ``public_url`` decides the host; without it, the address that the server listens at.
    No header of a request does: whoever sends one could put their own host into our links.
    """
    if public := site().settings.public_url:
        parts = urlsplit(public)
        return f"{parts.scheme}://{parts.netloc}{path}"
    host, port = request.environ["SERVER_NAME"], request.environ["SERVER_PORT"]
    where = f"[{host}]" if ":" in host else host
    return f"http://{where}{'' if port == '80' else f':{port}'}{path}"
