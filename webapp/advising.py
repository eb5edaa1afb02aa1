"""What is said of a query beside its answer: terms that the graph does not have, and what would
make a slow one faster."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote

from flask import Response

from graph.builds import Build
from graph.stores import QueryError
from queries.advice import Advice, Profile, advise
from queries.unknown import Unknown, unknown_terms
from webapp.errors import of_query
from webapp.site import build

WARNING = "Credgraph-Warning"
_UNCOUNTED = Profile(triples=0, classes={}, properties={})
"""What is known of a build that has no profile."""
_STOPPED = ("timeout", "memory")
_ASCII = "".join(chr(code) for code in range(0x20, 0x7F))


def faster(sparql: str) -> list[Advice]:
    """What would make a query faster on this request's build."""
    return advise(sparql, _profile(build()))


def is_stopped(error: QueryError | None) -> bool:
    """Whether a query asked for too much time or memory, so that advice helps."""
    return error is not None and error.code in _STOPPED


def unknown(sparql: str) -> Sequence[Unknown]:
    """The classes and properties of a query that this request's build does not have."""
    return _unknown(sparql, build())


def warned(response: Response, sparql: str) -> Response:
    """A response with a header for each such term: strings of RFC 9651, with line and column."""
    for one in unknown(sparql):
        text = quote(str(one), safe=_ASCII).replace("\\", "\\\\").replace('"', '\\"')
        response.headers.add(WARNING, f'"{text}";line={one.line};column={one.column}')
    return response


def stopped(error: QueryError, sparql: str) -> Response:
    """The answer to a query that got none; of one that was stopped, with what makes it faster."""
    advice = [_as_json(one) for one in faster(sparql)] if is_stopped(error) else None
    return of_query(error, advice=advice)


def _as_json(advice: Advice) -> dict[str, Any]:
    found = {name: getattr(advice, name) for name in ("code", "title", "detail", "difference")}
    return found | {"query": advice.sparql}


@lru_cache(maxsize=256)
def _unknown(sparql: str, of: Build) -> Sequence[Unknown]:
    return unknown_terms(sparql, _profile(of))


def _profile(of: Build) -> Profile:
    return cast(Profile, of.info.get("profile", _UNCOUNTED))
