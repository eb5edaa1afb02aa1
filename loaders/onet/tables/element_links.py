"""Which elements of the Content Model go with which: abilities and skills with work activities and
work contexts, basic interests with those of RIASEC."""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG
from loaders.onet.expressions import term, triple
from loaders.onet.frame import Column
from loaders.onet.table import ELEMENT_PATTERN, ELEMENTS, Table, Writing, by_name


def _linked(kind: str, other: str, predicate: str) -> Table:
    key = (f"{kind} Element ID", f"{other} Element ID")

    def lines(writing: Writing) -> list[pl.Expr]:
        return [triple(writing.element(key[0]), predicate, term(writing.element(key[1])))]

    return Table(
        f"{kind} to {other}",
        tuple(Column(name, ELEMENT_PATTERN, refers_to=ELEMENTS) for name in key),
        key,
        lines,
        not_loaded=frozenset({f"{kind} Element Name", f"{other} Element Name"}),
    )


TABLES = by_name(
    _linked("Abilities", "Work Activities", CG.relatedWorkActivity),
    _linked("Abilities", "Work Context", CG.relatedWorkContext),
    _linked("Skills", "Work Activities", CG.relatedWorkActivity),
    _linked("Skills", "Work Context", CG.relatedWorkContext),
    _linked("Basic Interests", "RIASEC", CG.riasecInterest),
)
