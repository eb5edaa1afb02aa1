"""Other names of occupations, and job titles that people in them have reported."""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG, SKOS
from loaders.onet.expressions import text, triple
from loaders.onet.frame import Column
from loaders.onet.table import CODE, SOC, YES_NO, Table, Writing, by_name, occupation


def _alternate(writing: Writing) -> list[pl.Expr]:
    return [
        triple(occupation(), SKOS.altLabel, text("Alternate Title")),
        triple(occupation(), SKOS.altLabel, text("Short Title")),
    ]


def _alternate_titles(name: str) -> Table:
    return Table(
        name,
        (
            CODE,
            Column("Alternate Title", also=("Job Title",)),
            Column("Short Title", required=False),
        ),
        key=(SOC, "Alternate Title"),
        lines=_alternate,
        not_loaded=frozenset({"Source(s)"}),
    )


def _reported(writing: Writing) -> list[pl.Expr]:
    shown = pl.when(pl.col("Shown in My Next Move") == "Y").then(occupation())
    return [
        triple(occupation(), CG.reportedTitle, text("Reported Job Title")),
        triple(shown, CG.myNextMoveTitle, text("Reported Job Title")),
    ]


TABLES = by_name(
    *map(_alternate_titles, ("Alternate Titles", "Job Titles")),
    Table(
        "Sample of Reported Titles",
        (CODE, Column("Reported Job Title"), Column("Shown in My Next Move", YES_NO)),
        key=(SOC, "Reported Job Title"),
        lines=_reported,
    ),
)
