"""The records of a graph: links are made for these, not for the profiles inside of them."""

from __future__ import annotations

import polars as pl

from graph.statements import Statements
from graph.vocabulary import PROV

READS = (PROV.wasDerivedFrom,)


def records(statements: Statements) -> pl.DataFrame:
    """`source`: everything that says which data source it came from, as only records do."""
    return statements.of(*READS).select(source="subject").unique()
