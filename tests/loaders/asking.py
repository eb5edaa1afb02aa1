"""Asking a store that a test made for the values of a property."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from graph.vocabulary import RDF_TYPE


def objects(store: ox.Store, subject: str, predicate: str) -> Iterator[str]:
    """The values (IRIs and lexical forms) of a property of a resource."""
    for quad in store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None):
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        yield quad.object.value


def instances(store: ox.Store, kind: str) -> list[str]:
    """The IRIs of everything that is of a class."""
    found = store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), ox.NamedNode(kind))
    return [quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)]
