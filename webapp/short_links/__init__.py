"""``/s/ID``: short addresses of queries, each with its dataset version.

A short link leads to the console's own address and nowhere else; an id has 72 bits, so nobody finds
the queries of others by trying.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, Forbidden, NotFound

from graph.stores.guard import inspect
from webapp.addresses import LONGEST, absolute
from webapp.negotiation import wants_html
from webapp.protocol import QUERY_TYPE
from webapp.short_links.kept import Kept, ShortLinks
from webapp.site import build, site
from webapp.waiting import client

__all__ = ["blueprint"]

blueprint = Blueprint("short_links", __name__, url_prefix="/s")

FILE = "short-links.sqlite"
_ID = re.compile(r"[A-Za-z0-9_-]{12}")
_OWN = (None, "none", "same-origin")
"""What ``Sec-Fetch-Site`` says of a form of ours, or of a program."""


@blueprint.post("")
def make() -> Response:
    """A short link to the query in the form, in the build that the address names."""
    if request.headers.get("Sec-Fetch-Site") not in _OWN:
        raise Forbidden("Short links are made on this site's own pages, or by a program.")
    query = request.form.get("query")
    if query is None:
        raise BadRequest("Give the query, as query=….")
    query = query.replace("\r\n", "\n")  # a form's lines end with both
    inspect(query)
    link = Kept(_links().make(query, build().id, client()), build().id, query)
    address = absolute(_path(link))
    if wants_html():
        response = _page(link, 201)
    else:
        response = jsonify(address=address, query=query, build=link.build)
        response.status_code = 201
    response.headers["Location"] = address
    return response


@blueprint.get("/<link_id>")
def follow(link_id: str) -> Response:
    """Go to the query of a short link; one that is too long for an address is shown, to be sent."""
    link = _links().find(link_id) if _ID.fullmatch(link_id) else None
    if link is None:
        raise NotFound("There is no such short link.")
    if (target := _permalink(link)) is not None:
        return redirect(target)  # type: ignore[return-value]
    if wants_html():
        return _page(link)
    response = Response(link.query, content_type=QUERY_TYPE)
    response.headers["Content-Location"] = url_for("endpoint.sparql", build=link.build)
    return response


def _links() -> ShortLinks:
    return ShortLinks(site().data / FILE, site().settings)


def _path(link: Kept) -> str:
    return url_for("short_links.follow", link_id=link.id)


def _permalink(link: Kept) -> str | None:
    """The path of the query in its build; None where an address can't hold it."""
    path = url_for("endpoint.sparql", query=link.query, build=link.build)
    return path if len(path) <= LONGEST else None


def _page(link: Kept, status: int = 200) -> Response:
    page = render_template(
        "short_link.html", link=link, address=absolute(_path(link)), permalink=_permalink(link)
    )
    return Response(page, status)
