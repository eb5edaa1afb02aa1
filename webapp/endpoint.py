"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and in a browser the console."""

from __future__ import annotations

<<<<<<< HEAD
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
=======
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest, NotAcceptable, NotFound

from graph.stores import QueryError
from graph.stores.guard import inspect
from queries import Query, catalog
from webapp.asking import stretch, truth
from webapp.cells import Sheet, sheet
from webapp.delivery import deliver
from webapp.negotiation import HTML, endings, negotiated, wants_html
from webapp.paging import page_number
from webapp.protocol import asked
from webapp.service import description
from webapp.site import site
from webapp.waiting import ID_PARAMETER, checked_id, client

blueprint = Blueprint("endpoint", __name__)

NO_QUERY = "Give a query: ?query=…, or a POST of type application/sparql-query."
START = """PREFIX cg: <https://w3id.org/credgraph/vocab#>

SELECT ?type (COUNT(*) AS ?records)
WHERE { ?record cg:recordType ?type }
GROUP BY ?type
ORDER BY DESC(?records)
"""
"""The query that an empty console begins with."""
>>>>>>> 6bb86f2 (The whole protocol: datasets, self-description, compression, turns by client, cancelling, a cache of results)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query; without one, show the console, or describe the service."""
    query, is_empty = asked()
    if query is None:
<<<<<<< HEAD
        if wants_html():
            return console.start()
        raise BadRequest("Give a query: ?query=…, or a POST of type application/sparql-query.")
=======
        return _without_query()
>>>>>>> 6bb86f2 (The whole protocol: datasets, self-description, compression, turns by client, cancelling, a cache of results)
    try:
        chosen = negotiated(inspect(query).form)
    except QueryError:
        if wants_html():
<<<<<<< HEAD
            return console.respond(query)
        raise
    return console.respond(query) if chosen == HTML else deliver(query, chosen, is_free=True)
=======
            return _console(query, is_empty)
        raise
    if chosen == HTML:
        return _console(query, is_empty)
    return deliver(query, chosen, is_free=True, is_empty=is_empty)
>>>>>>> 6bb86f2 (The whole protocol: datasets, self-description, compression, turns by client, cancelling, a cache of results)


@blueprint.post("/sparql/cancel")
def cancel() -> Response:
    """Stop the query that this client asked under this id."""
    query_id = checked_id(request.form.get(ID_PARAMETER, ""))
    if not site().cancellations.cancel(client(), query_id):
        raise NotFound("No query of yours runs under this id.")
    return Response(status=204)


def _without_query() -> Response:
    if wants_html():
        return _page(Console(START))
    if request.method == "POST":
        raise BadRequest(NO_QUERY)
    try:
<<<<<<< HEAD
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
=======
        return description(negotiated("CONSTRUCT"))
    except NotAcceptable as error:
        raise BadRequest(NO_QUERY) from error


@dataclass(frozen=True)
class Console:
    """What the console shows: the query, and its result or its error."""

    query: str
    form: str = ""
    sheet: Sheet | None = None
    truth: bool | None = None
    error: QueryError | None = None

    @property
    def place(self) -> tuple[str, str] | None:
        """The line of the query that the error is in, and the blanks before its place."""
        error = self.error
        if error is None or error.line is None or error.column is None:
            return None
        lines = self.query.split("\n")
        line = lines[error.line - 1] if error.line <= len(lines) else ""
        before = line[: error.column - 1]
        return line, "".join("\t" if char == "\t" else " " for char in before)


def _console(query: str, is_empty: bool) -> Response:
    try:
        form = inspect(query).form
        if form == "ASK":
            return _page(Console(query, form, truth=truth(query, is_free=True, is_empty=is_empty)))
        size = site().settings.page_size
        skip = (page_number() - 1) * size
        found = stretch(query, skip, size, is_free=True, is_empty=is_empty)
        return _page(Console(query, form, sheet=sheet(found)))
    except QueryError as error:
        return _page(Console(query, error=error), error.status)


def _page(console: Console, status: int = 200) -> Response:
    text = render_template(
        "console.html",
        console=console,
        endings=endings(console.form) if console.form else [],
        examples=examples(),
        limits=site().settings.limits,
    )
    response = Response(text, status, content_type=f"{HTML}; charset=utf-8")
    response.vary.add("Accept")
    return response


def examples() -> list[Query]:
    """The worked examples: the query files in the folder ``examples``."""
    return [query for name, query in catalog().items() if name.startswith("examples/")]
>>>>>>> 6bb86f2 (The whole protocol: datasets, self-description, compression, turns by client, cancelling, a cache of results)
