"""The options of drop-downs: each list is the result of a query file, kept per build."""

from __future__ import annotations

from functools import lru_cache

from queries import catalog
from webapp.asking import rows, text
from webapp.site import build


def choices(query_id: str) -> tuple[tuple[str, str], ...]:
    """(value, label) pairs of the query file that feeds a drop-down. Errors: `QueryError`."""
    return _choices(build().id, query_id)


@lru_cache(maxsize=64)
def _choices(build_id: str, query_id: str) -> tuple[tuple[str, str], ...]:
    found = rows(catalog()[query_id].bind())
    return tuple((text(row, "value"), text(row, "label")) for row in found)
