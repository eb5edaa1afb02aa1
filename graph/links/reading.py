"""Reading a store that is being built: the objects of a subject, one pattern at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox


def objects(store: ox.Store, subject: str, predicate: str) -> Iterator[str]:
    """The values (IRIs and lexical forms) of a property of a resource."""
    pattern = (ox.NamedNode(subject), ox.NamedNode(predicate), None)
    for quad in store.quads_for_pattern(*pattern):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            yield quad.object.value


def pairs(store: ox.Store, predicate: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    """Every (subject IRI, object) of a property."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(
            quad.object, ox.NamedNode | ox.Literal
        ):
            yield quad.subject.value, quad.object


def nodes(store: ox.Store, subject: str, predicate: str) -> Iterator[str]:
    """The IRIs among the values of a property of a resource."""
    pattern = (ox.NamedNode(subject), ox.NamedNode(predicate), None)
    for quad in store.quads_for_pattern(*pattern):
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object.value
