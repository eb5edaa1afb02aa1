"""Documents with a context of their own: expanded by a JSON-LD processor, then named as ours."""

from __future__ import annotations

import hashlib

import pyoxigraph as ox

from graph.iris import BadIri, Names, canonical
from graph.sink import Note
from graph.triples import iri, line, literal
from graph.vocabulary import CG, RDF_TYPE
from loaders.ctdl import terms
from loaders.ctdl.convert import Converted
from loaders.ctdl.documents import Document
from loaders.jsonld import Contexts


def convert(document: Document, contexts: Contexts, names: Names) -> Converted:
    """Convert through JSON-LD. Errors: `JsonLdError` (context not pinned, or not JSON-LD)."""
    out = Converted()
    scope = document.ctid or hashlib.sha256(document.key.encode()).hexdigest()[:16]
    quads = contexts.to_nquads(document.body)
    for quad in ox.parse(quads.encode(), ox.RdfFormat.N_QUADS, lenient=True):
        try:
            subject = _name(quad.subject, names, scope)
            _write(out, subject, quad.predicate.value, quad.object, names, scope)
        except BadIri as error:
            text = str(quad.object)
            out.repairs.append(
                Note("bad-iri", str(error), None, quad.predicate.value, text, document.key)
            )
    return out


def _name(node: object, names: Names, scope: str) -> str:
    if isinstance(node, ox.BlankNode):
        return names.bnode(scope, node.value)
    if isinstance(node, ox.NamedNode):
        return canonical(node.value)
    raise BadIri(f"not an IRI: {node}")


def _write(
    out: Converted, subject: str, predicate: str, value: object, names: Names, scope: str
) -> None:
    if isinstance(value, ox.Literal):
        datatype = value.datatype.value if value.language is None else None
        term = literal(value.value, datatype, value.language)
    else:
        term = iri(_name(value, names, scope))
    predicate = canonical(predicate)
    out.lines.append(line(subject, predicate, term))
    if predicate == RDF_TYPE:
        full = term[1:-1]
        out.lines.append(line(subject, CG.recordType, term))
        out.lines.extend(line(subject, RDF_TYPE, iri(a)) for a in terms.superclasses(full))
        out.resources.append(subject)
