"""Occupational interests (RIASEC) and work values, and what the release tells of interests.

A high point is published as an element of its own (1.B.1.g: first interest high-point) whose value
counts the interests from 1. Here it becomes a rank on the rating of the interest that it points at.
"""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG
from loaders.onet.expressions import term, text, triple, whole
from loaders.onet.frame import Column
from loaders.onet.table import (
    CODE,
    ELEMENT,
    SOC,
    Rule,
    Table,
    Writing,
    by_name,
    occupation,
)
from loaders.onet.tables.ratings import ALL_STATISTICS, rated

HIGH_POINTS = ("IH", "VH")
PLACES = {"g": "1", "h": "2", "i": "3"}
"""The last letter of a high point's element, and the rank that it stands for."""
POINTED_AT = {"1": "a", "2": "b", "3": "c", "4": "d", "5": "e", "6": "f"}
"""The value of a high point, and the last letter of the element that it points at."""

_value, _element = pl.col("Data Value"), pl.col("Element ID")
_is_high_point = pl.col("Scale ID").is_in(HIGH_POINTS)
_whole = whole("Data Value")
_points = _is_high_point & (_whole != "0")
MISPLACED = Rule(
    "Element ID",
    _is_high_point != _element.str.contains(r"\.[ghi]$"),
    "bad-value",
    "high points have elements that end with g, h or i, other values have not",
)
POINTS_NOWHERE = Rule(
    "Data Value",
    _is_high_point & ~_whole.is_in(["0", *POINTED_AT]),
    "bad-value",
    "a high point is a whole number from 0 to 6",
)


def ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """High points as ranks of the elements that they point at; other rows as they are, and so is a
    0, which says that the occupation has no high point of this rank."""
    place = _element.str.slice(-1).replace_strict(PLACES, default=None)
    letter = _whole.replace_strict(POINTED_AT, default=None, return_dtype=pl.String)
    pointed_at = pl.concat_str(_element.str.head(-1), letter)
    return rows.with_columns(
        pl.when(_points).then(pointed_at).otherwise(_element).alias("Element ID"),
        pl.when(_points).then(place).otherwise(_value).alias("Data Value"),
    )


def _with_high_points(name: str, kind: str, scales: tuple[str, str]) -> Table:
    return rated(name, kind, scales, ALL_STATISTICS, (MISPLACED, POINTS_NOWHERE), ranked)


def _activities(writing: Writing) -> list[pl.Expr]:
    return [triple(writing.element(), CG.illustrativeActivity, text("Activity"))]


def _occupations(writing: Writing) -> list[pl.Expr]:
    return [triple(writing.element(), CG.illustrativeOccupation, term(occupation()))]


def _keywords(writing: Writing) -> list[pl.Expr]:
    kind = pl.col("Keyword Type")
    element = writing.element()
    return [
        triple(pl.when(kind == "Action").then(element), CG.actionKeyword, text("Keyword")),
        triple(pl.when(kind == "Object").then(element), CG.objectKeyword, text("Keyword")),
    ]


def _keywords_of(name: str) -> Table:
    columns = (ELEMENT, Column("Keyword"), Column("Keyword Type", "Action|Object"))
    return Table(name, columns, ("Element ID", "Keyword", "Keyword Type"), _keywords)


_KIND_OF_INTEREST = frozenset({"Interest Type"})

TABLES = by_name(
    _with_high_points("Interests", "InterestRating", ("OI", "IH")),
    _with_high_points("Career Interest Types", "InterestRating", ("OI", "IH")),
    rated("Specific Interest Areas", "InterestRating", ("OI", "DS"), ALL_STATISTICS),
    _with_high_points("Work Values", "WorkValueRating", ("EX", "VH")),
    Table(
        "Interests Illustrative Activities",
        (ELEMENT, Column("Activity")),
        ("Element ID", "Activity"),
        _activities,
        not_loaded=_KIND_OF_INTEREST,
    ),
    Table(
        "Interests Illustrative Occupations",
        (ELEMENT, CODE),
        ("Element ID", SOC),
        _occupations,
        not_loaded=_KIND_OF_INTEREST,
    ),
    *map(_keywords_of, ("RIASEC Keywords", "Career Interest Type Keywords")),
)
