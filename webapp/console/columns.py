"""What each column of a result holds: how many values, how many different ones, the least and the
greatest, and of what kind they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox

from graph.vocabulary import shorten
from webapp.asking import Rows, Term
from webapp.console.results import sort_key

_LONGEST = 60


@dataclass(frozen=True)
class Column:
    """A column of a result; `least` and `greatest` are "" where nothing in it can be compared.

    `kinds` is what its values are, the most frequent first.
    """

    name: str
    filled: int
    missing: int
    distinct: int
    least: str
    greatest: str
    kinds: tuple[str, ...]


def columns(rows: Rows) -> list[Column]:
    """A description of every column, over the rows that were read."""
    return [_column(rows, name) for name in rows.columns]


def _column(rows: Rows, name: str) -> Column:
    terms = [row[name] for row in rows.rows if name in row]
    literals = sorted(
        (t for t in terms if isinstance(t, ox.Literal)), key=lambda t: sort_key(t, {})
    )
    kinds = Counter(_kind(term) for term in terms)
    return Column(
        name,
        len(terms),
        len(rows.rows) - len(terms),
        len(set(terms)),
        _short(literals[0]) if literals else "",
        _short(literals[-1]) if literals else "",
        tuple(kind for kind, _ in kinds.most_common()),
    )


def _kind(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return "IRI"
    if isinstance(term, ox.Literal):
        return f"text @{term.language}" if term.language else shorten(term.datatype.value)
    return "blank node" if isinstance(term, ox.BlankNode) else "triple"


def _short(term: ox.Literal) -> str:
    text = term.value
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
