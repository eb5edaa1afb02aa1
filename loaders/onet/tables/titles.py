"""Other names of occupations, and job titles that people in them have reported."""

from __future__ import annotations

import polars as pl

from graph.vocabulary import CG, SKOS
from loaders.onet.expressions import text, triple
from loaders.onet.frame import Column
from loaders.onet.table import CODE, SOC, YES_NO, Table, Writing, by_name, occupation

ALTERNATE = ("Alternate Titles", "Job Titles")
"""The tables of other titles: to release 30.2, and from 30.3."""
_OTHER = ("Alternate Title", "Short Title")


def _alternate(writing: Writing) -> list[pl.Expr]:
    return [triple(occupation(), SKOS.altLabel, text(column)) for column in _OTHER]


def _alternate_titles(name: str) -> Table:
    return Table(
        name,
        (
            CODE,
            Column("Alternate Title", also=("Job Title",)),
            Column("Short Title", required=False),
        ),
        key=(SOC, *_OTHER),  # 29.1 has titles twice, with a short one and without
        lines=_alternate,
        kept=True,
        not_loaded=frozenset({"Source(s)"}),
    )


def _reported(writing: Writing) -> list[pl.Expr]:
    """A reported title is another title too; most are told by the table of these."""
    title = pl.concat_str(SOC, "Reported Job Title", separator="\t")
    untold = pl.when(~title.is_in(_told(writing).implode())).then(occupation())
    shown = pl.when(pl.col("Shown in My Next Move") == "Y").then(occupation())
    return [
        triple(occupation(), CG.reportedTitle, text("Reported Job Title")),
        triple(untold, SKOS.altLabel, text("Reported Job Title")),
        triple(shown, CG.myNextMoveTitle, text("Reported Job Title")),
    ]


def _told(writing: Writing) -> pl.Series:
    """Each occupation and title that the tables of other titles have told."""
    told = [
        writing.known[name].select(pl.concat_str(SOC, column, separator="\t")).to_series()
        for name in ALTERNATE
        if name in writing.known
        for column in _OTHER
    ]
    return pl.concat([pl.Series([], dtype=pl.String), *told]).drop_nulls()


TABLES = by_name(
    *map(_alternate_titles, ALTERNATE),
    Table(
        "Sample of Reported Titles",
        (CODE, Column("Reported Job Title"), Column("Shown in My Next Move", YES_NO)),
        key=(SOC, "Reported Job Title"),
        lines=_reported,
    ),
)
