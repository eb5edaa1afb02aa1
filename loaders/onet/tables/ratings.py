"""The ratings of occupations, from skills to education; interests and tasks stand elsewhere."""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG
from loaders.onet.rating import (
    CATEGORY_OF_PERCENTAGE,
    CATEGORY_RULE,
    measure_lines,
    rating_lines,
    share_lines,
    value_columns,
)
from loaders.onet.table import CODE, ELEMENT, SOC, Rule, Table, Writing, by_name

KEY = (SOC, "Element ID", "Scale ID")
ALL_STATISTICS = (
    "N",
    "Standard Error",
    "Lower CI Bound",
    "Upper CI Bound",
    "Recommend Suppress",
    "Not Relevant",
)
RANK_RULE = Rule(
    "Data Value",
    (pl.col("Scale ID") == "DR") & ~pl.col("Data Value").str.contains(r"^[0-9]+(\.0+)?$"),
    "bad-value",
    "a rank is a whole number",
)


def rating_of(writing: Writing) -> pl.Expr:
    """The IRI of the rating of an occupation and an element."""
    return writing.iri("rating", SOC, "Element ID")


def rated(name: str, kind: str) -> Table:
    """A table with an importance and a level for each occupation and element."""

    def lines(writing: Writing) -> list[pl.Expr]:
        node = rating_of(writing)
        return [
            *rating_lines(node, CG[kind], {CG.element: writing.element()}),
            *measure_lines(node, "IM", "LV"),
        ]

    return Table(name, (CODE, ELEMENT, *value_columns("IM", "LV")), KEY, lines)


def _styles(writing: Writing) -> list[pl.Expr]:
    node = rating_of(writing)
    return [
        *rating_lines(node, CG.WorkStyleRating, {CG.element: writing.element()}),
        *measure_lines(node, "IM", "WI", "DR"),
    ]


def _context(writing: Writing) -> list[pl.Expr]:
    node = rating_of(writing)
    return [
        *rating_lines(node, CG.WorkContextRating, {CG.element: writing.element()}),
        *measure_lines(node, "CX", "CT"),
        *share_lines(writing, node, "Element ID", "Scale ID", "Category"),
    ]


def _education(writing: Writing) -> list[pl.Expr]:
    node = rating_of(writing)
    kind = CG.EducationTrainingExperienceRating
    return [
        *rating_lines(node, kind, {CG.element: writing.element()}),
        *measure_lines(node, "IM"),
        *share_lines(writing, node, "Element ID", "Scale ID", "Category"),
    ]


TABLES = by_name(
    rated("Skills", "SkillRating"),
    rated("Knowledge", "KnowledgeRating"),
    rated("Abilities", "AbilityRating"),
    rated("Work Activities", "WorkActivityRating"),
    Table(
        "Work Styles",
        (CODE, ELEMENT, *value_columns("IM", "WI", "DR", absent=ALL_STATISTICS)),
        KEY,
        lines=_styles,
        rejected=(RANK_RULE,),
    ),
    Table(
        "Work Context",
        (
            CODE,
            ELEMENT,
            *value_columns("CX", "CT", "CXP", "CTP", absent=("Not Relevant",)),
            CATEGORY_OF_PERCENTAGE,
        ),
        (*KEY, "Category"),
        lines=_context,
        rejected=(CATEGORY_RULE,),
    ),
    Table(
        "Education, Training, and Experience",
        (
            CODE,
            ELEMENT,
            *value_columns("IM", "RL", "RW", "PT", "OJ", absent=("Not Relevant",)),
            CATEGORY_OF_PERCENTAGE,
        ),
        (*KEY, "Category"),
        lines=_education,
        rejected=(CATEGORY_RULE,),
    ),
)
