"""The 8-digit codes of the O*NET-SOC 2010 taxonomy, and what took their place in 2019.

Source: https://www.onetcenter.org/taxonomy.html.
"""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG, DCT, SKOS
from loaders.onet.crosswalks.soc import SOC_CODE
from loaders.onet.expressions import a, term, text, triple, under
from loaders.onet.frame import Column
from loaders.onet.table import CODE_PATTERN, OCCUPATIONS, Table, Writing, by_name, occupation

OLD, NEW = "O*NET-SOC 2010 Code", "O*NET-SOC 2019 Code"
_OLD_COLUMNS = (Column(OLD, CODE_PATTERN), Column("O*NET-SOC 2010 Title"))


def _retired(writing: Writing) -> list[pl.Expr]:
    code = under(writing.base("onetsoc2010"), OLD)
    soc = under(writing.base("soc2010"), pl.col(OLD).str.slice(0, 7))
    return [
        *a(code, CG.RetiredOccupationCode, SKOS.Concept),
        triple(code, SKOS.notation, text(OLD, None)),
        triple(code, SKOS.prefLabel, text("O*NET-SOC 2010 Title")),
        triple(code, SKOS.broader, term(soc)),
    ]


def _replaced(writing: Writing) -> list[pl.Expr]:
    code = under(writing.base("onetsoc2010"), OLD)
    return [*_retired(writing), triple(code, DCT.isReplacedBy, term(occupation(NEW)))]


TABLES = by_name(
    Table(
        "O*NET-SOC 2010 to 2019 crosswalk",
        (*_OLD_COLUMNS, Column(NEW, CODE_PATTERN, refers_to=OCCUPATIONS)),
        key=(OLD, NEW),
        lines=_replaced,
        not_loaded=frozenset({"O*NET-SOC 2019 Title"}),
    ),
    Table(
        "O*NET-SOC 2010 to SOC 2010",
        (*_OLD_COLUMNS, Column("2010 SOC Code", SOC_CODE)),
        key=(OLD, "2010 SOC Code"),
        lines=_retired,
        not_loaded=frozenset({"2010 SOC Title"}),
    ),
)
