"""The console's page: the query as a form, and below it the result or the error."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from flask import Response, render_template, request, url_for

from graph.stores import QueryError
from graph.stores.guard import inspect
from webapp.addresses import absolute
from webapp.asking import truth
from webapp.console.answer import Answered, answered
from webapp.console.files import FILES
from webapp.console.snippets import snippets
from webapp.examples import groups
from webapp.headers import policy
from webapp.negotiation import HTML, endings
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
    written this query; `seconds` is how long the engine took."""

    query: str
    form: str = ""
    answer: Answered | None = None
    truth: bool | None = None
    seconds: float = 0.0
    error: QueryError | None = None
    is_start: bool = False

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
        form = inspect(query).form
        if form == "ASK":
            began = time.monotonic()
            found = truth(query, is_free=True, is_empty=is_empty)
            return _page(Console(query, form, truth=found, seconds=time.monotonic() - began))
        answer = answered(query, is_empty)
        return _page(Console(query, form, answer, seconds=answer.seconds))
    except QueryError as error:
        return _page(Console(query, error=error), error.status)


def _page(console: Console, status: int = 200) -> Response:
    nonce = secrets.token_urlsafe(16)  # the editor brings its own styles
    text = render_template(
        "console.html",
        console=console,
        downloads=_downloads(console) if console.form else [],
        permalink=_permalink(console.query),
        snippets=_snippets(console) if console.form else [],
        can_shorten=site().settings.short_links > 0,
        examples=groups(),
        limits=site().settings.limits,
        nonce=nonce,
    )
    response = Response(text, status, content_type=f"{HTML}; charset=utf-8")
    response.headers["Content-Security-Policy"] = policy(style_src=f"'self' 'nonce-{nonce}'")
    response.vary.add("Accept")
    return response


def _downloads(console: Console) -> list[tuple[str, str]]:
    """(ending, address without the query) of each format."""
    asked = request.args.get("build")
    found = [
        (ending, url_for("endpoint.sparql", format=ending, build=asked))
        for ending in endings(console.form)
    ]
    if console.form != "ASK":
        found += [
            (ending, url_for("console.download", ending=ending, build=asked)) for ending in FILES
        ]
    return found


def _snippets(console: Console) -> list[tuple[str, str]]:
    """The query from programs; the dataset version stands in the address."""
    address = absolute(url_for("endpoint.sparql", build=build().id))
    return snippets(console.query, console.form, address)


def _permalink(query: str) -> str:
    """The address of this query's answer in this build, to be cited and repeated."""
    return absolute(url_for("endpoint.sparql", query=query, build=build().id))
