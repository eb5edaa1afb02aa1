"""The statements of a build that is being made.

A build is text until its last steps: loaders and steps append N-Triples, and what follows from
them (labels, links, counts) is worked out from columns, in shares, so that memory stays bounded.
The engine is given everything once, at the end: asking it while the graph grows costs several
times as much.

A statement in columns is four numbers: the hash of its subject, its property, the kind of its
object (for ``rdf:type`` the class), and the identity of the whole line. 64 bits keep the statements
of the whole Registry apart, and a build's last check compares the count with the engine's. Of the
properties that steps ask for, the terms themselves are kept beside.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import polars as pl

from graph.statements import text
from graph.statements.share import Share
from graph.vocabulary import RDF_TYPE

TRIPLES = "public.nt"
EXAMPLES = 3
"""How many statements of each property and kind of object are kept as examples."""

SHARE = 512 << 20
"""Bytes of text for each share; counting one takes about as much memory."""
_REGISTRY = "credentialengineregistry.org/resources/"


class Statements:
    """The statements in a folder. `text` is the file that loaders and steps append to.

    `keep`: the properties that will be asked for, and the classes whose instances will be.
    """

    def __init__(self, folder: Path, keep: Collection[str] = ()) -> None:
        self.text = folder / TRIPLES
        self._columns = folder / "columns"
        self._keep = frozenset(keep)
        self._shares: list[Share] = []
        self._numbers: dict[str, int] = {}
        self._examples: dict[tuple[str, str], dict[str, str]] = {}
        self._bytes = self._rows = self._blocks = 0

    def append(self, lines: Iterable[str]) -> None:
        """Append N-Triples lines to the text."""
        with self.text.open("ab") as file:
            file.writelines(line.encode() for line in lines)

    # --- asking

    def of(self, *predicates: str, about: pl.Series | None = None) -> pl.DataFrame:
        """`subject` and `predicate` (IRIs) and `object` (an N-Triples term) of every statement with
        one of these properties, each once, in the order in which they were written; `about`: only
        those of these subjects."""
        self._check(predicates)
        return self._kept(pl.col("predicate").is_in(predicates), about)

    def values(self, predicate: str, about: pl.Series | None = None) -> pl.DataFrame:
        """`subject`, `value` (an IRI or a lexical form) and `is_iri` of a property's statements."""
        term = pl.col("object")
        found = self.of(predicate, about=about)
        return found.select("subject", value=text.value(term), is_iri=text.is_iri(term))

    def instances(self, kind: str, about: pl.Series | None = None) -> pl.DataFrame:
        """The statements that something is of a class, as `of` gives those of a property."""
        self._check([kind])
        is_kind = (pl.col("predicate") == RDF_TYPE) & (pl.col("object") == f"<{kind}>")
        return self._kept(is_kind, about)

    def shares(self) -> list[Share]:
        """The statements in shares: all statements of one subject are in the same."""
        self._catch_up()
        return self._shares

    def count(self) -> int:
        """How many different statements there are."""
        return sum(share.count() for share in self.shares())

    def names(self) -> list[str]:
        """The properties, classes and kinds of objects that are numbers in `Share.rows`."""
        self._catch_up()
        return list(self._numbers)

    def examples(self, predicate: str, kind: str) -> dict[str, str]:
        """Up to `EXAMPLES` statements of a property, as {subject: value}, by the kind of their
        object: ``IRI``, a datatype, or of ``rdf:type`` the class."""
        self._catch_up()
        return self._examples.get((predicate, kind), {})

    def unique_text(self) -> Iterator[bytes]:
        """The text in blocks of lines, with each statement once."""
        repeated = pl.concat([share.repeated() for share in self.shares()])
        seen: set[int] = set()
        for block in text.blocks(self.text):
            yield text.without_repeated(block, repeated, seen) if len(repeated) else block

    def close(self) -> None:
        """Remove the text and its columns; what they held is in the store."""
        shutil.rmtree(self._columns, ignore_errors=True)
        self.text.unlink(missing_ok=True)

    def _kept(self, wanted: pl.Expr, about: pl.Series | None = None) -> pl.DataFrame:
        found = pl.concat([share.kept(wanted, about) for share in self.shares()])
        return found.sort("row").drop("row")

    def _check(self, names: Collection[str]) -> None:
        if unknown := set(names) - self._keep:
            raise KeyError(f"statements that no step declared to read: {sorted(unknown)}")

    # --- from text to columns

    def _catch_up(self) -> None:
        """Read what was appended since the last time."""
        size = self.text.stat().st_size if self.text.exists() else 0
        if not self._shares:
            folders = (self._columns / str(n) for n in range(1 + size // SHARE))
            self._shares = [Share(folder) for folder in folders]
        for frame in text.frames(self.text, self._bytes) if size > self._bytes else ():
            self._enter(frame.with_row_index("row", self._rows))
        self._bytes = size

    def _enter(self, terms: pl.DataFrame) -> None:
        """Write the columns of a block of statements (see `text.frame`)."""
        self._keep_examples(terms)
        self._write("rows", self._as_numbers(terms), pl.col("subject"))
        self._write("kept", self._asked_for(terms), pl.col("subject").hash())
        self._write("references", _references(terms), pl.col("target").hash())
        self._rows += terms.height
        self._blocks += 1

    def _write(self, what: str, frame: pl.DataFrame, key: pl.Expr) -> None:
        shares = frame.with_columns(share=key % len(self._shares))
        for (number,), part in shares.partition_by(
            "share", as_dict=True, include_key=False
        ).items():
            self._shares[number].write(what, self._blocks, part)

    def _as_numbers(self, terms: pl.DataFrame) -> pl.DataFrame:
        return terms.select(
            pl.col("subject").hash(),
            self._numbered(terms["predicate"]).alias("property"),
            self._numbered(terms["kind"]).alias("kind"),
            pl.col("identity").alias("line"),
        )

    def _asked_for(self, terms: pl.DataFrame) -> pl.DataFrame:
        is_kind = (pl.col("predicate") == RDF_TYPE) & pl.col("kind").is_in(self._keep)
        asked = terms.filter(pl.col("predicate").is_in(self._keep) | is_kind)
        return asked.select("row", "subject", "predicate", "object").sort("predicate", "row")

    def _numbered(self, names: pl.Series) -> pl.Series:
        for name in names.unique(maintain_order=True):
            self._numbers.setdefault(name, len(self._numbers))
        return names.replace_strict(self._numbers, return_dtype=pl.UInt32)

    def _keep_examples(self, terms: pl.DataFrame) -> None:
        first = terms.group_by("predicate", "kind", maintain_order=True).head(EXAMPLES)
        values = first.select("predicate", "kind", "subject", text.value(pl.col("object")))
        for predicate, kind, subject, value in values.iter_rows():
            kept = self._examples.setdefault((predicate, kind), {})
            if len(kept) < EXAMPLES:
                kept.setdefault(subject, value)


def _references(terms: pl.DataFrame) -> pl.DataFrame:
    """The statements whose object is a Registry resource."""
    is_registry = text.is_iri(pl.col("object")) & pl.col("object").str.contains(
        _REGISTRY, literal=True
    )
    found = terms.filter(is_registry)
    return found.select("row", "predicate", line="identity", target=text.bare(pl.col("object")))
