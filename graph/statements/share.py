"""One share of a build's statements, as columns on disk: all that is said of some subjects."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

ROWS = {"subject": pl.UInt64, "property": pl.UInt32, "kind": pl.UInt32, "line": pl.UInt64}
KEPT = {"row": pl.UInt32, "subject": pl.String, "predicate": pl.String, "object": pl.String}
REFERENCES = {
    "row": pl.UInt32, "line": pl.UInt64, "predicate": pl.String, "target": pl.String,
}  # fmt: skip
_GROUP = 1 << 13
"""Rows that are read or passed over together; those kept are sorted by property."""


class Share:
    """A folder of Parquet files, some for each block of text that was read.

    - `rows`: each statement as numbers (see `graph.statements.statements`);
    - `kept`: the statements that steps ask for, as text;
    - `references`: statements about a Registry resource, in the share of that resource.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)

    def write(self, what: str, block: int, frame: pl.DataFrame) -> None:
        """Keep what one block of text gave; `what` is ``rows``, ``kept`` or ``references``."""
        if frame.height:
            frame.write_parquet(
                self._folder / f"{what}-{block:06}.parquet",
                compression="lz4",
                row_group_size=_GROUP if what == "kept" else None,
            )

    def rows(self) -> pl.DataFrame:
        """`subject`, `property`, `kind`, `line`: each statement once."""
        found = self._read("rows", ROWS).collect()
        again = found["line"].is_duplicated()
        if not again.any():
            return found
        return pl.concat([found.filter(~again), found.filter(again).unique(["subject", "line"])])

    def repeated(self) -> pl.Series:
        """The hashes of lines that stand in the text more than once."""
        lines = self._read("rows", ROWS).select("line").collect()["line"]
        return lines.filter(lines.is_duplicated()).unique()

    def count(self) -> int:
        """How many different statements there are."""
        return self.rows().height

    def kept(self, wanted: pl.Expr, about: pl.Series | None = None) -> pl.DataFrame:
        """`row`, `subject`, `predicate`, `object` of the kept statements that are wanted; `about`:
        only those of these subjects."""
        found = self._read("kept", KEPT).filter(wanted)
        if about is not None:
            found = found.join(pl.LazyFrame({"subject": about}), on="subject", how="semi")
        return found.collect().unique(
            ["subject", "predicate", "object"], keep="first", maintain_order=True
        )

    def references(self) -> pl.DataFrame:
        """`row`, `predicate` and `target` (an IRI) of every statement about a Registry resource,
        each once; and whether the target `is_here`: whether anything is said of it."""
        subjects = self._read("rows", ROWS).select("subject").unique().collect()["subject"]
        found = self._read("references", REFERENCES).collect()
        once = found.unique("line", keep="first", maintain_order=True).drop("line")
        return once.with_columns(is_here=pl.col("target").hash().is_in(subjects.implode()))

    def _read(self, what: str, schema: Mapping[str, type[pl.DataType]]) -> pl.LazyFrame:
        files = sorted(self._folder.glob(f"{what}-*.parquet"))
        return pl.scan_parquet(files) if files else pl.LazyFrame(schema=schema)
