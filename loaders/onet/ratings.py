"""Rating tables: one node per occupation and element, with importance and level side by side.

A level that is not relevant, and a value that O*NET recommends to suppress, are published but must
not be used; they are written as `cg:levelPublished` and `cg:importancePublished`, so that a query
for `cg:level` can't take them for real by mistake. A flag that is null is unknown, and is absent.
"""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG
from loaders.onet.expressions import a, flag, integer, month, number, term, text, triple
from loaders.onet.frame import Column

_DECIMAL = r"-?\d+(\.\d+)?"
RATING_COLUMNS = (
    Column("Scale ID", "IM|LV"),
    Column("Data Value", _DECIMAL),
    Column("N", r"\d+", required=False),
    Column("Standard Error", _DECIMAL, required=False),
    Column("Lower CI Bound", _DECIMAL, required=False),
    Column("Upper CI Bound", _DECIMAL, required=False),
    Column("Recommend Suppress", "[YN]", required=False),
    Column("Not Relevant", "[YN]", required=False),
    Column("Date", r"(0[1-9]|1[0-2])/\d{4}", required=False),
    Column("Domain Source", required=False),
)
RATING_KEY = ("Element ID", "Scale ID")
_SCALES = {"IM": "importance", "LV": "level"}


def rating_lines(node: pl.Expr, occupation: pl.Expr, element: pl.Expr, kind: str) -> list[pl.Expr]:
    """What the rows of a rating table say: of each node once what it rates, then each scale."""
    lines = [
        *a(node, kind, CG.Rating),
        triple(node, CG.ratedOccupation, term(occupation)),
        triple(node, CG.element, term(element)),
    ]
    for scale, name in _SCALES.items():
        lines += _of_scale(node, scale, name)
    return lines


def _of_scale(node: pl.Expr, scale: str, name: str) -> list[pl.Expr]:
    here = pl.when(pl.col("Scale ID") == scale).then(node)
    suppressed = pl.col("Recommend Suppress").eq_missing(pl.lit("Y"))
    unusable = suppressed | pl.col("Not Relevant").eq_missing(pl.lit("Y"))
    usable, published = pl.when(~unusable).then(here), pl.when(unusable).then(here)
    return [
        triple(usable, CG[name], number("Data Value")),
        triple(published, CG[f"{name}Published"], number("Data Value")),
        triple(here, CG[f"{name}SampleSize"], integer("N")),
        triple(here, CG[f"{name}StandardError"], number("Standard Error")),
        triple(here, CG[f"{name}LowerBound"], number("Lower CI Bound")),
        triple(here, CG[f"{name}UpperBound"], number("Upper CI Bound")),
        triple(here, CG[f"{name}Suppressed"], flag("Recommend Suppress")),
        triple(here, CG[f"{name}NotRelevant"], flag("Not Relevant")),
        triple(here, CG[f"{name}Date"], month("Date")),
        triple(here, CG[f"{name}Source"], text("Domain Source", None)),
    ]
