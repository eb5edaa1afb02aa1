"""The occupations themselves, and which of them are near to each other."""

from __future__ import annotations

import polars as pl

from graph.triples import iri
from graph.vocabulary import CG, DCT, PROV, SKOS
from loaders.onet.expressions import a, integer, term, text, triple, under
from loaders.onet.frame import Column
from loaders.onet.table import (
    CODE,
    CODE_PATTERN,
    OCCUPATIONS,
    SOC,
    Table,
    Writing,
    by_name,
    declared,
    occupation,
    scheme,
)

RELATED = "Related O*NET-SOC Code"


def _occupations(writing: Writing) -> list[pl.Expr]:
    group = under(writing.base("soc"), pl.col(SOC).str.slice(0, 7))
    all_occupations = scheme(writing, "occupations")
    return [
        *declared(all_occupations, "O*NET-SOC occupations"),
        *a(occupation(), CG.Occupation, SKOS.Concept),
        triple(occupation(), SKOS.notation, text(SOC, None)),
        triple(occupation(), SKOS.prefLabel, text("Title")),
        triple(occupation(), DCT.description, text("Description")),
        triple(occupation(), SKOS.inScheme, pl.lit(iri(all_occupations))),
        triple(occupation(), SKOS.broader, term(group)),
        triple(occupation(), PROV.wasDerivedFrom, writing.origin),
    ]


def _related(writing: Writing) -> list[pl.Expr]:
    other = occupation(RELATED)
    node = writing.iri("related", SOC, RELATED)
    return [
        triple(occupation(), SKOS.related, term(other)),
        *a(node, CG.RelatedOccupation),
        triple(node, CG.relatedFrom, term(occupation())),
        triple(node, CG.relatedTo, term(other)),
        triple(node, CG.tier, text("Relatedness Tier", None)),
        triple(node, CG["rank"], integer("Index")),
    ]


TABLES = by_name(
    Table(
        OCCUPATIONS,
        (Column(SOC, CODE_PATTERN), Column("Title"), Column("Description", required=False)),
        key=(SOC,),
        lines=_occupations,
    ),
    Table(
        "Related Occupations",
        (
            CODE,
            Column(RELATED, CODE_PATTERN, refers_to=OCCUPATIONS),
            Column("Relatedness Tier"),
            Column("Index", "[0-9]+"),
        ),
        key=(SOC, RELATED),
        lines=_related,
    ),
)
