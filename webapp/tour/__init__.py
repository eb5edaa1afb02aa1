"""``/tour``: SPARQL for those who have never written any, step by step, on this graph."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from graph.stores import QueryError
from webapp.cells import Sheet, sheet
from webapp.console.editing import permalink, with_editor
from webapp.console.page import Console
from webapp.tour.checking import MOST, Verdict, first, select, verdict
from webapp.tour.steps import Step, steps

__all__ = ["blueprint"]

blueprint = Blueprint("tour", __name__, url_prefix="/tour")

_SHOWN = 15
"""Rows of an answer that a step shows."""


@blueprint.get("/")
def begin() -> str:
    """What there is to learn, step by step."""
    return render_template("tour.html", steps=steps())


@blueprint.route("/<name>", methods=["GET", "POST"])
def show(name: str) -> Response:
    """A step: its words, its query to be changed and run, its exercise, which ``check`` marks."""
    step = next((step for step in steps() if step.name == name), None)
    if step is None:
        abort(404, f"The tour has no step {name}.")
    given = request.values.get("query")
    if given is None:
        return _page(step, Console(step.query.body))
    query = given.replace("\r\n", "\n")  # a form's lines end with both
    try:
        return _answered(step, query, "check" in request.values)
    except QueryError as error:
        return _page(step, Console(query, error=error), status=error.status)


def _answered(step: Step, query: str, is_checked: bool) -> Response:
    """The step with the first rows of the reader's query. Errors: `QueryError`."""
    rows = select(query, MOST if is_checked else _SHOWN)
    marked = verdict(rows, select(step.answer.body, MOST)) if is_checked else None
    return _page(step, Console(query), sheet(first(rows, _SHOWN)), marked)


def _page(
    step: Step,
    console: Console,
    answer: Sheet | None = None,
    marked: Verdict | None = None,
    status: int = 200,
) -> Response:
    return with_editor(
        "tour_step.html",
        status,
        console=console,
        step=step,
        steps=steps(),
        answer=answer,
        verdict=marked,
        permalink=permalink(console.query),
    )
