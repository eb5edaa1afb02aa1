"""PyLD, an independent JSON-LD processor, as the oracle of our converter.

Differences that are meant, and undone before comparing: canonical IRIs, IRIs for blank nodes, lower
case language tags, numbers kept as written, superclasses and `cg:` facts added. A property about
which the converter left a note (a mended value) is compared in neither; nothing else may differ.
"""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from pyld import jsonld

from graph.iris import CTID, REGISTRY_BNODES, BadIri, Names, canonical
from graph.vocabulary import CG, RDF_TYPE, XSD
from loaders.ctdl import terms
from loaders.ctdl.convert import convert
from loaders.ctdl.documents import Document

NUMBERS = {XSD.float, XSD.double, XSD.decimal}
QDATA_SCHEMES = ["adminRecord", "collectionMethod", "dataWithholding", "demoCat", "metricCat",
                 "incomeDetermination", "sourceCoverage", "subjectCategory"]  # fmt: skip
ADDED: dict[str, Any] = {
    name: f"https://credreg.net/qdata/vocabs/{name}/" for name in QDATA_SCHEMES
} | {
    **{
        name: {"@type": "@id"}
        for name in ("qdata:distributionFile", "ceasn:hasPart", "ceasn:hasMember")
    },
    "graphPublicationStatus": "https://purl.org/ctdl/vocabs/graphPublicationStatus/",
}


def strip(node: Any) -> Any:
    """Without nested contexts, and with fractions as numbers again."""
    if isinstance(node, dict):
        return {k: strip(v) for k, v in node.items() if k != "@context"}
    if isinstance(node, list):
        return [strip(item) for item in node]
    if type(node) is not str and isinstance(node, str):
        return float(node)
    return node


def by_pyld(document: Document, context: dict[str, Any]) -> list[ox.Quad]:
    body = strip(document.body)
    whole = dict(document.prefixes) | context | ADDED  # CTDL's prefixes mean what CTDL says
    quads = jsonld.to_rdf({"@context": whole, **body}, {"format": "application/n-quads"})
    return list(ox.parse(quads.encode(), ox.RdfFormat.N_QUADS, lenient=True))


def term(node: Any) -> Any:
    if isinstance(node, ox.NamedNode):
        name = node.value
        if name.startswith("http://example.org/base/"):  # PyLD's reading of a relative @id
            local = name.rpartition("/")[2]
            name = canonical(local) if CTID.fullmatch(local) else Names().of("doc", "x", local)
        if name.startswith((Names().of("node"), Names().of("doc"), REGISTRY_BNODES)):
            return ox.BlankNode(
                "b"
                + name.rpartition("id/")[2]
                .replace("/", "x")
                .replace("-", "x")
                .replace(":", "x")
                .replace(".", "x")
                .replace("_", "x")
            )
        try:
            return ox.NamedNode(canonical(name))
        except BadIri:
            return node
    if isinstance(node, ox.Literal):
        if node.language:
            return ox.Literal(node.value, language=node.language.lower())
        if node.datatype.value in NUMBERS:
            try:
                number = ox.Literal(repr(float(node.value) + 0.0), datatype=node.datatype)
            except ValueError:
                return node
            return number
    return node


def comparable(quads: list[ox.Quad], skipped: set[str]) -> set[str]:
    """The statements in a canonical form, blank nodes renamed by RDFC-1.0."""
    data = ox.Dataset()
    for quad in quads:
        # We count a relative type (no prefix) as an unknown key; PyLD resolves it to an IRI.
        if quad.predicate.value == RDF_TYPE and isinstance(term(quad.object), ox.BlankNode):
            continue
        # We count an unknown prefix (`dcterms:`) as an unknown key; PyLD takes it for an IRI.
        if quad.predicate.value not in skipped and "//" in quad.predicate.value:
            data.add(ox.Quad(term(quad.subject), term(quad.predicate), term(quad.object)))
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in data}


def ours(document: Document) -> tuple[list[ox.Quad], set[str]]:
    converted = convert(document, Names())
    quads = list(ox.parse("".join(converted.lines).encode(), ox.RdfFormat.N_TRIPLES))
    leaf = {(q.subject, q.object) for q in quads if q.predicate.value == CG.recordType}
    own = str(CG)
    kept = [
        q
        for q in quads
        if not q.predicate.value.startswith(own)
        and (q.predicate.value != RDF_TYPE or (q.subject, q.object) in leaf)
    ]
    noted = {
        found.iri for n in converted.repairs if n.property and (found := terms.term(n.property))
    }
    return kept, noted
