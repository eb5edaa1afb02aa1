"""The console: the page at ``/sparql`` for people, and what its editor asks the server for."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from graph.stores import QueryError
from webapp.advising import unknown
from webapp.console import exporting
from webapp.console.checking import check
from webapp.console.files import FILES, blocks, turn
from webapp.console.formatting import formatted
from webapp.console.names import named, things
from webapp.console.page import Console, respond, start
from webapp.console.terms import terms
from webapp.delivery import cached, entity_tag
from webapp.negotiation import wants_html
from webapp.site import build

__all__ = ["blueprint", "respond", "start"]

blueprint = Blueprint("console", __name__, url_prefix="/sparql")


@blueprint.post("/check")
def checking() -> Response:
    """Where a query is wrong, without running it, and what it names that the graph does not have:
    ``{"error": {"title", "detail", "line", "column"} or null, "warnings": [the same]}``."""
    query = _query()
    if error := check(query):
        found = {name: getattr(error, name) for name in ("title", "detail", "line", "column")}
        return jsonify(error=found, warnings=[])
    warnings = [
        {"title": "Not in this graph", "detail": str(one), "line": one.line, "column": one.column}
        for one in unknown(query)
    ]
    return jsonify(error=None, warnings=warnings)


@blueprint.post("/open")
def opening() -> Response:
    """The console with a query, which is not run."""
    return respond(Console(_query()))


@blueprint.post("/format")
def formatting() -> Response:
    """The query, laid out anew; in a browser without script the console with it."""
    text = formatted(_query())
    if wants_html():
        return respond(Console(text))
    return Response(text, content_type="text/plain; charset=utf-8")


@blueprint.post("/export")
def export() -> Response:
    """The form that makes a query file of a query."""
    return _or_console(exporting.ask)


@blueprint.post("/export.rq")
def export_file() -> Response:
    """The query file of a query, its chosen constants as parameters."""
    return _or_console(exporting.file)


@blueprint.get("/terms")
def completing() -> Response:
    """The classes, properties and values that a query can name, for completion."""
    tag = entity_tag("terms")
    if request.if_none_match.contains_weak(tag):
        return cached(Response(status=304), tag)
    return cached(Response(terms(), content_type="application/json"), tag)


@blueprint.get("/names")
def naming() -> Response:
    """The things whose names hold the words ``?q=``: those that ``?property=`` leads to if there
    are any, else those of ``?class=``."""
    asked = request.args
    return jsonify(named(asked.get("q", ""), asked.get("class"), asked.get("property")))


@blueprint.get("/things")
def listing() -> Response:
    """``[term, label]`` of each thing of ``?class=`` that ``?property=`` leads to, if they are not
    too many for a page."""
    cls, prop = request.args.get("class", ""), request.args.get("property", "")
    tag = entity_tag("things", cls, prop)
    if request.if_none_match.contains_weak(tag):
        return cached(Response(status=304), tag)
    return cached(jsonify(things(build(), cls, prop)), tag)


@blueprint.route("/result.<any(xlsx, parquet):ending>", methods=["GET", "POST"])
def download(ending: str) -> Response:
    """The whole result of a query as a workbook or as Parquet."""
    write = _writer(ending)
    query = _query()
    with turn():
        made = write(query)
    response = Response(blocks(made), content_type=FILES[ending])
    name = f"result-{build().id}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _writer(ending: str) -> Callable[[str], IO[bytes]]:
    """What makes such a file of a query's result. Its library is large, and loaded when needed: a
    server starts sooner and is smaller without."""
    if ending == "xlsx":
        from webapp.console.workbook import xlsx

        return xlsx
    from webapp.console.parquet import parquet

    return parquet


def _or_console(answer: Callable[[str], Response]) -> Response:
    """The answer for the query; in a browser the console, where the query has an error."""
    query = _query()
    try:
        return answer(query)
    except QueryError as error:
        if not wants_html():
            raise
        return respond(Console(query, error=error))


def _query() -> str:
    """The query in the form or the address. Errors: `BadRequest`."""
    found = request.values.get("query")
    if found is None:
        raise BadRequest("Give the query, as query=….")
    return found.replace("\r\n", "\n")  # a form's lines end with both
