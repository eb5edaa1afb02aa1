"""The console's page: the query as a form, and below it the result or the error."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request, url_for

from graph.stores import QueryError
from graph.stores.guard import inspect
from queries.advice import Advice
from queries.unknown import Unknown
from webapp.addresses import absolute
from webapp.advising import faster, is_stopped, unknown
from webapp.asking import truth
from webapp.console.answer import Answered, answered
from webapp.console.counting import counting
from webapp.console.editing import permalink, with_editor
from webapp.console.files import FILES
from webapp.console.snippets import snippets
from webapp.examples import groups
from webapp.negotiation import endings
from webapp.site import build, site

START = """PREFIX cg: <https://w3id.org/credgraph/vocab#>

SELECT ?type (COUNT(*) AS ?records)
WHERE { ?record cg:recordType ?type }
GROUP BY ?type
ORDER BY DESC(?records)
"""
"""The query that an empty console begins with."""


@dataclass(frozen=True)
class Console:
    """What the console shows: the query, and its result or its error. `is_start`: nobody has
    written this query; `seconds` is how long the engine took. `advice` is what would make a slow
    query faster, `unknown` what it names and the graph does not have."""

    query: str
    form: str = ""
    answer: Answered | None = None
    truth: bool | None = None
    seconds: float = 0.0
    error: QueryError | None = None
    is_start: bool = False
    advice: Sequence[Advice] = ()
    unknown: Sequence[Unknown] = ()

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


def start() -> Response:
    """The console that nobody has written in yet."""
    return _page(Console(START, is_start=True))


def respond(console: Console | str, is_empty: bool = False) -> Response:
    """The console with the answer to a query, or as it is given.

    `is_empty`: the empty graph is asked."""
    if isinstance(console, Console):
        return _page(console, console.error.status if console.error else 200)
    query = console
    try:
        return _page(_asked(query, is_empty))
    except QueryError as error:
        advice = faster(query) if is_stopped(error) else ()
        return _page(Console(query, error=error, advice=advice), error.status)


def _asked(query: str, is_empty: bool) -> Console:
    """What the console shows of a query that has an answer. Errors: `QueryError`."""
    form, began = inspect(query).form, time.monotonic()
    answer = found = stopped = None
    if form == "ASK":
        found = truth(query, is_free=True, is_empty=is_empty)
        seconds = time.monotonic() - began
    else:
        answer = answered(query, is_empty)
        seconds, stopped = answer.seconds, answer.stopped
    is_slow = is_stopped(stopped) or seconds >= site().settings.slow_seconds
    advice = faster(query) if is_slow else ()
    return Console(query, form, answer, found, seconds, advice=advice, unknown=unknown(query))


def _page(console: Console, status: int = 200) -> Response:
    return with_editor(
        "console.html",
        status,
        console=console,
        downloads=_downloads(console) if console.form else [],
        permalink=permalink(console.query),
        snippets=_snippets(console) if console.form else [],
        counting=_counting(console),
        can_shorten=site().settings.short_links > 0,
        examples=groups(),
    )


def _downloads(console: Console) -> list[tuple[str, str]]:
    """(ending, address without the query) of each format; of nothing no table is made."""
    asked = request.args.get("build")
    found = [
        (ending, url_for("endpoint.sparql", format=ending, build=asked))
        for ending in endings(console.form)
    ]
    if console.answer and console.answer.read:
        found += [
            (ending, url_for("console.download", ending=ending, build=asked)) for ending in FILES
        ]
    return found


def _counting(console: Console) -> str | None:
    """The query that counts the rows, where the page has only the first of them."""
    answer = console.answer
    if answer is None or answer.is_whole or answer.stopped:
        return None
    return counting(console.query)


def _snippets(console: Console) -> list[tuple[str, str]]:
    """The query from programs; the dataset version stands in the address."""
    address = absolute(url_for("endpoint.sparql", build=build().id))
    return snippets(console.query, console.form, address)
