"""What mends a slow query: a file for each pattern that is known to be slow on this engine.

Each has ``find(reading, profile) -> Advice | None``. To add one, write such a file and name it in
`PATTERNS`. Nothing here changes a query: an advice holds the text that somebody may choose.
"""

from __future__ import annotations

from graph.stores import QueryError
from graph.stores.guard import inspect
from queries.advice import (
    cartesian_product,
    counted_steps,
    exists_path,
    grouped_names,
    iri_as_text,
    large_lists,
    late_names,
    late_optionals,
    late_path,
    open_path,
    sorted_texts,
    text_filter,
    whole_graph,
)
from queries.advice.advice import Advice, Profile
from queries.reading import Unread, read

__all__ = ["PATTERNS", "Advice", "Profile", "advise"]

PATTERNS = (
    whole_graph,
    counted_steps,
    cartesian_product,
    iri_as_text,
    late_path,
    open_path,
    exists_path,
    text_filter,
    grouped_names,
    large_lists,
    late_names,
    sorted_texts,
    late_optionals,
)


def advise(sparql: str, profile: Profile) -> list[Advice]:
    """What would make a query faster, the surest first; nothing where the query has an error, or is
    written in a way that is not understood."""
    try:
        inspect(sparql)
        reading = read(sparql)
    except (QueryError, Unread):
        return []
    found = (pattern.find(reading, profile) for pattern in PATTERNS)
    return [advice for advice in found if advice]
