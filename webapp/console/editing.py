"""Pages with the query editor in them: the console, and the steps of the tour."""

from __future__ import annotations

import secrets

from flask import Response, render_template, url_for

from webapp.addresses import absolute
from webapp.headers import policy
from webapp.negotiation import HTML
from webapp.site import build, site


def with_editor(template: str, status: int, **values: object) -> Response:
    """A page whose editor may bring its own styles. `values` hold ``console``, the query with its
    error."""
    nonce = secrets.token_urlsafe(16)
    text = render_template(template, limits=site().settings.limits, nonce=nonce, **values)
    response = Response(text, status, content_type=f"{HTML}; charset=utf-8")
    response.headers["Content-Security-Policy"] = policy(style_src=f"'self' 'nonce-{nonce}'")
    response.vary.add("Accept")
    return response


def permalink(query: str) -> str:
    """The address of this query's answer in this build, to be cited and repeated."""
    return absolute(url_for("endpoint.sparql", query=query, build=build().id))
