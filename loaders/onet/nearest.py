"""Which occupations ask for much the same skills: worked out here, because no query can compare one
occupation with all others fast enough.

The distance of two occupations is the mean difference in level, whichever way, over the skills for
which both have a level that may be used: not suppressed, and relevant. Occupations that share less
than half of the skills are not compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from graph.vocabulary import CG
from loaders.onet.expressions import a, integer, number, term, triple
from loaders.onet.rating import flagged
from loaders.onet.table import SOC, Writing, occupation

SKILLS = ("Skills", "Essential Skills", "Transferable Skills")
"""The tables with the skills of a release: one to 30.2, two from 30.3."""
NEAREST = 20
"""How many are kept of each occupation."""
NEAR = "Near"


def nearest(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """(occupation, `NEAR`, Distance, Shared, Rank), of the rows of the tables in `SKILLS`."""
    rows = pl.concat(
        table.select(
            SOC, "Element ID", "Scale ID", "Data Value", "Recommend Suppress", "Not Relevant"
        )
        for table in tables
    )
    levels = rows.filter((pl.col("Scale ID") == "LV") & ~flagged()).with_columns(
        pl.col("Data Value").cast(pl.Float64)
    )
    if levels.is_empty():
        return pl.DataFrame()
    wide = levels.pivot("Element ID", index=SOC, values="Data Value").lazy()
    elements = sorted(levels["Element ID"].unique())
    both = wide.join(wide.select(pl.all().name.suffix(NEAR)), how="cross")
    differences = [(pl.col(name) - pl.col(f"{name}{NEAR}")).abs() for name in elements]
    compared = both.select(
        SOC,
        pl.col(f"{SOC}{NEAR}").alias(NEAR),
        pl.mean_horizontal(differences).round(4).alias("Distance"),
        pl.sum_horizontal(difference.is_not_null() for difference in differences).alias("Shared"),
    ).filter(pl.col(SOC) != pl.col(NEAR), 2 * pl.col("Shared") >= len(elements))
    # The streaming engine makes the pairs, of which there are 800,000, a few at a time.
    ranked = compared.collect(engine="streaming").sort(SOC, "Distance", NEAR)
    rank = (pl.int_range(pl.len()).over(SOC) + 1).alias("Rank")
    return ranked.with_columns(rank).filter(rank <= NEAREST).cast(pl.String)


def lines(writing: Writing) -> list[pl.Expr]:
    """What the rows of `nearest` say."""
    node = writing.iri("near", SOC, NEAR)
    return [
        *a(node, CG.NearOccupation),
        triple(node, CG.nearFrom, term(occupation())),
        triple(node, CG.nearTo, term(occupation(NEAR))),
        triple(node, CG.distance, number("Distance")),
        triple(node, CG.sharedSkills, integer("Shared")),
        triple(node, CG["rank"], integer("Rank")),
    ]
