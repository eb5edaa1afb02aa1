"""The description of the endpoint itself (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from flask import Response, url_for

from graph.search.pattern import SEARCH
from graph.stores import media
from graph.stores.guard import MAX_BYTES
from graph.vocabulary import CG, VOID
from webapp.addresses import absolute
from webapp.delivery import deliver
from webapp.protocol import dataset_iri
from webapp.site import site

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = {
    media.JSON: "SPARQL_Results_JSON",
    media.XML: "SPARQL_Results_XML",
    media.CSV: "SPARQL_Results_CSV",
    media.TSV: "SPARQL_Results_TSV",
    media.TURTLE: "Turtle",
    media.N_TRIPLES: "N-Triples",
    media.N_QUADS: "N-Quads",
    media.TRIG: "TriG",
    media.JSON_LD: "JSON-LD",
    media.RDF_XML: "RDF_XML",
}
"""The names of the formats (https://www.w3.org/ns/formats/)."""


def description(media_type: str) -> Response:
    """The endpoint, what it speaks, and the graph behind it."""
    limits = site().settings.limits
    endpoint, dataset = absolute(url_for("endpoint.sparql")), dataset_iri()
    formats = " , ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in FORMATS.values())
    query = f"""PREFIX sd: <{SD}>
CONSTRUCT {{
  <{endpoint}> a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:propertyFeature <{SEARCH}> ;
    <{CG.maxSeconds}> {limits.seconds:.1f} ; <{CG.maxQueueSeconds}> {limits.queue:.1f} ;
    <{CG.maxMemoryBytes}> {limits.memory} ; <{CG.maxResultBytes}> {limits.bytes} ;
    <{CG.maxQueryBytes}> {MAX_BYTES} ;
    sd:defaultDataset <{dataset}> .
  <{dataset}> a sd:Dataset ; sd:defaultGraph <{dataset}#graph> .
  <{dataset}#graph> a sd:Graph ; <{VOID.triples}> ?triples .
}} WHERE {{ OPTIONAL {{ <{dataset}> <{VOID.triples}> ?triples }} }}"""
    return deliver(query, media_type)
