"""``/pathways/``: CTDL pathways as a list of steps first, then as a picture of the same data."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, render_template, request, url_for

from graph.iris import BadIri, canonical
from queries import catalog
from webapp import occupations
from webapp.asking import stretch
from webapp.cells import Sheet, page_of, sheet
from webapp.embeds import embed, known_embed, snippet
from webapp.paging import page_number
from webapp.pathways.drawing import draw
from webapp.pathways.model import Pathway
from webapp.pathways.reading import read
from webapp.site import site

blueprint = Blueprint("pathways", __name__, url_prefix="/pathways")

_MOST_OCCUPATIONS = 50


@blueprint.get("/")
def index() -> str:
    """All pathways, with owner and number of steps."""
    size = site().settings.page_size
    found = stretch(catalog()["pathways/all"].bind(), (page_number() - 1) * size, size)
    return render_template("pathways.html", sheet=sheet(found, {"pathway": page}))


@blueprint.get("/view")
def show() -> str:
    """One pathway, by its IRI."""
    pathway = _asked()
    return render_template(
        "pathway.html",
        pathway=pathway,
        picture=draw(pathway),
        page_of=page_of,
        query=url_for("canned.show", folder="pathways", name="steps", pathway=pathway.iri),
        occupations=_occupations(pathway.iri),
        occupations_query=url_for(
            "canned.show", folder="pathways", name="occupations", pathway=pathway.iri
        ),
        snippet=snippet(".show_embed", pathway.name, iri=pathway.iri),
    )


@blueprint.get("/view/embed")
def show_embed() -> Response:
    """One pathway for other sites to frame."""
    if response := known_embed():
        return response
    pathway = _asked()
    return embed("pathway_embed.html", pathway.name, pathway=pathway, picture=draw(pathway))


def page(iri: str) -> str:
    """The address of a pathway's page."""
    return url_for("pathways.show", iri=iri)


def _occupations(iri: str) -> Sheet:
    """The occupations of a pathway, without the columns that name it."""
    found = stretch(catalog()["pathways/occupations"].bind(pathway=iri), 0, _MOST_OCCUPATIONS)
    columns = tuple(name for name in found.columns if not name.startswith("pathway"))
    return sheet(replace(found, columns=columns), {"occupation": occupations.page})


def _asked() -> Pathway:
    try:
        iri = canonical(request.args.get("iri", ""))
    except BadIri:
        abort(400, "Give the pathway's IRI: /pathways/view?iri=https://…")
    return read(iri) or abort(404, f"There is no pathway {iri} in this dataset.")
