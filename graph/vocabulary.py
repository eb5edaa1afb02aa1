"""The vocabularies that credgraph's graph is written in, as namespaces.

``CG.importance`` and ``CG["importance"]`` are plain strings: an IRI without angle brackets.
Our own terms (``cg:``) are described in ``graph/credgraph.ttl``.
"""

from __future__ import annotations


class Namespace:
    """An IRI prefix whose attributes and items are the IRIs under it."""

    __slots__ = ("iri",)

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.iri + name

    def __getitem__(self, name: str) -> str:
        return self.iri + name

    def __str__(self) -> str:
        return self.iri


ADMS = Namespace("http://www.w3.org/ns/adms#")
ASN = Namespace("http://purl.org/ASN/schema/core/")
CEASN = Namespace("https://purl.org/ctdlasn/terms/")
CETERMS = Namespace("https://purl.org/ctdl/terms/")
CG = Namespace("https://w3id.org/credgraph/vocab#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
OB = Namespace("https://purl.imsglobal.org/spec/vc/ob/vocab.html#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
QDATA = Namespace("https://credreg.net/qdata/terms/")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
VOID = Namespace("http://rdfs.org/ns/void#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

RDF_TYPE = RDF["type"]

MARKS = (CG.TestResource, CG.MissingResource, CG.ProvisionalRecord, CG.DeletedRecord)
"""Classes that say how a resource came here, not what it is."""

PREFIXES: dict[str, str] = {
    "adms": ADMS.iri,
    "asn": ASN.iri,
    "ceasn": CEASN.iri,
    "ceterms": CETERMS.iri,
    "cg": CG.iri,
    "dcat": DCAT.iri,
    "dcterms": DCT.iri,
    "ob": OB.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
    "qdata": QDATA.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "skos": SKOS.iri,
    "void": VOID.iri,
    "xsd": XSD.iri,
}
"""The prefixes that pages, the console and Turtle results use."""


def shorten(iri: str) -> str:
    """``https://purl.org/ctdl/terms/name`` → ``ceterms:name``; an IRI without a prefix as it is."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri
