"""What the rows of a rating table say: one node per occupation and element, with all scales.

A level that is not relevant, a value that O*NET recommends to suppress, and a rank of 0 (not
ranked) are published but must not be used. They are written as `cg:levelPublished` and the like, so
that a query for `cg:level` can't take them for real by mistake. A flag that is null is unknown, and
is absent. Percentages per category stand on a node per category.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import polars as pl

from graph.vocabulary import CG
from loaders.onet.expressions import a, flag, integer, month, number, term, text, triple
from loaders.onet.frame import Column
from loaders.onet.table import DATE, DECIMAL, RANK_SCALES, SOURCE, YES_NO, Rule, Writing, occupation


@dataclass(frozen=True)
class Measure:
    """A property that holds a scale's value, the start of the names of its statistics, and how a
    value is written."""

    name: str
    value: Callable[[str], pl.Expr] = number


MEASURES = {
    "IM": Measure("importance"),
    "LV": Measure("level"),
    "CX": Measure("workContext"),
    "CT": Measure("workContext"),
    "OI": Measure("occupationalInterest"),
    "EX": Measure("extent"),
    "IH": Measure("highPointRank", integer),
    "VH": Measure("highPointRank", integer),
    "WI": Measure("workStylesImpact"),
    "DR": Measure("distinctivenessRank", integer),
    "DS": Measure("displayRank", integer),
    "RT": Measure("relevance"),
}
"""The scales with one value for each occupation and element."""

PERCENTAGE = Measure("percentage")
PERCENT_SCALES = ("CXP", "CTP", "RL", "RW", "PT", "OJ", "FT")
"""The scales with a percentage for each category."""

VALUE = Column("Data Value", DECIMAL)
STATISTICS = (
    Column("N", r"[0-9]+", required=False),
    Column("Standard Error", DECIMAL, required=False),
    Column("Lower CI Bound", DECIMAL, required=False),
    Column("Upper CI Bound", DECIMAL, required=False),
    Column("Recommend Suppress", YES_NO, required=False),
    Column("Not Relevant", YES_NO, required=False),
    DATE,
    SOURCE,
)
CATEGORY_OF_PERCENTAGE = Column("Category", "[0-9]+", required=False)
CATEGORY_RULE = Rule(
    "Scale ID",
    pl.col("Scale ID").is_in(PERCENT_SCALES) != pl.col("Category").is_not_null(),
    "bad-value",
    "percentages need a category, other values must have none",
)


def value_columns(*scales: str, absent: Collection[str] = ()) -> tuple[Column, ...]:
    """The columns of a rating from its scale on; those in `absent` are not in every release."""
    statistics = (replace(column, may_be_absent=column.name in absent) for column in STATISTICS)
    return (Column("Scale ID", "|".join(scales)), VALUE, *statistics)


def rating_lines(node: pl.Expr, kind: str, rates: str, rated: pl.Expr) -> list[pl.Expr]:
    """Lines that say what a rating rates: its kind, its occupation, and by `rates` what of it."""
    return [
        *a(node, kind, CG.Rating),
        triple(node, CG.ratedOccupation, term(occupation())),
        triple(node, rates, term(rated)),
    ]


def measure_lines(node: pl.Expr, *scales: str) -> list[pl.Expr]:
    """Lines with the values of scales, and their statistics."""
    return [line for scale in scales for line in _of_scale(node, scale)]


def share_lines(writing: Writing, node: pl.Expr, *category: str) -> list[pl.Expr]:
    """Lines with the percentages; `category` are the columns that name a category."""
    here = pl.when(pl.col("Category").is_not_null()).then(node)
    share = pl.concat_str(here, pl.lit("/"), pl.col("Scale ID"), pl.lit("/"), pl.col("Category"))
    return [
        triple(here, CG.categoryShare, term(share)),
        *a(share, CG.CategoryShare),
        triple(share, CG.category, term(writing.iri("category", *category))),
        *_values(share, PERCENTAGE, flagged()),
    ]


def _of_scale(node: pl.Expr, scale: str) -> list[pl.Expr]:
    here = pl.when(pl.col("Scale ID") == scale).then(node)
    unusable = flagged()
    if scale in RANK_SCALES:
        unusable |= pl.col("Data Value").cast(pl.Float64) == 0
    return _values(here, MEASURES[scale], unusable)


def flagged() -> pl.Expr:
    """Whether a value must not be used. An unknown flag does not say so."""
    suppressed = pl.col("Recommend Suppress").eq_missing(pl.lit("Y"))
    return suppressed | pl.col("Not Relevant").eq_missing(pl.lit("Y"))


def _values(node: pl.Expr, measure: Measure, unusable: pl.Expr) -> list[pl.Expr]:
    name = measure.name
    return [
        triple(pl.when(~unusable).then(node), CG[name], measure.value("Data Value")),
        triple(pl.when(unusable).then(node), CG[f"{name}Published"], measure.value("Data Value")),
        triple(node, CG[f"{name}SampleSize"], integer("N")),
        triple(node, CG[f"{name}StandardError"], number("Standard Error")),
        triple(node, CG[f"{name}LowerBound"], number("Lower CI Bound")),
        triple(node, CG[f"{name}UpperBound"], number("Upper CI Bound")),
        triple(node, CG[f"{name}Suppressed"], flag("Recommend Suppress")),
        triple(node, CG[f"{name}NotRelevant"], flag("Not Relevant")),
        triple(node, CG[f"{name}Date"], month("Date")),
        triple(node, CG[f"{name}Source"], text("Domain Source", None)),
    ]
