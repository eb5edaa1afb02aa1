"""One share of a build's statements, as columns on disk: all that is said of some subjects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import polars as pl

ROWS = {
    "row": pl.UInt32, "subject": pl.UInt64, "property": pl.UInt32, "kind": pl.UInt32,
    "line": pl.UInt64,
}  # fmt: skip
KEPT = {
    "row": pl.UInt32, "line": pl.UInt64, "subject": pl.String, "asked": pl.UInt32,
    "object": pl.String,
}  # fmt: skip
REFERENCES = {
    "row": pl.UInt32, "line": pl.UInt64, "property": pl.UInt32, "value": pl.UInt64,
    "target": pl.String,
}  # fmt: skip
OBJECTS = {"value": pl.UInt64}
_GROUP = 1 << 13
"""Rows that are read or passed over together; those kept are sorted by what asks for them."""
_MANY = 8
"""Files of a share that are opened for each question before they are made one."""


class Share:
    """A folder of Parquet files, some for each stretch of text that was read.

    - `rows`: each statement as numbers (see `graph.statements.statements`);
    - `kept`: the statements that steps ask for, as text, and the property or class that is `asked`;
    - `references`: statements about a Registry resource, in the share of that resource;
    - `objects`: the hashes of objects, each in one share.

    Properties and classes are numbers there: their places in `names`.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._folder, self._names = folder, names
        folder.mkdir(parents=True)

    def write(self, what: str, stretch: int, frame: pl.DataFrame) -> None:
        """Keep what one stretch of text gave; `what` is ``rows``, ``kept``, ``references`` or
        ``objects``."""
        if frame.height:
            frame.write_parquet(
                self._folder / f"{what}-{stretch:06}.parquet",
                compression="lz4",
                row_group_size=_GROUP if what == "kept" else None,
            )

    def settle(self) -> None:
        """Make one file of those that hold what steps ask for, if there are many: each question
        would open all of them."""
        files = sorted(self._folder.glob("kept-*"))
        if len(files) > _MANY:
            whole = pl.read_parquet(files).sort("asked", maintain_order=True)
            for file in files:
                file.unlink()
            self.write("kept", 0, whole)

    def rows(self) -> pl.DataFrame:
        """`row`, `subject`, `property`, `kind`, `line`: each statement once."""
        found = self._read("rows", ROWS).collect()
        return found.filter(~pl.int_range(pl.len()).is_in(_again(found["line"]).implode()))

    def repeated(self) -> pl.Series:
        """The rows of statements that stand in the text before."""
        found = self._read("rows", ROWS).select("row", "line").collect()
        return found["row"].gather(_again(found["line"]))

    def kept(self, asked: Collection[str], about: pl.Series | None = None) -> pl.DataFrame:
        """`row`, `subject`, `asked` (which of them) and `object` of the statements of properties
        and classes; `about`: only those of these subjects."""
        numbers = [number for number, name in enumerate(self._names) if name in asked]
        found = self._read("kept", KEPT).filter(pl.col("asked").is_in(numbers))
        if about is not None:
            found = found.join(pl.LazyFrame({"subject": about}), on="subject", how="semi")
        once = found.collect().unique("line", keep="first", maintain_order=True).drop("line")
        return once.with_columns(self._named("asked"))

    def references(self) -> pl.DataFrame:
        """`row`, `property` and `target` (IRIs) of every statement about a Registry resource, each
        once; and whether the target `is_here`: whether anything is said of it."""
        rows = self._read("rows", ROWS)
        subjects = rows.select("subject").unique().collect(engine="streaming")["subject"]
        found = self._read("references", REFERENCES).collect()
        once = found.unique("line", keep="first", maintain_order=True)
        is_here = pl.col("value").is_in(subjects.implode())
        return once.select("row", self._named("property"), "target", is_here=is_here)

    def distinct_objects(self) -> int:
        """How many different objects are in this share."""
        return self._read("objects", OBJECTS).collect()["value"].n_unique()

    def _named(self, column: str) -> pl.Expr:
        """The names that the numbers of a column stand for."""
        return pl.lit(pl.Series(self._names, dtype=pl.String)).gather(pl.col(column)).alias(column)

    def _read(self, what: str, schema: Mapping[str, type[pl.DataType]]) -> pl.LazyFrame:
        files = sorted(self._folder.glob(f"{what}-*.parquet"))
        return pl.scan_parquet(files) if files else pl.LazyFrame(schema=schema)


def _again(lines: pl.Series) -> pl.Series:
    """The places of lines that stand before; `lines` are in the order of the text. Few do, so they
    are looked for among neighbours in order of their hashes."""
    ordered = lines.sort()
    several = ordered.filter(ordered == ordered.shift())
    places = lines.is_in(several.implode()).arg_true()
    return places.filter(~lines.gather(places).is_first_distinct())
