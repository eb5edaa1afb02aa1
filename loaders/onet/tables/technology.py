"""Technology skills and tools of occupations, and the UNSPSC commodities that they are cases of."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from graph.triples import iri
from graph.vocabulary import CG, SKOS
from loaders.onet.expressions import a, digest, flag, term, text, triple
from loaders.onet.frame import Column
from loaders.onet.table import (
    CODE,
    SOC,
    YES_NO,
    Table,
    Writing,
    by_name,
    declared,
    occupation,
    scheme,
)

COMMODITIES = "UNSPSC Reference"
LEVELS = ("Commodity", "Class", "Family", "Segment")


def _unspsc(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    lines = declared(
        scheme(writing, "unspsc"), "United Nations Standard Products and Services Code"
    )
    for level in LEVELS:
        lines += _commodity(writing, level, writing.iri("unspsc", f"{level} Code"))
    for level, above in pairwise(LEVELS):
        broader = term(writing.iri("unspsc", f"{above} Code"))
        lines.append(triple(writing.iri("unspsc", f"{level} Code"), SKOS.broader, broader))
    return lines


def _commodity(writing: Writing, level: str, commodity: pl.Expr) -> list[pl.Expr]:
    return [
        *a(commodity, SKOS.Concept),
        triple(commodity, SKOS.notation, text(f"{level} Code", None)),
        triple(commodity, SKOS.prefLabel, text(f"{level} Title")),
        triple(commodity, SKOS.inScheme, pl.lit(iri(scheme(writing, "unspsc")))),
    ]


def _examples(rows: pl.DataFrame, writing: Writing, kind: str, path: str) -> list[pl.Expr]:
    node = writing.iri_of(path, pl.col(SOC), digest(rows, "Example"))
    commodity = writing.iri("unspsc", "Commodity Code")
    known = writing.known.get(COMMODITIES, pl.DataFrame({"Commodity Code": []}))
    told = known.to_series().cast(pl.String).implode()
    untold = pl.when(~pl.col("Commodity Code").is_in(told)).then(commodity)
    return [
        *a(node, kind),
        triple(node, CG.ratedOccupation, term(occupation())),
        triple(node, SKOS.prefLabel, text("Example")),
        triple(node, CG.commodity, term(commodity)),
        *_commodity(writing, "Commodity", untold),
    ]


def _technology(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    node = writing.iri_of("technology", pl.col(SOC), digest(rows, "Example"))
    return [
        *_examples(rows, writing, CG.TechnologySkill, "technology"),
        triple(node, CG.hotTechnology, flag("Hot Technology")),
        triple(node, CG.inDemand, flag("In Demand")),
    ]


def _tools(rows: pl.DataFrame, writing: Writing) -> list[pl.Expr]:
    return _examples(rows, writing, CG.ToolUsed, "tool")


_EXAMPLE = (
    CODE,
    Column("Example"),
    Column("Commodity Code", "[0-9]{8}"),
    Column("Commodity Title"),
)

TABLES = by_name(
    Table(
        COMMODITIES,
        tuple(
            column
            for level in LEVELS
            for column in (Column(f"{level} Code", "[0-9]{8}"), Column(f"{level} Title"))
        ),
        key=("Commodity Code",),
        lines=_unspsc,
    ),
    Table(
        "Technology Skills",
        (
            *_EXAMPLE,
            Column("Hot Technology", YES_NO, required=False),
            Column("In Demand", YES_NO, required=False, may_be_absent=True),
        ),
        key=(SOC, "Example"),
        lines=_technology,
    ),
    Table("Tools Used", _EXAMPLE, key=(SOC, "Example"), lines=_tools),
)
