"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and in a browser the console."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from graph.stores import QueryError
from graph.stores.guard import MAX_BYTES, inspect
from webapp import console
from webapp.delivery import deliver
from webapp.negotiation import HTML, negotiated, wants_html

blueprint = Blueprint("endpoint", __name__)

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query; without one, show the console."""
    query = _query()
    if query is None:
        if wants_html():
            return console.start()
        raise BadRequest("Give a query: ?query=…, or a POST of type application/sparql-query.")
    try:
        chosen = negotiated(inspect(query).form)
    except QueryError:
        if wants_html():
            return console.respond(query)
        raise
    return console.respond(query) if chosen == HTML else deliver(query, chosen, is_free=True)


def _query() -> str | None:
    """The text of the query, by whichever of the protocol's three ways it came."""
    if request.method in ("GET", "HEAD"):
        given = request.args
    elif request.mimetype == FORM_TYPE:
        given = request.form
    elif request.mimetype == QUERY_TYPE:
        return _body()
    elif request.mimetype == "application/sparql-update":
        raise QueryError(
            403, "update", "No updates here", "The data can only be read; builds replace it."
        )
    else:
        raise UnsupportedMediaType(f"POST a query as {QUERY_TYPE} or as {FORM_TYPE}.")
    _refuse_other_parameters()
    queries = given.getlist("query")
    if len(queries) > 1:
        raise BadRequest("More than one query was given; ask them one by one.")
    return queries[0] if queries else None


def _body() -> str:
    _refuse_other_parameters()
    if (request.content_length or 0) > MAX_BYTES:
        raise RequestEntityTooLarge(f"A query can have {MAX_BYTES:,} bytes.")
    try:
        return request.get_data().decode()
    except UnicodeDecodeError as error:
        raise BadRequest("The query is not UTF-8.") from error


def _refuse_other_parameters() -> None:
    """What would change the meaning of a query, and can't be done, must not be passed over."""
    for name in ("update", "using-graph-uri", "using-named-graph-uri"):
        if name in request.values:
            detail = "The data can only be read; builds replace it."
            raise QueryError(403, "update", "No updates here", detail)
    for name in ("default-graph-uri", "named-graph-uri"):
        if name in request.values:
            detail = f"Leave {name} out: everything is in the one default graph."
            raise QueryError(400, "dataset", "No other graphs here", detail)
    if "build" in request.form:
        raise BadRequest("Put the build into the address, not into the form: /sparql?build=….")
