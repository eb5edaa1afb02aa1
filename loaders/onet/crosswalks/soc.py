"""The 2018 SOC structure, and the crosswalk to it from the codes of 2010.

Source: U.S. Bureau of Labor Statistics, https://www.bls.gov/soc/2018/.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import polars as pl

from graph.vocabulary import CG, DCT, SKOS
from loaders.onet.expressions import a, term, text, triple, under
from loaders.onet.frame import Column
from loaders.onet.table import Prepare, Rule, Table, Writing, by_name

SOC_CODE = r"[0-9]{2}-[0-9]{4}"
STRUCTURE = "SOC 2018 structure"
BY_LEVEL = "SOC 2018 structure, a column for each level"
DEFINITIONS = "SOC 2018 definitions"
STRUCTURES = (STRUCTURE, DEFINITIONS)
"""The tables of groups whose key is the code."""
_LEVELS = ("Major Group", "Minor Group", "Broad Group", "Detailed Occupation")


def _groups(writing: Writing) -> list[pl.Expr]:
    group = under(writing.base("soc"), "code")
    parent = pl.when(pl.col("parent") != "NA").then(pl.col("parent"))
    return [
        *a(group, CG.SocGroup, SKOS.Concept),
        triple(group, SKOS.notation, text("code", None)),
        triple(group, SKOS.prefLabel, text("title")),
        triple(group, SKOS.broader, term(under(writing.base("soc"), parent))),
    ]


def _defined(writing: Writing) -> list[pl.Expr]:
    group = under(writing.base("soc"), "code")
    return [*_groups(writing), triple(group, DCT.description, text("SOC Definition"))]


def _with_parents(codes: Sequence[pl.Expr]) -> Prepare:
    """Adds ``code`` and ``parent``, of a list in which each group stands below the one above it.

    `codes` give a row's code if it is of that level, from major group to detailed occupation.
    """

    def prepare(rows: pl.DataFrame) -> pl.DataFrame:
        parent = pl.lit(None, pl.String)
        for above, here in pairwise(codes):
            parent = pl.when(here.is_not_null()).then(above.forward_fill()).otherwise(parent)
        return rows.with_columns(pl.coalesce(codes).alias("code"), parent.alias("parent"))

    return prepare


def _replaced(writing: Writing) -> list[pl.Expr]:
    code = under(writing.base("soc2010"), "soc2010")
    return [
        *a(code, CG.RetiredOccupationCode, SKOS.Concept),
        triple(code, SKOS.notation, text("soc2010", None)),
        triple(code, SKOS.prefLabel, text("soc2010_title")),
        triple(code, DCT.isReplacedBy, term(under(writing.base("soc"), "soc2018"))),
    ]


TABLES = by_name(
    Table(
        STRUCTURE,
        (
            Column("code", SOC_CODE),
            Column("title"),
            Column("parent", f"{SOC_CODE}|NA", required=False),
        ),
        key=("code",),
        lines=_groups,
        not_loaded=frozenset(
            {"Level", "Hierarchical_structure", "soc2d", "soc3d", "soc5d", "soc6d"}
        ),
    ),
    Table(
        BY_LEVEL,
        (
            *(Column(level, SOC_CODE, required=False) for level in _LEVELS),
            Column("title", also=("",)),  # the agency's workbook has no heading above the titles
        ),
        key=_LEVELS,
        lines=_groups,
        rejected=(
            Rule(
                "title",
                pl.all_horizontal(pl.col(*_LEVELS).is_null()),
                "bad-value",
                "a title without a code",
            ),
        ),
        prepare=_with_parents([pl.col(level) for level in _LEVELS]),
    ),
    Table(
        DEFINITIONS,
        (
            Column("SOC Group", "Major|Minor|Broad|Detailed"),
            Column("SOC Code", SOC_CODE),
            Column("title", also=("SOC Title",)),
            Column("SOC Definition", required=False),
        ),
        key=("SOC Code",),
        lines=_defined,
        prepare=_with_parents(
            [
                pl.when(pl.col("SOC Group") == level.split()[0]).then(pl.col("SOC Code"))
                for level in _LEVELS
            ]
        ),
    ),
    Table(
        "SOC 2010 to 2018 crosswalk",
        (
            Column("soc2010", SOC_CODE, also=("2010 SOC Code",)),
            Column("soc2010_title", also=("2010 SOC Title",)),
            Column("soc2018", SOC_CODE, also=("2018 SOC Code",)),
        ),
        key=("soc2010", "soc2018"),
        lines=_replaced,
        not_loaded=frozenset({"soc2018_title", "2018 SOC Title"}),
    ),
)
