"""How far an occupation is from another in its skills: worked out once, because no query can
compare one occupation with all others fast enough.

The distance from A to B is the mean difference in level, whichever way, over the skills that both
have a level of, weighed by their importance in B: of ``|level in A - level in B|`` with the weight
``importance in B - 1``, so that a skill which is not important in B (importance 1) does not count.
"""

from __future__ import annotations

import polars as pl

NEAREST = 20
"""How many are kept of each occupation."""
SHARED = 0.5
"""Of all skills the part that two occupations must share to be compared."""
TO = " to"


def nearest(ratings: pl.DataFrame) -> pl.DataFrame:
    """The `NEAREST` occupations to each: `from`, `to`, `distance` (0 to 7, four digits), `shared`
    (over how many skills), `rank` (from 1).

    `ratings` has a row for each `occupation` and `element`: `level` (0 to 7) and `importance` (1 to
    5), null where there is none that may be used.
    """
    if ratings.is_empty():
        return pl.DataFrame()
    elements = sorted(ratings["element"].unique())
    has_level = pl.col("level").is_not_null()
    weighed = ratings.with_columns(weight=pl.when(has_level).then(pl.col("importance") - 1))
    wide = weighed.pivot("element", index="occupation", values=["level", "weight"]).lazy()
    pairs = wide.join(wide.select(pl.all().name.suffix(TO)), how="cross")
    weights = [_weight(element) for element in elements]
    differences = [_difference(e) * w for e, w in zip(elements, weights, strict=True)]
    compared = pairs.select(
        pl.col("occupation").alias("from"),
        pl.col(f"occupation{TO}").alias("to"),
        (pl.sum_horizontal(differences) / pl.sum_horizontal(weights)).round(4).alias("distance"),
        pl.sum_horizontal(weight.is_not_null() for weight in weights).alias("shared"),
    ).filter(
        pl.col("from") != pl.col("to"),
        pl.col("shared") >= SHARED * len(elements),
        pl.col("distance").is_not_nan(),
    )
    # The streaming engine makes the pairs, of which there are 800,000, a few at a time.
    ranked = compared.collect(engine="streaming").sort("from", "distance", "to")
    rank = (pl.int_range(pl.len()).over("from") + 1).alias("rank")
    return ranked.with_columns(rank).filter(rank <= NEAREST)


def _difference(element: str) -> pl.Expr:
    return (pl.col(f"level_{element}") - pl.col(f"level_{element}{TO}")).abs()


def _weight(element: str) -> pl.Expr:
    """The weight of a skill in the occupation that one moves to; null where it is not compared."""
    return pl.when(pl.col(f"level_{element}").is_not_null()).then(pl.col(f"weight_{element}{TO}"))
