"""Reading the small store that views are made from."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox


def pairs(store: ox.Store, predicate: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    """Every (subject IRI, object) of a property."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(
            quad.object, ox.NamedNode | ox.Literal
        ):
            yield quad.subject.value, quad.object
