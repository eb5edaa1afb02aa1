"""``/resource?iri=…``: everything that the graph says about a resource, and as RDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeGuard

import pyoxigraph as ox
from flask import Blueprint, Response, abort, render_template, request

from graph.iris import REGISTRY_BNODES, BadIri, Names, absolute
from graph.vocabulary import CG, RDF_TYPE, RDFS, shorten
from webapp.asking import Row, Term, in_batches, labels, rows, stretch, text, truth
from webapp.cells import Cell, Sheet, cell, outside, sheet
from webapp.delivery import deliver
from webapp.negotiation import HTML, negotiated
from webapp.paging import page_number
from webapp.site import site

blueprint = Blueprint("resource", __name__)

_DEPTH = 3
_MOST_NODES = 200
_MOST_VALUES = 200
"""Values of one property that a page shows; the RDF has them all."""


@dataclass
class Property:
    """A property and its values; a value that is an inline node comes with its own properties."""

    cell: Cell
    values: list[tuple[Cell, list[Property]]] = field(default_factory=list)
    left_out: int = 0


@blueprint.get("/resource")
def show() -> Response:
    """A resource's page, or its RDF by content negotiation."""
    iri = _iri()
    chosen = negotiated("CONSTRUCT")
    if chosen != HTML:
        _must_exist(iri)
        return deliver(f"CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}", chosen)
    properties = _properties(iri)
    incoming = _incoming(iri)
    if not properties and not incoming.rows:
        abort(404, f"The graph says nothing about {iri}.")
    name = labels([iri]).get(iri) or shorten(iri)
    page = render_template(
        "resource.html",
        iri=iri,
        name=name,
        link=outside(iri),
        types=[value for p in properties if p.cell.iri == RDF_TYPE for value, _ in p.values],
        properties=[p for p in properties if p.cell.iri not in (RDF_TYPE, RDFS.label)],
        incoming=incoming,
    )
    response = Response(page)
    response.vary.add("Accept")
    return response


def _iri() -> str:
    given = request.args.get("iri", "").strip()
    try:
        return absolute(given)
    except BadIri:
        abort(400, "Give the resource's IRI: /resource?iri=https://…")


def _must_exist(iri: str) -> None:
    if not truth(f"ASK {{ <{iri}> ?p ?o }}"):
        abort(404, f"The graph says nothing about {iri}.")


def _properties(iri: str) -> list[Property]:
    """What stands about a resource, with its inline nodes unfolded, and everything labelled."""
    facts: dict[str, list[Row]] = {}
    todo = {iri}
    for _ in range(_DEPTH):
        found = _facts(todo)
        facts |= found
        todo = {n for rows_ in found.values() for n in _inline_nodes(rows_)} - facts.keys()
    known = labels(
        term.value
        for rows_ in facts.values()
        for row in rows_
        for term in (row["p"], row["o"])
        if isinstance(term, ox.NamedNode)
    )
    return _unfolded(iri, facts, known, set())


def _facts(iris: Iterable[str]) -> dict[str, list[Row]]:
    facts: dict[str, list[Row]] = {}
    for values in in_batches(sorted(iris)[:_MOST_NODES]):
        for row in rows(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"):
            facts.setdefault(text(row, "s"), []).append(row)
    return facts


def _inline_nodes(found: Iterable[Row]) -> Iterable[str]:
    return (row["o"].value for row in found if _is_inline(row["o"]))


def _is_inline(term: Term) -> TypeGuard[ox.NamedNode]:
    """Whether a node has no name of its own: it was written inside another resource."""
    names = Names(site().settings.base)
    prefixes = [f"{names.of(kind)}/" for kind in ("node", "part", "doc")]
    return isinstance(term, ox.NamedNode) and term.value.startswith((*prefixes, REGISTRY_BNODES))


def _unfolded(
    iri: str, facts: dict[str, list[Row]], known: dict[str, str], above: set[str]
) -> list[Property]:
    found: dict[str, Property] = {}
    for row in facts.get(iri, ()):
        predicate, value = row["p"], row["o"]
        entry = found.setdefault(str(predicate), Property(cell(predicate, known)))
        if len(entry.values) >= _MOST_VALUES:
            entry.left_out += 1
            continue
        inner: list[Property] = []
        if _is_inline(value) and value.value not in above:
            inner = _unfolded(value.value, facts, known, above | {iri})
        entry.values.append((cell(value, known), inner))
    return sorted(found.values(), key=lambda p: (p.cell.iri or "").startswith(str(CG)))


def _incoming(iri: str) -> Sheet:
    size = site().settings.page_size
    query = f"SELECT ?resource ?property WHERE {{ ?resource ?property <{iri}> }}"
    return sheet(stretch(query, (page_number() - 1) * size, size))
