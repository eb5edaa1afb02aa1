"""Where the resources of a document come from, and what the Registry says of the document."""

from __future__ import annotations

from collections.abc import Iterator

from graph.triples import iri, line, literal
from graph.vocabulary import CG, PROV, RDF_TYPE, XSD
from loaders.ctdl.convert import Converted
from loaders.ctdl.documents import Document, Envelope


def provenance(document: Document, converted: Converted, source: str) -> Iterator[str]:
    """The lines about it; `source` is the IRI of the source that the document is a part of."""
    for name in [*converted.resources, *converted.vocabulary]:
        yield line(name, PROV.wasDerivedFrom, iri(source))
    for name in converted.resources:
        if document.is_provisional:
            yield line(name, RDF_TYPE, iri(CG.ProvisionalRecord))
        if document.envelope and document.envelope.updated:
            updated = literal(document.envelope.updated, XSD.dateTime)
            yield line(name, CG.envelopeUpdated, updated)
    if converted.resources:
        identity = document.identity
        main = identity if identity in converted.resources else converted.resources[0]
        yield line(main, CG.document, literal(document.key))
        if document.envelope:
            yield from _said(main, document, document.envelope)


def publisher(document: Document) -> str:
    """The CTID of the organization that published a document, or of its owner; "" if untold."""
    envelope = document.envelope
    return (envelope.publisher or envelope.owner) if envelope else ""


def _said(main: str, document: Document, envelope: Envelope) -> Iterator[str]:
    if envelope.created:
        yield line(main, CG.envelopeCreated, literal(envelope.created, XSD.dateTime))
    if envelope.verified:
        yield line(main, CG.envelopeVerified, literal(envelope.verified, XSD.date))
    # Organizations are in the same environment of the Registry: the sandbox has its own.
    place = (document.identity or "").removesuffix(document.ctid or "")
    for term, ctid in (
        (CG.envelopeOwner, envelope.owner),
        (CG.envelopePublisher, envelope.publisher),
    ):
        if ctid and place:
            yield line(main, term, iri(place + ctid))
