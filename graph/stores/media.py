"""The media types that results come in."""

from __future__ import annotations

from graph.stores.base import QueryError

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"
N_QUADS = "application/n-quads"
TRIG = "application/trig"
JSON_LD = "application/ld+json"
RDF_XML = "application/rdf+xml"

BY_NAME = {
    "json": JSON,
    "xml": XML,
    "csv": CSV,
    "tsv": TSV,
    "ttl": TURTLE,
    "nt": N_TRIPLES,
    "nq": N_QUADS,
    "trig": TRIG,
    "jsonld": JSON_LD,
    "rdf": RDF_XML,
}
"""Media types by the short names that addresses and the command line use."""

TABLES = (JSON, XML, CSV, TSV)
"""What SELECT and ASK can be written in."""
GRAPHS = (TURTLE, N_TRIPLES, N_QUADS, TRIG, JSON_LD, RDF_XML)
"""What CONSTRUCT and DESCRIBE can be written in."""


def media_types(form: str) -> tuple[str, ...]:
    """The media types that a query of this form can be answered in, the usual one first."""
    return TABLES if form in ("SELECT", "ASK") else GRAPHS


def check(form: str, media_type: str) -> None:
    """Errors: `QueryError` 406 when a query of this form can't be written as `media_type`."""
    if media_type not in media_types(form):
        known = ", ".join(media_types(form))
        article = "An" if form == "ASK" else "A"
        detail = f"{article} {form} query can't be written as {media_type}; it can as {known}."
        raise QueryError(406, "media-type", "No such format for this query", detail)
