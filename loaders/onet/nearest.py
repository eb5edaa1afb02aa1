"""Which occupations ask for much the same skills: `graph.career` compares them by their ratings."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from graph.career import nearest
from graph.vocabulary import CG
from loaders.onet.expressions import a, integer, number, term, triple
from loaders.onet.rating import flagged
from loaders.onet.table import SOC, Writing, occupation

SKILLS = ("Skills", "Essential Skills", "Transferable Skills")
"""The tables with the skills of a release: one to 30.2, two from 30.3."""
_SCALES = {"IM": "importance", "LV": "level"}


def near_occupations(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The nearest occupations (see `graph.career.nearest`, all as text), of the rows of the tables
    in `SKILLS`."""
    usable = pl.concat(
        table.filter(~flagged()).select(
            pl.col("Scale ID").replace_strict(_SCALES),
            pl.col("Data Value").cast(pl.Float64),
            occupation=SOC,
            element="Element ID",
        )
        for table in tables
    )
    ratings = usable.pivot("Scale ID", index=["occupation", "element"], values="Data Value")
    if not {"importance", "level"} <= set(ratings.columns):
        return pl.DataFrame()
    return nearest(ratings).cast(pl.String)


def lines(writing: Writing) -> list[pl.Expr]:
    """What the rows of `near_occupations` say."""
    node = writing.iri("near", "from", "to")
    return [
        *a(node, CG.NearOccupation),
        triple(node, CG.nearFrom, term(occupation("from"))),
        triple(node, CG.nearTo, term(occupation("to"))),
        triple(node, CG.distance, number("distance")),
        triple(node, CG.sharedSkills, integer("shared")),
        triple(node, CG["rank"], integer("rank")),
    ]
