"""``/vocab``: every `cg:` term that the graph or a query uses is documented where its IRI leads."""

from __future__ import annotations

import re

import pyoxigraph as ox
from flask.testing import FlaskClient
from rdflib import RDFS, Graph, URIRef

from graph.builds import Build
from graph.vocabulary import CG
from queries import catalog
from tests.webapp.pages import BROWSER, page, words

PATH = "/vocab"
"""The path of ``https://w3id.org/credgraph/vocab``; what follows ``#`` no server ever sees."""
CG_NAME = re.compile(r"\bcg:([A-Za-z][\w-]*)")


def of_the_graph(sample: Build) -> set[str]:
    """Every term in any place of any statement."""
    store = ox.Store.read_only(str(sample.public))
    found: set[str] = set()
    for variable in "spo":
        query = f"""SELECT DISTINCT ?{variable} {{
            ?s ?p ?o FILTER(ISIRI(?{variable}) && STRSTARTS(STR(?{variable}), "{CG}"))
        }}"""
        rows = store.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        found |= {row[variable].value for row in rows}
    return found


def of_queries() -> set[str]:
    """Every term in any query file."""
    bodies = (query.body for query in catalog().values())
    return {CG.iri + name for body in bodies for name in CG_NAME.findall(body)}


def test_every_term_dereferences_to_its_place(client: FlaskClient, sample: Build) -> None:
    used = of_the_graph(sample) | of_queries() | {CG.search}
    assert len(used) > 200
    assert CG.iri.endswith(f"/credgraph{PATH}#")
    shown = page(client, PATH)
    places = {place.get("id"): words(place) for place in shown.xpath("//*[@id]")}
    turtle = Graph().parse(data=client.get(PATH, headers={"Accept": "text/turtle"}).data)
    for iri in used:
        comment = turtle.value(URIRef(iri), RDFS.comment)
        assert comment, f"{iri} is not described"
        assert " ".join(str(comment).split()) in places[iri.removeprefix(CG.iri)]


def test_formats(client: FlaskClient) -> None:
    turtle = Graph().parse(data=client.get(f"{PATH}?format=ttl").data, format="turtle")
    for format_, name in (("application/rdf+xml", "xml"), ("application/n-triples", "nt")):
        response = client.get(PATH, headers={"Accept": format_})
        assert response.mimetype == format_
        assert len(Graph().parse(data=response.data, format=name)) == len(turtle) > 500
        assert response.headers["Access-Control-Allow-Origin"] == "*"  # tools in browsers read it
    assert client.get(PATH, headers=BROWSER).mimetype == "text/html"
    assert client.get(PATH, headers={"Accept": "image/png"}).status_code == 406
