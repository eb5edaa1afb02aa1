"""Technology and tools of occupations, and what they are examples of: UNSPSC commodities, or from
release 30.3 software categories of the Content Model."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from graph.triples import iri
from graph.vocabulary import CG, SKOS
from loaders.onet.expressions import a, flag, term, text, triple
from loaders.onet.frame import Column
from loaders.onet.table import (
    CODE,
    DIGEST,
    ELEMENT,
    SOC,
    YES_NO,
    Table,
    Writing,
    by_name,
    declared,
    occupation,
    scheme,
    with_digest,
)

COMMODITIES = "UNSPSC Reference"
LEVELS = ("Commodity", "Class", "Family", "Segment")


def _unspsc(writing: Writing) -> list[pl.Expr]:
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


def _example(node: pl.Expr, kind: str, writing: Writing) -> list[pl.Expr]:
    commodity = writing.iri("unspsc", "Commodity Code")
    known = writing.known.get(COMMODITIES, pl.DataFrame({"Commodity Code": []}))
    told = known.to_series().cast(pl.String).implode()
    untold = pl.when(~pl.col("Commodity Code").is_in(told)).then(commodity)
    return [
        *_named(node, kind),
        triple(node, CG.exampleOf, term(commodity)),
        *_commodity(writing, "Commodity", untold),
    ]


def _named(node: pl.Expr, kind: str) -> list[pl.Expr]:
    return [
        *a(node, kind),
        triple(node, CG.ratedOccupation, term(occupation())),
        triple(node, SKOS.prefLabel, text("Example")),
    ]


def _technology(writing: Writing) -> list[pl.Expr]:
    node = writing.iri("technology", SOC, DIGEST)
    return [*_example(node, CG.TechnologySkill, writing), *_wanted(node)]


def _software(writing: Writing) -> list[pl.Expr]:
    node = writing.iri("technology", SOC, DIGEST)
    return [
        *_named(node, CG.TechnologySkill),
        triple(node, CG.exampleOf, term(writing.element())),
        *_wanted(node),
    ]


def _wanted(node: pl.Expr) -> list[pl.Expr]:
    return [
        triple(node, CG.hotTechnology, flag("Hot Technology")),
        triple(node, CG.inDemand, flag("In Demand")),
    ]


def _tools(writing: Writing) -> list[pl.Expr]:
    return _example(writing.iri("tool", SOC, DIGEST), CG.ToolUsed, writing)


_COLUMNS = (
    CODE,
    Column("Example"),
    Column("Commodity Code", "[0-9]{8}"),
    Column("Commodity Title"),
)
_FLAGS = (
    Column("Hot Technology", YES_NO, required=False),
    Column("In Demand", YES_NO, required=False, may_be_absent=True),
)
_BY_EXAMPLE = with_digest("Example")

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
            *_COLUMNS,
            *_FLAGS,
        ),
        key=(SOC, "Example"),
        lines=_technology,
        prepare=_BY_EXAMPLE,
    ),
    Table(
        "Software Skills",
        (CODE, Column("Example", also=("Workplace Example",)), ELEMENT, *_FLAGS),
        key=(SOC, "Example"),
        lines=_software,
        prepare=_BY_EXAMPLE,
    ),
    Table("Tools Used", _COLUMNS, key=(SOC, "Example"), lines=_tools, prepare=_BY_EXAMPLE),
)
