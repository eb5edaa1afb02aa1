"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and in a browser the console."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, NotAcceptable, NotFound

from graph.stores import QueryError
from graph.stores.guard import inspect
from webapp import advising, console
from webapp.delivery import deliver
from webapp.negotiation import HTML, negotiated, wants_html
from webapp.protocol import asked
from webapp.service import description
from webapp.site import site
from webapp.waiting import ID_PARAMETER, checked_id, client

blueprint = Blueprint("endpoint", __name__)

NO_QUERY = "Give a query: ?query=…, or a POST of type application/sparql-query."


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query; without one, show the console, or describe the service."""
    query, is_empty = asked()
    if query is None:
        return _without_query()
    try:
        chosen = negotiated(inspect(query).form)
    except QueryError:
        if wants_html():
            return console.respond(query)
        raise
    if chosen == HTML:
        return console.respond(query, is_empty)
    try:
        response = deliver(query, chosen, is_free=True, is_empty=is_empty)
    except QueryError as error:
        return advising.stopped(error, query)
    return advising.warned(response, query)


@blueprint.post("/sparql/cancel")
def cancel() -> Response:
    """Stop the query that this client asked under this id."""
    query_id = checked_id(request.form.get(ID_PARAMETER, ""))
    if not site().cancellations.cancel(client(), query_id):
        raise NotFound("No query of yours runs under this id.")
    return Response(status=204)


def _without_query() -> Response:
    if wants_html():
        return console.start()
    if request.method == "POST":
        raise BadRequest(NO_QUERY)
    try:
        return description(negotiated("CONSTRUCT"))
    except NotAcceptable as error:
        raise BadRequest(NO_QUERY) from error
