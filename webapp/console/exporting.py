"""A query as a query file: which of its constants become parameters is asked in a form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Response, render_template, request

from graph.stores import QueryError
from graph.stores.guard import inspect
from queries import BadParameter, BadQueryFile
from queries.constants import Constant, constants
from queries.exporting import Choice, export, without_header
from queries.values import TYPES
from webapp.asking import stretch
from webapp.canned import NO_PARAMETERS
from webapp.cells import heading
from webapp.console.checking import check

MOST = 40
"""Constants that are offered: each is tried by the engine."""
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Offer:
    """A constant in the form: `types` it may have, and what is filled in."""

    number: int
    constant: Constant
    problem: str
    types: tuple[str, ...]
    is_chosen: bool
    choice: Choice

    @property
    def type(self) -> str:
        """The type as a header writes it."""
        return f"[{self.choice.type}]" if self.choice.many else self.choice.type


def ask(sparql: str, error: BadParameter | BadQueryFile | None = None) -> Response:
    """The form for a query, with what was filled in. Errors: `QueryError` for what is no query."""
    query = without_header(sparql)
    if wrong := check(query):
        raise wrong
    page = render_template(
        "console_export.html",
        query=query,
        offers=_offers(query),
        title=request.form.get("title", ""),
        summary=request.form.get("summary", ""),
        error=error,
    )
    return Response(page, 400 if error else 200)


def file(sparql: str) -> Response:
    """The query file, to be saved; the form again where something in it is wrong.

    Errors: `QueryError`.
    """
    query = without_header(sparql)
    title = request.form.get("title", "")
    try:
        made = export(
            query, title, request.form.get("summary", ""), _chosen(query), _columns(query)
        )
    except (BadParameter, BadQueryFile) as error:
        return ask(query, error)
    if wrong := check(made.body):
        raise wrong
    response = Response(made.text, content_type="application/sparql-query")
    name = _NO_LETTERS.sub("-", title.lower()).strip("-")[:60] or "query"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.rq"'
    return response


def _chosen(query: str) -> dict[int, Choice]:
    """What the form says. Errors: `BadParameter` for a name that pages need."""
    known = constants(query)
    used = {int(text) for text in request.form.getlist("use") if text.isascii() and text.isdigit()}
    chosen = {n: _choice(n, known[n]) for n in sorted(used) if n < len(known)}
    for choice in chosen.values():
        if choice.name in NO_PARAMETERS:
            raise BadParameter(choice.name, "pages have this name for something else")
    return chosen


def _choice(number: int, constant: Constant) -> Choice:
    """How the form, or else we, would make a parameter of a constant."""
    name = request.form.get(f"name-{number}", constant.name).strip()
    label = request.form.get(f"label-{number}", heading(constant.name.rstrip("0123456789")))
    default = constant.type or "string"
    type_ = request.form.get(f"type-{number}", f"[{default}]" if constant.is_many else default)
    return Choice(name, label, type_.strip("[]"), type_.startswith("["))


def _offers(query: str) -> list[Offer]:
    """Every constant, those that can be no parameter with the reason."""
    was_sent = "title" in request.form
    used = request.form.getlist("use")
    return [
        Offer(
            number,
            constant,
            constant.problem or _problem(query, number, constant),
            _types(constant),
            str(number) in used if was_sent else constant.is_parameter,
            _choice(number, constant),
        )
        for number, constant in enumerate(constants(query))
    ]


def _types(constant: Constant) -> tuple[str, ...]:
    single = [constant.type] if constant.type else [name for name in TYPES if name != "code"]
    return (*([] if constant.is_many else single), *(f"[{name}]" for name in single))


def _problem(query: str, number: int, constant: Constant) -> str:
    """Why the engine, or the reader of query files, would not take it as a parameter; else ""."""
    if number >= MOST:
        return f"only {MOST} are offered"
    choice = Choice(constant.name, "", constant.type or "string", constant.is_many)
    try:
        made = export(query, "tried", "tried", {number: choice})
    except BadQueryFile as error:
        return error.reason
    except QueryError as error:
        return error.detail
    return "a variable can't stand there" if check(made.body) else ""


def _columns(query: str) -> tuple[str, ...]:
    """The columns of a table: what ``SELECT *`` means."""
    if inspect(query).form != "SELECT":
        return ()
    return stretch(query, 0, 0, is_free=True, is_empty=True).columns
