"""``/pathways/``: CTDL pathways as a list of steps first, then as a picture of the same data."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request, url_for

from graph.iris import BadIri, canonical
from queries import catalog
from webapp.asking import stretch
from webapp.cells import page_of, sheet
from webapp.embeds import embed, known_embed, snippet
from webapp.paging import page_number
from webapp.pathways.drawing import draw
from webapp.pathways.model import Pathway
from webapp.pathways.reading import read
from webapp.site import site

blueprint = Blueprint("pathways", __name__, url_prefix="/pathways")


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


def _asked() -> Pathway:
    try:
        iri = canonical(request.args.get("iri", ""))
    except BadIri:
        abort(400, "Give the pathway's IRI: /pathways/view?iri=https://…")
    return read(iri) or abort(404, f"There is no pathway {iri} in this dataset.")
