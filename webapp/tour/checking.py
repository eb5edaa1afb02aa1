"""Marks an exercise: the reader's query is right if it gives the rows of the answer on this graph.

Names of columns, their order and the order of rows do not matter, and more columns do no harm: so
no one text is the right one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations

import pyoxigraph as ox

from graph.stores import QueryError
from graph.stores.guard import inspect
from webapp.asking import Row, Rows, stretch
from webapp.console.results import number_of

MOST = 10_000
"""Rows that are compared."""
_MOST_COLUMNS = 6

Values = tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """Whether an exercise is solved, and what to tell the reader."""

    is_right: bool
    words: str


def select(query: str, count: int) -> Rows:
    """The first rows of a SELECT query. Errors: `QueryError`, also where it is no SELECT."""
    if inspect(query).form != "SELECT":
        detail = "The steps of the tour ask for tables: begin with SELECT, after the prefixes."
        raise QueryError(400, "no-select", "Not a table", detail)
    return stretch(query, 0, count, is_free=True)


def first(rows: Rows, count: int) -> Rows:
    """The same, shorter."""
    return replace(rows, rows=rows.rows[:count], more=rows.more or len(rows.rows) > count)


def verdict(given: Rows, wanted: Rows) -> Verdict:
    """Compare the reader's rows with those of the answer."""
    if not wanted.rows:
        return Verdict(False, "Nothing in this graph answers the exercise: it can't be checked.")
    if given.more or len(given.rows) != len(wanted.rows):
        found = f"more than {len(given.rows):,}" if given.more else f"{len(given.rows):,}"
        return Verdict(False, f"Not yet: your query gives {found} rows, not {len(wanted.rows):,}.")
    if len(given.columns) < len(wanted.columns):
        short = f"Not yet: there should be {len(wanted.columns)} columns."
        return Verdict(False, f"{short} Each variable after SELECT makes one.")
    right = Counter(_values(row, wanted.columns) for row in wanted.rows)
    for columns in _choices(given, len(wanted.columns)):
        if Counter(_values(row, columns) for row in given.rows) == right:
            return Verdict(True, "Right.")
    return Verdict(
        False, "Not yet: the number of rows is right, but they hold something else than asked for."
    )


def _choices(given: Rows, count: int) -> Iterator[Values]:
    """Every way to take as many columns as the answer has."""
    return permutations(given.columns[:_MOST_COLUMNS], count)


def _values(row: Row, columns: Values) -> Values:
    return tuple(_value(row.get(column)) for column in columns)


def _value(term: object) -> str:
    """Texts without their language, numbers by what they are worth."""
    if term is None:
        return ""
    number = number_of(term) if isinstance(term, ox.Literal) else None
    return f"{number.normalize():f}" if number is not None else str(getattr(term, "value", term))
