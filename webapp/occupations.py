"""``/occupations/``: an occupation with its skills, tasks, technologies, and what leads there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from graph.iris import ONETONLINE, Names, occupation
from graph.vocabulary import CG, DCT
from queries import catalog
from webapp.asking import Row, rows, stretch, text
from webapp.cells import Cell, Sheet, cells, sheet
from webapp.choices import choices
from webapp.embeds import embed, known_embed, snippet
from webapp.site import site

blueprint = Blueprint("occupations", __name__, url_prefix="/occupations")

_CODE = re.compile(r"\d\d-\d{4}\.\d\d")
_BASE_CODE = re.compile(r"\d\d-\d{4}")


@dataclass(frozen=True)
class Panel:
    """One table on the page: a query file with its parameters, and the rows that are shown."""

    heading: str
    query_id: str
    arguments: dict[str, str]
    sheet: Sheet


_MOVE = {"longest": "0.5", "rise": "1"}
"""What a career move is (docs/onet.md)."""
_PANELS: tuple[tuple[str, str, dict[str, str], int], ...] = (
    ("Credentials, programs and courses that lead here",
     "pathways/credentials-for-occupation", {}, 50),
    ("Skills", "occupations/ratings", {"kind": CG.SkillRating}, 12),
    ("Knowledge", "occupations/ratings", {"kind": CG.KnowledgeRating}, 8),
    ("Abilities", "occupations/ratings", {"kind": CG.AbilityRating}, 8),
    ("Tasks", "occupations/tasks", {}, 12),
    ("Technologies", "occupations/technologies", {}, 15),
    ("Wages and employment", "occupations/wages", {}, 10),
    ("Where people can move from here", "occupations/nearest", _MOVE, 12),
    ("Related occupations", "occupations/related", {}, 10),
)  # fmt: skip
"""Heading, query, its parameters beside the occupation, and how many rows are shown."""

_OTHERS = ("near", "related")
"""The columns of panels with other occupations."""


@blueprint.get("/")
def index() -> str:
    """The occupations, or those whose code or title has every word of ``?q=``."""
    words = request.args.get("q", "").lower().split()
    found = [
        (iri.removeprefix(ONETONLINE), label)
        for iri, label in choices("occupations/all")
        if all(word in label.lower() for word in words)
    ]
    return render_template("occupations.html", occupations=found, q=" ".join(words))


@blueprint.get("/<code>")
def show(code: str) -> BaseResponse:
    """An occupation's page. A 6-digit SOC code leads to its O*NET-SOC code, or its successors."""
    about = _about(code)
    if about is None:
        return _elsewhere(code)
    title = f"{text(about, 'occupationLabel')} ({code})"
    shown = render_template(
        "occupation.html",
        about=about,
        code=code,
        text=text,
        panels=_panels(code),
        snippet=snippet(".show_embed", title, code=code),
    )
    return Response(shown)


@blueprint.get("/<code>/embed")
def show_embed(code: str) -> Response:
    """An occupation in short, for other sites to frame."""
    about = _about(code)
    if about is None:
        abort(404, f"There is no occupation {code} in this dataset.")
    title = f"{text(about, 'occupationLabel')} ({code})"
    return known_embed() or embed(
        "occupation_embed.html", title, about=about, code=code, text=text, panels=_panels(code)[:3]
    )


def page(iri: str) -> str:
    """The address of an occupation's page."""
    return url_for("occupations.show", code=iri.removeprefix(ONETONLINE))


def _about(code: str) -> Row | None:
    if not _CODE.fullmatch(code):
        return None
    found = rows(catalog()["occupations/about"].bind(occupation=occupation(code)))
    return found[0] if found else None


def _panels(code: str) -> list[Panel]:
    panels = []
    for heading, query_id, more, count in _PANELS:
        arguments = {"occupation": occupation(code), **more}
        found = stretch(catalog()[query_id].bind(**arguments), 0, count)
        panels.append(
            Panel(heading, query_id, arguments, sheet(found, dict.fromkeys(_OTHERS, page)))
        )
    return panels


def _elsewhere(code: str) -> BaseResponse:
    """Where a code that is no O*NET-SOC code of this release leads to."""
    if not (match := _BASE_CODE.match(code)):
        abort(404, f"{code} is no O*NET-SOC code; they look like 29-1141.00.")
    base = match.group()
    if _about(f"{base}.00") is not None and code != f"{base}.00":
        return redirect(url_for(".show", code=f"{base}.00"))
    successors = _successors(base)
    if not successors:
        abort(404, f"There is no occupation {code} in this dataset, and no successor of it.")
    shown = render_template("occupation_retired.html", code=code, successors=successors)
    return Response(shown, 404)


def _successors(base: str) -> list[Cell]:
    old = Names(site().settings.base).of("soc2010", base)
    found = rows(f"SELECT ?new {{ <{old}> <{DCT.isReplacedBy}> ?new }} ORDER BY ?new")
    codes = [text(row, "new").rpartition("/")[2] for row in found]
    terms = [row["new"] for row in found]
    named = cells(terms)
    return [
        Cell(f"{code} {cell.text}", "iri", url_for(".show", code=f"{code}.00"))
        for code, cell in zip(codes, named, strict=True)
    ]
