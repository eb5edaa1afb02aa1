"""Which elements of the Content Model go with which: abilities, skills and work styles with work
activities and work contexts, basic interests with those of RIASEC."""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG
from loaders.onet.expressions import term, triple
from loaders.onet.frame import Column
from loaders.onet.table import ELEMENT_PATTERN, ELEMENTS, Table, Writing, by_name

KINDS = ("Abilities", "Skills", "Essential Skills", "Transferable Skills", "Work Styles")


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
    *(
        _linked(kind, other, predicate)
        for kind in KINDS
        for other, predicate in (
            ("Work Activities", CG.relatedWorkActivity),
            ("Work Context", CG.relatedWorkContext),
        )
    ),
    _linked("Basic Interests", "RIASEC", CG.riasecInterest),
    _linked("Specific Interest Areas", "Career Interest Types", CG.riasecInterest),
)
