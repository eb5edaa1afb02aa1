"""Which variables of a query are names or texts: those that the full-text index has words of."""

from __future__ import annotations

from graph.search.schema import LABELS, NAMES, TEXTS
from queries.reading import Reading, Triple

PROPERTIES = frozenset((*LABELS, *NAMES, *TEXTS))


def has_texts(reading: Reading, triple: Triple) -> bool:
    """Whether the object of a triple is a variable for names or texts."""
    is_known = len(triple.path.tokens) == 1 and reading.iri(triple.path.tokens[0]) in PROPERTIES
    return is_known and bool(triple.object.variable)
