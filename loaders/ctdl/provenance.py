"""Where the resources of a document come from, and what the Registry says of the document."""

from __future__ import annotations

from collections.abc import Iterator

from graph.triples import iri, line, literal, quoted
from graph.vocabulary import CG, PROV, RDF_TYPE, XSD
from loaders.ctdl.convert import Converted
from loaders.ctdl.documents import Document, Envelope

_CREATED, _UPDATED, _VERIFIED = CG.envelopeCreated, CG.envelopeUpdated, CG.envelopeVerified
_OWNER, _PUBLISHER, _DOCUMENT = CG.envelopeOwner, CG.envelopePublisher, CG.document
_PROVISIONAL, _DELETED, _DERIVED = CG.ProvisionalRecord, CG.DeletedRecord, PROV.wasDerivedFrom
_TIME, _DAY = XSD.dateTime, XSD.date


def provenance(document: Document, converted: Converted, source: str) -> Iterator[str]:
    """The lines about it; `source` is the IRI of the source that the document is a part of."""
    for name in (*converted.resources, *converted.vocabulary):
        yield line(name, _DERIVED, iri(source))
    if not converted.resources:
        return
    envelope = document.envelope
    marks = [_PROVISIONAL] * document.is_provisional + [_DELETED] * document.is_deleted
    updated = literal(envelope.updated, _TIME) if envelope and envelope.updated else None
    for name in converted.resources:
        if updated:
            yield line(name, _UPDATED, updated)
        for mark in marks:
            yield line(name, RDF_TYPE, iri(mark))
    identity = document.identity
    main = identity if identity in converted.resources else converted.resources[0]
    yield line(main, _DOCUMENT, quoted(document.key))
    if envelope:
        yield from _said(main, document, envelope)


def publisher(document: Document) -> str:
    """The CTID of the organization that published a document, or of its owner; "" if untold."""
    envelope = document.envelope
    return next(filter(None, (envelope.publisher, *envelope.owners)), "") if envelope else ""


def _said(main: str, document: Document, envelope: Envelope) -> Iterator[str]:
    if envelope.created:
        yield line(main, _CREATED, literal(envelope.created, _TIME))
    if envelope.verified:
        yield line(main, _VERIFIED, literal(envelope.verified, _DAY))
    # Organizations are in the same environment of the Registry: the sandbox has its own.
    place = (document.identity or "").removesuffix(document.ctid or "")
    if place:
        for owner in envelope.owners:
            yield line(main, _OWNER, iri(place + owner))
        if envelope.publisher:
            yield line(main, _PUBLISHER, iri(place + envelope.publisher))
