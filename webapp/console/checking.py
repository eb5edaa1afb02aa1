"""Where a query is wrong, told while it is written: the guard and the engine look at it, and
nothing is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.stores import QueryError
from graph.stores.guard import inspect, prologue
from graph.stores.media import JSON, N_TRIPLES
from graph.stores.tokens import tokens
from webapp.site import served, site
from webapp.waiting import asker

_NOTHING = "\nVALUES () {}"
"""Joined to any query it leaves no solutions, which the engine sees before it looks for any."""
_SECONDS = 2.0


def check(sparql: str) -> QueryError | None:
    """The first error in a query, as asking it would tell; None where there is none."""
    try:
        inspect(sparql)
    except QueryError as error:
        return error
    if all(_error(part + _NOTHING) is None for part in _parts(sparql)):
        return None
    return _error(sparql)  # what is wrong in it is told without what was added


def _error(sparql: str) -> QueryError | None:
    media_type = JSON if inspect(sparql).form in ("SELECT", "ASK") else N_TRIPLES
    limits = replace(site().settings.limits, seconds=_SECONDS)
    try:
        with served().free.query(sparql, media_type, limits, asker()):
            return None
    except QueryError as error:
        return error if error.status == 400 else None


def _parts(sparql: str) -> Iterator[str]:
    """The query. Behind a VALUES clause at its end no other can stand: where it has one, the query
    before it, and the clause in a query of its own."""
    found, depth = list(tokens(sparql)), 0
    for token in found:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.kind == "word" and token.text.upper() == "VALUES":
            start = found[prologue(found)[0]].offset
            yield sparql[: token.offset]
            yield f"{sparql[:start]}ASK {{ {sparql[token.offset :]}\n}}"
            return
    yield sparql
