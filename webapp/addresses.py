"""Addresses that leave the site: permalinks, snippets, embeds."""

from __future__ import annotations

from flask import request

from webapp.paging import same_page
from webapp.site import build, site


def absolute(path: str) -> str:
    """A path of this site as an absolute address; the setting ``public_url`` decides the host."""
    return (site().settings.public_url or request.host_url).rstrip("/") + path


def permalink() -> str:
    """This page, of this build: what it shows can be cited, and repeated until it is pruned."""
    return absolute(same_page(build=build().id))
