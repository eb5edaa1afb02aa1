"""``/vocab``: the terms that credgraph adds, as a page and as RDF. ``cg:`` leads here: the address
of a term is this page, and its local name the place in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from graph.vocabulary import CG, OWL, PREFIXES, RDF, RDF_TYPE, RDFS, shorten
from webapp.negotiation import HTML, negotiated

blueprint = Blueprint("vocabulary", __name__)

_KINDS = {RDFS.Class: "class", RDF.Property: "property", OWL.NamedIndividual: "individual"}


@dataclass(frozen=True)
class Described:
    """A term: its IRI, its local name, what it is, and what it means; `more`: (property, value) of
    what else is said of it."""

    iri: str
    name: str
    kind: str
    label: str
    comment: str
    more: tuple[tuple[str, str], ...]


@blueprint.get("/vocab")
def show() -> Response:
    """Every term with its meaning; RDF by ``Accept`` or ``?format=``."""
    chosen = negotiated("CONSTRUCT")
    if chosen != HTML:
        media = ox.RdfFormat.from_media_type(chosen)
        assert media is not None
        return Response(ox.serialize(_triples(), format=media, prefixes=PREFIXES), mimetype=chosen)
    return Response(render_template("vocabulary.html", terms=terms(), base=CG.iri))


@cache
def terms() -> tuple[Described, ...]:
    """All terms, classes first, by name."""
    facts: dict[str, list[tuple[str, str]]] = {}
    for triple in _triples():
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(CG.iri):
            said = value.value if isinstance(value, ox.NamedNode | ox.Literal) else ""
            facts.setdefault(subject.value, []).append((triple.predicate.value, said))
    found = [_described(iri, said) for iri, said in facts.items()]
    return tuple(sorted(found, key=lambda one: (one.kind, one.name)))


def _described(iri: str, said: list[tuple[str, str]]) -> Described:
    first: dict[str, str] = {}
    for name, value in said:
        first.setdefault(name, value)
    told = (RDF_TYPE, RDFS.label, RDFS.comment)
    more = tuple((shorten(name), shorten(value)) for name, value in said if name not in told)
    kind = _KINDS.get(first.get(RDF_TYPE, ""), "term")
    name = iri.removeprefix(CG.iri)
    return Described(
        iri, name, kind, first.get(RDFS.label, name), first.get(RDFS.comment, ""), more
    )


@cache
def _triples() -> tuple[ox.Triple, ...]:
    text = files("graph").joinpath("credgraph.ttl").read_bytes()
    return tuple(quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE))
