"""Ids of work activities of releases to 30.2, in later releases.

Release 30.3 gave every intermediate and detailed activity a new id (``4.A.1.a.1.I01.D01`` became
one like ``4.A.1.a.1.b.2``), and others still use the old ones. An old and a new activity are one if
they are of the same kind, stand under the same element, and have the same title: no two activities
of a release have all three in common.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from loaders.onet.table import ELEMENTS
from loaders.onet.tables.activities import DETAILED, FROM_30_3, INTERMEDIATE
from loaders.onet.tables.content_model import DETAILED_ID, INTERMEDIATE_ID

_OLD_ID = r"^4\.A\.\d+\.[a-z]\.\d+\.I\d+(\.D\d+)?$"
_OLD_DETAILED_ID = r"\.D\d+$"
_ABOVE = r"^(4\.A\.\d+\.[a-z]\.\d+)\."
_TITLES = {
    ELEMENTS: "Element Name",
    FROM_30_3[INTERMEDIATE]: "IWA Title",
    FROM_30_3[DETAILED]: "DWA Title",
}
"""The tables with new ids in their first column, and the column with the title."""
_SAME = ["Above", "Detailed", "Title"]


def with_new_ids(rows: pl.DataFrame, known: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """`rows` (``Notation``, ``Title``), with new ids for the old ones of activities that the
    `known` tables have under a new one."""
    notation = pl.col("Notation")
    asked = rows.with_columns(
        pl.when(notation.str.contains(_OLD_ID)).then(notation.str.extract(_ABOVE)).alias("Above"),
        notation.str.contains(_OLD_DETAILED_ID).alias("Detailed"),
    )
    found = asked.join(_activities(known), on=_SAME, how="left", maintain_order="left")
    new = found.with_columns(pl.coalesce("New", "Notation").alias("Notation"))
    return new.select(rows.columns)


def _activities(known: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The activities that have new ids: ``New``, and what makes an old one the same."""
    new, empty = pl.col("New"), pl.DataFrame(schema={"New": pl.String, "Title": pl.String})
    tables = [
        known[name].select(pl.nth(0).alias("New"), pl.col(title).alias("Title"))
        for name, title in _TITLES.items()
        if name in known
    ]
    detailed = new.str.contains(DETAILED_ID)
    return (
        pl.concat([empty, *tables])
        .filter(detailed | new.str.contains(INTERMEDIATE_ID))
        .unique("New", keep="first", maintain_order=True)
        .with_columns(new.str.extract(_ABOVE).alias("Above"), detailed.alias("Detailed"))
        .unique(_SAME, keep="none")
    )
