"""Asking the graph from a page: a query's text in, rows or names out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO, cast

import pyoxigraph as ox
from flask import g

from graph.stores import Answer, Asker, QueryError
from graph.stores.base import unwanted
from graph.stores.guard import inspect
from graph.stores.media import JSON, N_TRIPLES
from graph.vocabulary import RDFS
from webapp.site import served, site
from webapp.waiting import asker

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = Mapping[str, Term]

_BATCH = 15_000
"""Bytes of IRIs that one query asks about: the guard takes queries up to 20 KiB."""

_LOOK = 5_000
"""Rows between two looks whether whoever asked still waits."""


@dataclass(frozen=True)
class Rows:
    """A stretch of a result: `columns` as the query names them; `more` rows come after these.

    `stopped` is why the query was stopped before it had given all that were asked for.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    first: int
    more: bool
    stopped: QueryError | None = None


def ask(
    sparql: str,
    media_type: str,
    is_free: bool = False,
    is_empty: bool = False,
    who: Asker | None = None,
) -> Answer:
    """The answer to a query, within the site's limits, as long as the client waits for it.

    `is_free`: somebody wrote it, so it must not keep pages from being answered. `is_empty`: the
    empty graph is asked; `who` asks, else the client of this request. Errors: `QueryError`.
    """
    store = served().free if is_free else served().store
    try:
        return store.query(sparql, media_type, site().settings.limits, who or asker(), is_empty)
    except QueryError as error:
        g.retry_after = error.retry_after  # for the header of whatever page tells the error
        raise


def rows(sparql: str) -> tuple[Row, ...]:
    """Every row of a SELECT query of ours. Errors: `QueryError`."""
    return stretch(sparql, 0, None).rows


def stretch(
    sparql: str,
    skip: int,
    count: int | None,
    is_free: bool = False,
    is_empty: bool = False,
    is_part_fine: bool = False,
) -> Rows:
    """`count` rows after the first `skip`, of a SELECT query, or of a graph as s, p, o.

    The query is stopped once they are there. Errors: `QueryError`; where a part of the rows is
    fine, only before the first of them.
    """
    is_table = inspect(sparql).form == "SELECT"
    wanted: list[Row] = []
    with ask(sparql, JSON if is_table else N_TRIPLES, is_free, is_empty) as answer:
        reading = _Reading(answer)
        try:
            columns, found = _table(reading) if is_table else _graph(reading)
            wanted.extend(islice(found, skip, None if count is None else skip + count + 1))
        except (OSError, SyntaxError, ValueError) as error:
            if reading.failure and wanted and is_part_fine:
                return Rows(columns, tuple(wanted[:count]), skip + 1, True, reading.failure)
            raise reading.failure or error from error
        except MemoryError as error:
            detail = "One value is too long for a page; download the result instead."
            raise QueryError(413, "too-large", "The result is too large", detail) from error
    more = count is not None and len(wanted) > count
    return Rows(columns, tuple(wanted[:count]), skip + 1, more)


def each_row(sparql: str) -> Iterator[tuple[tuple[str, ...], Row]]:
    """Every row of a query that somebody wrote, as it comes, each with the names of all columns.

    Errors: `QueryError`.
    """
    is_table = inspect(sparql).form == "SELECT"
    who = asker()
    with ask(sparql, JSON if is_table else N_TRIPLES, is_free=True, who=who) as answer:
        reading = _Reading(answer)
        try:
            columns, found = _table(reading) if is_table else _graph(reading)
            for number, row in enumerate(found, 1):
                if number % _LOOK == 0 and not who.is_wanted():
                    raise unwanted()
                yield columns, row
        except (OSError, SyntaxError, ValueError) as error:
            raise reading.failure or error from error


def truth(sparql: str, is_free: bool = False, is_empty: bool = False) -> bool:
    """The answer to an ASK query. Errors: `QueryError`."""
    with ask(sparql, JSON, is_free, is_empty) as answer:
        result = ox.parse_query_results(answer.read(), ox.QueryResultsFormat.JSON)
    return bool(result)


def labels(iris: Iterable[str]) -> dict[str, str]:
    """The label of each of these IRIs that has one."""
    found: dict[str, str] = {}
    for values in in_batches(iris):
        query = f"SELECT ?iri ?label {{ VALUES ?iri {{ {values} }} ?iri <{RDFS.label}> ?label }}"
        for row in rows(query):
            found.setdefault(text(row, "iri"), text(row, "label"))
    return found


def in_batches(iris: Iterable[str]) -> Iterator[str]:
    """IRIs as terms for VALUES, so many at a time that the query is not too long for the guard; one
    that is too long by itself is passed over."""
    batch: list[str] = []
    size = 0
    for term in (f"<{iri}>" for iri in sorted(set(iris))):
        if size + len(term) > _BATCH and batch:
            yield " ".join(batch)
            batch, size = [], 0
        if len(term) <= _BATCH:
            batch.append(term)
            size += len(term.encode()) + 1
    if batch:
        yield " ".join(batch)


def text(row: Row, column: str) -> str:
    """The IRI or lexical form in a column; "" where it is unbound."""
    term = row.get(column)
    return "" if term is None else str(getattr(term, "value", term))


def _table(file: io.RawIOBase) -> tuple[tuple[str, ...], Iterator[Row]]:
    result = ox.parse_query_results(cast(IO[bytes], file), ox.QueryResultsFormat.JSON)
    assert isinstance(result, ox.QuerySolutions)
    columns = tuple(variable.value for variable in result.variables)
    return columns, (_row(columns, solution) for solution in result)


def _row(columns: tuple[str, ...], solution: ox.QuerySolution) -> Row:
    cells = {column: solution[column] for column in columns}
    return {column: term for column, term in cells.items() if term is not None}


def _graph(file: io.RawIOBase) -> tuple[tuple[str, ...], Iterator[Row]]:
    quads = ox.parse(cast(IO[bytes], file), ox.RdfFormat.N_TRIPLES)
    return ("subject", "predicate", "object"), (
        {"subject": q.subject, "predicate": q.predicate, "object": q.object} for q in quads
    )


class _Reading(io.RawIOBase):
    """An answer as a file to read from, which remembers why it broke off."""

    def __init__(self, answer: Answer) -> None:
        self._chunks, self._rest = answer.chunks(), b""
        self.failure: QueryError | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            raise ValueError("read in pieces")
        if not self._rest:
            try:
                self._rest = next(self._chunks, b"")
            except QueryError as error:
                self.failure = error
                raise OSError(str(error)) from error
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece
