"""The ratings of occupations, from skills to education; interests and tasks stand elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from graph.vocabulary import CG
from loaders.onet.rating import (
    CATEGORY_OF_PERCENTAGE,
    CATEGORY_RULE,
    STATISTICS,
    measure_lines,
    rating_lines,
    share_lines,
    value_columns,
)
from loaders.onet.table import (
    CODE,
    DATE,
    ELEMENT,
    SOC,
    SOURCE,
    Prepare,
    Rule,
    Table,
    Writing,
    by_name,
)

KEY = (SOC, "Element ID", "Scale ID")
ALL_STATISTICS = tuple(column.name for column in STATISTICS if column not in (DATE, SOURCE))
RANK_RULE = Rule(
    "Data Value",
    (pl.col("Scale ID") == "DR") & ~pl.col("Data Value").str.contains(r"^[0-9]+(\.0+)?$"),
    "bad-value",
    "a rank is a whole number",
)


def rated(
    name: str,
    kind: str,
    scales: Sequence[str],
    absent: Collection[str] = (),
    rejected: tuple[Rule, ...] = (),
    prepare: Prepare = lambda rows: rows,
) -> Table:
    """A table with a value on each of these scales for each occupation and element.

    `kind` is the class of its ratings; `absent` names statistics that not every release has.
    """

    def lines(writing: Writing) -> list[pl.Expr]:
        return _lines(writing, kind, scales)

    columns = (CODE, ELEMENT, *value_columns(*scales, absent=absent))
    return Table(name, columns, KEY, lines, rejected, prepare=prepare)


def _with_shares(name: str, kind: str, scales: Sequence[str], shares: Sequence[str]) -> Table:
    """A table that on the scales in `shares` has a percentage for each category."""

    def lines(writing: Writing) -> list[pl.Expr]:
        category = ("Element ID", "Scale ID", "Category")
        return _lines(writing, kind, scales) + share_lines(writing, _rating(writing), *category)

    values = value_columns(*scales, *shares, absent=("Not Relevant",))
    columns = (CODE, ELEMENT, *values, CATEGORY_OF_PERCENTAGE)
    return Table(name, columns, (*KEY, "Category"), lines, rejected=(CATEGORY_RULE,))


def _lines(writing: Writing, kind: str, scales: Sequence[str]) -> list[pl.Expr]:
    node = _rating(writing)
    return [
        *rating_lines(node, CG[kind], CG.element, writing.element()),
        *measure_lines(node, *scales),
    ]


def _rating(writing: Writing) -> pl.Expr:
    return writing.iri("rating", SOC, "Element ID")


def _education(name: str) -> Table:
    shares = ("RL", "RW", "PT", "OJ")
    return _with_shares(name, "EducationTrainingExperienceRating", ("IM",), shares)


_LEVELS = ("IM", "LV")

TABLES = by_name(
    rated("Skills", "SkillRating", _LEVELS),
    rated("Essential Skills", "SkillRating", _LEVELS),
    rated("Transferable Skills", "SkillRating", _LEVELS),
    rated("Knowledge", "KnowledgeRating", _LEVELS),
    rated("Abilities", "AbilityRating", _LEVELS),
    rated("Work Activities", "WorkActivityRating", _LEVELS),
    rated("Work Styles", "WorkStyleRating", ("IM", "WI", "DR"), ALL_STATISTICS, (RANK_RULE,)),
    _with_shares("Work Context", "WorkContextRating", ("CX", "CT"), ("CXP", "CTP")),
    _education("Education, Training, and Experience"),
    _education("Education"),
    _education("Training and Experience"),
)
