"""One `rdfs:label` for every named resource: the best name it has, English first."""

from __future__ import annotations

import pyoxigraph as ox

from graph.triples import line, literal
from graph.vocabulary import CEASN, CETERMS, DCT, RDFS, SCHEMA, SKOS

NAMES = (
    SKOS.prefLabel,
    CETERMS.name,
    CEASN.name,
    CEASN.competencyLabel,
    CEASN.competencyText,
    SCHEMA.name,
    CETERMS.targetNodeName,
    CETERMS.frameworkName,
    DCT.title,
)
"""The properties that name a resource, best first."""


def missing_labels(store: ox.Store) -> list[str]:
    """N-Triples lines with a label for each resource that has a name and no label yet."""
    chosen: dict[str, ox.Literal] = {}
    for predicate in NAMES:
        found: dict[str, ox.Literal] = {}
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            subject, name = quad.subject, quad.object
            if not isinstance(subject, ox.NamedNode) or not isinstance(name, ox.Literal):
                continue
            if subject.value in chosen or not name.value.strip():
                continue
            best = found.get(subject.value)
            if best is None or _rank(name) < _rank(best):
                found[subject.value] = name
        chosen.update(found)
    labelled = {
        quad.subject.value
        for quad in store.quads_for_pattern(None, ox.NamedNode(RDFS.label), None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    return [
        line(subject, RDFS.label, literal(name.value, language=name.language))
        for subject, name in chosen.items()
        if subject not in labelled
    ]


def _rank(name: ox.Literal) -> tuple[int, str]:
    language = name.language or ""
    if language.startswith("en"):
        return (0, name.value)
    return (1 if not language else 2, name.value)
