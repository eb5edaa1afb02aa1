"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and in a browser the console."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from graph.stores import QueryError
from graph.stores.guard import MAX_BYTES, inspect
from queries import Query, catalog
from webapp.asking import stretch, truth
from webapp.cells import Sheet, sheet
from webapp.delivery import deliver
from webapp.negotiation import HTML, endings, negotiated, wants_html
from webapp.paging import page_number
from webapp.site import site

blueprint = Blueprint("endpoint", __name__)

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
START = """PREFIX cg: <https://w3id.org/credgraph/vocab#>

SELECT ?type (COUNT(*) AS ?records)
WHERE { ?record cg:recordType ?type }
GROUP BY ?type
ORDER BY DESC(?records)
"""
"""The query that an empty console begins with."""


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query; without one, show the console."""
    query = _query()
    if query is None:
        if wants_html():
            return _page(Console(START))
        raise BadRequest("Give a query: ?query=…, or a POST of type application/sparql-query.")
    try:
        chosen = negotiated(inspect(query).form)
    except QueryError:
        if wants_html():
            return _console(query)
        raise
    return _console(query) if chosen == HTML else deliver(query, chosen, is_free=True)


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


def _console(query: str) -> Response:
    try:
        form = inspect(query).form
        if form == "ASK":
            return _page(Console(query, form, truth=truth(query, is_free=True)))
        size = site().settings.page_size
        found = stretch(query, (page_number() - 1) * size, size, is_free=True)
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
