"""Occupations of ESCO that are like those of O*NET, by a crosswalk that was made with text
similarity and by hand, so that each match has a score.

Source: Nesta, Mapping Career Causeways, https://github.com/nestauk/mapping-career-causeways.
"""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG, SKOS
from loaders.onet.expressions import a, literal_of, number, term, text, triple, under
from loaders.onet.frame import Column
from loaders.onet.table import (
    CODE_PATTERN,
    DECIMAL,
    DIGEST,
    OCCUPATIONS,
    Table,
    Writing,
    by_name,
    occupation,
    with_digest,
)

ESCO = r"http://data\.europa\.eu/esco/occupation/[0-9a-f-]+"


def _matches(writing: Writing) -> list[pl.Expr]:
    """From the occupation; or where its code is of 2010, from that code."""
    esco, code = pl.col("concept_uri"), pl.col("onet_code")
    known = writing.known.get(OCCUPATIONS)
    retired = under(writing.base("onetsoc2010"), code)
    is_current = pl.lit(True) if known is None else code.is_in(known.to_series().implode())
    ours = pl.when(is_current).then(occupation("onet_code")).otherwise(retired)
    match = writing.iri("esco-match", code, DIGEST)
    return [
        triple(ours, SKOS.relatedMatch, term(esco)),
        *a(esco, SKOS.Concept),
        triple(esco, SKOS.prefLabel, literal_of(pl.col("esco_occupation"), "en")),
        *a(match, CG.OccupationMatch),
        triple(match, CG.matchFrom, term(ours)),
        triple(match, CG.matchTo, term(esco)),
        triple(match, CG.matchScore, number("semantic_similarity")),
        triple(match, CG.iscoGroup, text("isco_code", None)),
    ]


TABLES = by_name(
    Table(
        "ESCO to O*NET crosswalk",
        (
            Column("concept_uri", ESCO),
            Column("esco_occupation"),
            Column("isco_code", "[0-9]{1,4}", required=False, may_be_absent=True),
            Column("onet_code", CODE_PATTERN),
            Column("semantic_similarity", DECIMAL, required=False),
        ),
        key=("onet_code", "concept_uri"),
        lines=_matches,
        prepare=with_digest("concept_uri"),
        not_loaded=frozenset({"id", "onet_occupation", "matching_job_titles", "confidence"}),
    ),
)
