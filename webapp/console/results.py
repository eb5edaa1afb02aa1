"""The result of a query as the console shows it: its first 10,000 rows, sorted and filtered here.

The engine sorts long lists of texts slowly, and each turn of a page would ask it again: so the rows
are read once and kept for a while. Downloads always have them all.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox
from cachetools import LRUCache

from graph.stores.guard import inspect
from graph.vocabulary import XSD, shorten
from webapp.asking import Row, Rows, Term, labels, stretch
from webapp.site import build

MOST = 10_000
"""Rows that the console sorts, filters and describes."""
NUMBERS = frozenset(
    XSD[name]
    for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)
_KEPT = 12


@dataclass(frozen=True)
class Result:
    """The rows that were read, and the seconds until the last of them was there."""

    rows: Rows
    seconds: float


_results: LRUCache[tuple[str, str, bool], Result] = LRUCache(_KEPT)
_lock = threading.Lock()


def result(sparql: str, is_empty: bool) -> Result:
    """The first rows of a query's result, from memory where it was just asked.

    Errors: `QueryError`, before the first row; after it, the rows say why there are no more.
    """
    key = (build().id, sparql, is_empty)
    with _lock:
        known = _results.get(key)
    if known:
        return known
    began = time.monotonic()
    rows = stretch(sparql, 0, MOST, is_free=True, is_empty=is_empty, is_part_fine=True)
    found = Result(rows, time.monotonic() - began)
    if inspect(sparql).cacheable and not rows.stopped:
        with _lock:
            _results[key] = found
    return found


def arranged(rows: Rows, sort: str, words: str) -> Rows:
    """The rows that hold all the words, sorted by a column: ``name``, or ``-name`` for the greatest
    first. Rows without a value there come last."""
    column = sort.removeprefix("-")
    by_name = _label_column(rows, column)
    wanted = words.casefold().split()
    known = _labels(rows, None if wanted else {by_name} if column in rows.columns else set())
    found = rows.rows
    if wanted:
        found = tuple(row for row in found if _holds(row, wanted, known))
    if column in rows.columns:
        filled = [row for row in found if by_name in row]
        filled.sort(key=lambda row: sort_key(row[by_name], known), reverse=sort.startswith("-"))
        found = (*filled, *(row for row in found if by_name not in row))
    return replace(rows, rows=found)


def _label_column(rows: Rows, column: str) -> str:
    """``?x`` is shown by ``?xLabel`` where there is one, and so it is sorted."""
    return f"{column}Label" if f"{column}Label" in rows.columns else column


def _labels(rows: Rows, columns: set[str] | None) -> dict[str, str]:
    """The labels of the IRIs in these columns; None means in all of them."""
    return labels(
        term.value
        for row in rows.rows
        for column, term in row.items()
        if isinstance(term, ox.NamedNode) and (columns is None or column in columns)
    )


def _holds(row: Row, wanted: list[str], known: dict[str, str]) -> bool:
    text = " ".join(f"{shown(term, known)} {_plain(term)}" for term in row.values()).casefold()
    return all(word in text for word in wanted)


def sort_key(term: Term, known: dict[str, str]) -> tuple[int, Decimal, str]:
    """Numbers by their value, before all else by its text."""
    number = number_of(term)
    if number is not None:
        return 0, number, ""
    return 1, Decimal(0), shown(term, known).casefold()


def number_of(term: Term | None) -> Decimal | None:
    """The value of a numeric literal; None for anything else, NaN too."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in NUMBERS:
        return None
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def shown(term: Term, known: dict[str, str]) -> str:
    """What a page shows for a term: a label, the short form of an IRI, or a literal's text."""
    text = _plain(term)
    return known.get(text) or (shorten(text) if isinstance(term, ox.NamedNode) else text)


def _plain(term: Term) -> str:
    return str(getattr(term, "value", term))
