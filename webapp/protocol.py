"""What a request asks, by the SPARQL 1.1 Protocol's query operation.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from graph.iris import Names
from graph.stores import QueryError
from graph.stores.guard import MAX_BYTES
from webapp.site import build, site

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"

_OF_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")


class Asked(NamedTuple):
    """The text of a query, None where there is none; `is_empty`: it asks of graphs that are not
    here, so of nothing."""

    query: str | None
    is_empty: bool = False


def asked() -> Asked:
    """What this request asks, by whichever of the protocol's three ways.

    Errors: `QueryError` for what would be an update, `BadRequest`, `UnsupportedMediaType`.
    """
    if request.method in ("GET", "HEAD"):
        _check_utf_8(request.query_string)
        given = request.args
    elif request.mimetype == FORM_TYPE:
        _check_utf_8(request.get_data())
        given = request.form
    elif request.mimetype == QUERY_TYPE:
        _refuse_updates()
        return Asked(_body(), _is_empty(request.args))
    elif request.mimetype == "application/sparql-update":
        raise _no_updates()
    else:
        raise UnsupportedMediaType(f"POST a query as {QUERY_TYPE} or as {FORM_TYPE}.")
    _refuse_updates()
    queries = given.getlist("query")
    if len(queries) > 1:
        raise BadRequest("More than one query was given; ask them one by one.")
    if request.form.get("build") not in (None, request.args.get("build")):
        raise BadRequest("Put the build into the address, not into the form: /sparql?build=….")
    return Asked(queries[0] if queries else None, _is_empty(request.values))


def dataset_iri() -> str:
    """The IRI of the one graph that this endpoint has: that of the build's description."""
    return Names(site().settings.base).of("build", build().id)


def _body() -> str:
    if (request.content_length or 0) > MAX_BYTES:
        raise RequestEntityTooLarge(f"A query can have {MAX_BYTES:,} bytes.")
    return _decoded(request.get_data())


def _check_utf_8(encoded: bytes) -> None:
    """What else a form holds would be taken for other signs than were meant."""
    _decoded(unquote_to_bytes(encoded))


def _decoded(given: bytes) -> str:
    try:
        return given.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("The query is not UTF-8.") from error


def _refuse_updates() -> None:
    if any(name in request.values for name in _OF_UPDATES):
        raise _no_updates()


def _no_updates() -> QueryError:
    detail = "The data can only be read; builds replace it."
    return QueryError(403, "update", "No updates here", detail)


def _is_empty(given: MultiDict[str, str]) -> bool:
    """Whether the dataset that the request names has nothing in its default graph.

    The dataset's own IRI means the whole; every other graph is empty here.
    """
    default, named = given.getlist("default-graph-uri"), given.getlist("named-graph-uri")
    if dataset_iri() in named:
        detail = "There are no named graphs here; give this IRI as default-graph-uri instead."
        raise QueryError(400, "dataset", "No named graphs here", detail)
    return bool(default or named) and dataset_iri() not in default
