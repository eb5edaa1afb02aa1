"""``/datasets``: the builds there are, what each is made of, and the whole graph to take away."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, render_template, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from graph import builds
from graph.builds import Build
from graph.iris import Names
from graph.stores.media import TURTLE
from graph.vocabulary import CG, DCAT, DCT, PROV, VOID
from webapp.addresses import absolute
from webapp.delivery import deliver
from webapp.front import TITLES
from webapp.negotiation import HTML, negotiated
from webapp.site import build, site

blueprint = Blueprint("datasets", __name__)


@blueprint.get("/datasets")
def index() -> Response:
    """The builds; as RDF the description of the build that is asked for."""
    chosen = negotiated("CONSTRUCT")
    if chosen != HTML:
        return deliver(_description(build()), chosen)
    shelf = builds.builds(site().data)
    page = render_template("datasets.html", builds=shelf, shown=build(), titles=TITLES)
    response = Response(page)
    response.vary.add("Accept")
    return response


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The description of the build (https://www.w3.org/TR/void/#well-known)."""
    chosen = negotiated("CONSTRUCT")
    return deliver(_description(build()), TURTLE if chosen == HTML else chosen)


@blueprint.get("/datasets/<build_id>/graph.nt.gz")
def download(build_id: str) -> BaseResponse:
    """A whole build as gzipped N-Triples."""
    g.served = site().builds.get(build_id)
    path = g.served.build.folder / "graph.nt.gz"
    if not path.is_file():
        abort(404, f"Build {build_id} has no download.")
    return send_file(
        path, "application/gzip", as_attachment=True, download_name=f"credgraph-{build_id}.nt.gz"
    )


def _description(shown: Build) -> str:
    """The query for a build's description: what the graph says, with its partitions by class and by
    property, and where it is served."""
    name = Names(site().settings.base).of("build", shown.id)
    dump = absolute(url_for("datasets.download", build_id=shown.id))
    endpoint = absolute(url_for("endpoint.sparql"))
    # The graph can't say this of itself; builds of before did not count it.
    objects = shown.info["profile"].get("distinct_objects")
    own = f"<{name}> <{VOID.distinctObjects}> {objects} ." if objects else ""
    return f"""CONSTRUCT {{
      ?dataset ?property ?value .
      {own}
      <{name}> <{VOID.dataDump}> <{dump}> ; <{VOID.sparqlEndpoint}> <{endpoint}> ;
        <{DCAT.landingPage}> <{absolute(url_for("front.show"))}> ;
        <{DCT.identifier}> "{shown.id}" .
    }} WHERE {{
      {{
        {{ BIND(<{name}> AS ?dataset) }} UNION {{ <{name}> <{PROV.wasDerivedFrom}> ?dataset }}
        ?dataset ?property ?value .
        FILTER(?property != <{CG.resource}>)
      }} UNION {{
        VALUES ?property {{ <{VOID.classPartition}> <{VOID.propertyPartition}> }}
        <{name}#graph> ?property ?value .
        BIND(<{name}> AS ?dataset)
      }} UNION {{
        <{name}#graph> <{VOID.classPartition}>|<{VOID.propertyPartition}> ?dataset .
        ?dataset ?property ?value .
      }}
    }}"""
