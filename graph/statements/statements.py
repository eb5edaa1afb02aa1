"""The statements of a build that is being made.

A build is text until its last steps: loaders and steps append N-Triples, and what follows from
them (labels, links, counts) is worked out from columns, in shares, so that memory stays bounded.
The engine is given the text and asked nothing while the graph grows: that would cost several times
as much. The text is in parts, so that the engine can take one while the next is being written.

A statement in columns is five numbers: its place in the text, the hash of its subject, its
property, the kind of its object (for ``rdf:type`` the class), and one for the whole, made of those
of its terms. 64 bits keep the statements of the whole Registry apart, and a build's last check
compares the count with the engine's. Of the properties that steps ask for, the terms themselves are
kept beside.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from graph.iris import OF_REGISTRY
from graph.statements import text
from graph.statements.columns import IS_IRI, Columns
from graph.statements.samples import Samples
from graph.statements.share import Share
from graph.vocabulary import RDF_TYPE

SHARE = 256 << 20
"""Bytes of text for each share; counting one takes about as much memory."""
_TOGETHER = 8
"""Blocks of text whose columns are written together."""


class Statements:
    """The statements in a folder. `parts` are the files of its text; to the last, `text`, loaders
    and steps append.

    `keep`: the properties that will be asked for, and the classes whose instances will be.
    """

    def __init__(self, folder: Path, keep: Collection[str] = ()) -> None:
        self._folder = folder / "statements"
        self._folder.mkdir()
        self.parts: list[Path] = []
        self._told_parts = 0
        self._begin_part()
        self._keep = frozenset(keep)
        self._shares: list[Share] = []
        self._columns = Columns()
        self._names: list[str] = []
        self._samples = Samples(self._columns)
        self._read_parts = self._read = 0  # parts that were read, and bytes of the one after them
        self._rows = self._groups = 0

    @property
    def text(self) -> Path:
        """The part that is being written."""
        return self.parts[-1]

    def finished(self) -> list[Path]:
        """The parts that were finished since the last time: they stay as they are. What is written
        from now on goes to a new one."""
        self._end_part()
        found = self.parts[self._told_parts : -1]
        self._told_parts += len(found)
        return found

    def adopt(self, file: Path) -> None:
        """Make a file of N-Triples lines a part of the text, after what was written so far."""
        self._end_part()
        self.text.unlink()  # a file that takes another's place is first written to the disk
        file.rename(self.text)
        self._begin_part()

    def append(self, lines: Iterable[str]) -> None:
        """Append N-Triples lines to the text."""
        with self.text.open("ab") as file:
            file.writelines(line.encode() for line in lines)

    # --- asking

    def of(self, *predicates: str, about: pl.Series | None = None) -> pl.DataFrame:
        """`subject` and `predicate` (IRIs) and `object` (an N-Triples term) of every statement with
        one of these properties, each once, in the order in which they were written; `about`: only
        those of these subjects."""
        return self._kept(predicates, about).rename({"asked": "predicate"})

    def values(self, predicate: str, about: pl.Series | None = None) -> pl.DataFrame:
        """`subject`, `value` (an IRI or a lexical form) and `is_iri` of a property's statements."""
        term = pl.col("object")
        found = self.of(predicate, about=about)
        return found.select("subject", value=text.value(term), is_iri=text.is_iri(term))

    def instances(self, kind: str, about: pl.Series | None = None) -> pl.DataFrame:
        """The statements that something is of a class, as `of` gives those of a property."""
        found = self._kept([kind], about)
        return found.select("subject", predicate=pl.lit(RDF_TYPE), object="object")

    def shares(self) -> list[Share]:
        """The statements in shares: all statements of one subject are in the same."""
        self._catch_up()
        return self._shares

    def names(self) -> list[str]:
        """The properties, classes and kinds of objects that are numbers in `Share.rows`."""
        self._catch_up()
        return self._names

    def samples(self) -> Samples:
        """Examples, values and links of each property."""
        self._catch_up()
        return self._samples

    def distinct_objects(self) -> int:
        """How many different terms are the object of a statement."""
        return sum(share.distinct_objects() for share in self.shares())

    def unique_text(self) -> Iterator[bytes]:
        """The text in blocks of lines, with each statement once."""
        repeated = pl.concat([share.repeated() for share in self.shares()]).sort()
        first = passed = 0
        for part in self.parts:
            for block in text.blocks(part):
                last = first + block.count(b"\n")
                here = repeated[passed : repeated.search_sorted(last)]
                yield text.without(block, here - first) if len(here) else block
                first, passed = last, passed + len(here)

    def close(self) -> None:
        """Remove the text and its columns; what they held is in the store."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _kept(self, asked: Collection[str], about: pl.Series | None) -> pl.DataFrame:
        if unknown := set(asked) - self._keep:
            raise KeyError(f"statements that no step declared to read: {sorted(unknown)}")
        found = pl.concat([share.kept(asked, about) for share in self.shares()])
        return found.sort("row").drop("row")

    # --- from text to columns

    def _end_part(self) -> None:
        if self.text.stat().st_size:
            self._begin_part()

    def _begin_part(self) -> None:
        path = self._folder / f"{len(self.parts)}.nt"
        path.touch()
        self.parts.append(path)

    def _catch_up(self) -> None:
        """Read what was appended since the last time."""
        if not self._shares:
            size = sum(part.stat().st_size for part in self.parts)
            folders = (self._folder / str(n) for n in range(1 + size // SHARE))
            self._shares = [Share(folder, self._names) for folder in folders]
        before = self._groups
        frames = self._columns.frames(self._unread())
        while together := list(islice(frames, _TOGETHER)):
            self._enter(together)
        self._names[:] = self._columns.names()  # the shares have this list, too
        self._read_parts, self._read = len(self.parts) - 1, self.text.stat().st_size
        if self._groups > before:
            for share in self._shares:
                share.settle()

    def _unread(self) -> Iterator[bytes]:
        start = self._read
        for part in self.parts[self._read_parts :]:
            yield from text.blocks(part, start)
            start = 0

    def _enter(self, blocks: Iterable[pl.DataFrame]) -> None:
        """Write the columns of some blocks of statements (see `Columns.frame`)."""
        columns: dict[str, list[pl.DataFrame]] = {
            "rows": [], "kept": [], "references": [], "objects": [],
        }  # fmt: skip
        for block in blocks:
            self._samples.see(block)
            frame = block.with_row_index("row", self._rows)
            columns["rows"].append(_numbers(frame))
            columns["kept"].append(self._asked_for(frame))
            columns["references"].append(self._references(frame))
            columns["objects"].append(_objects(frame))
            self._rows += frame.height
        for what, frames in columns.items():
            self._write(what, pl.concat(frames))
        self._groups += 1

    def _write(self, what: str, frame: pl.DataFrame) -> None:
        """Write each row of a frame to the share that its `share` leads to."""
        shares = frame.with_columns(pl.col("share") % len(self._shares))
        for (number,), part in shares.partition_by(
            "share", as_dict=True, include_key=False
        ).items():
            self._shares[number].write(what, self._groups, part)

    def _asked_for(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns of `Share.kept`, and `share`: the statements that steps ask for."""
        asked = self._columns.numbers(self._keep).implode()
        by_property = pl.col("property").is_in(asked)
        by_class = self._columns.is_type & pl.col("kind").is_in(asked)
        return (
            frame.filter(by_property | by_class)
            .select(
                "row",
                "line",
                text.bare(pl.col("subject")),
                pl.when(by_property).then("property").otherwise("kind").alias("asked"),
                "object",
                share="about",
            )
            .sort("asked", maintain_order=True)
        )

    def _references(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns of `Share.references`, and `share`: what leads to a Registry resource."""
        links = frame.filter(self._columns.is_type | (pl.col("kind") == IS_IRI))
        found = links.filter(pl.col("object").str.contains(f"^<{OF_REGISTRY}"))
        target = text.bare(pl.col("object"))
        return found.select("row", "line", "property", "value", target=target, share="value")


def _numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of `Share.rows`, and `share`."""
    subject = pl.col("about").alias("subject")
    return frame.select("row", subject, "property", "kind", "line", share="about")


def _objects(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of `Share.objects`, and `share`."""
    values = frame["value"].unique()
    return pl.DataFrame({"value": values, "share": values})
