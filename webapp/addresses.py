"""Addresses that leave the site: permalinks, snippets, embeds."""

from __future__ import annotations

from flask import request

from webapp.site import site


def absolute(path: str) -> str:
    """A path of this site as an absolute address; the setting ``public_url`` decides the host."""
    return (site().settings.public_url or request.host_url).rstrip("/") + path
