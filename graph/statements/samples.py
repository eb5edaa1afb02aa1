"""What is remembered of each property while statements are read, so that nobody has to look for it
later: examples, all its values where they are few, and some of its links."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from graph.statements import text
from graph.statements.columns import IS_IRI, Columns
from graph.vocabulary import CETERMS

EXAMPLES = 3
"""Statements of each property and kind of object that are kept as examples."""
FEW = 60
"""Different resources that a property leads to, up to which all are kept."""
LINKS = 500
"""Links by a property that are kept, to tell where they lead."""


class Samples:
    """Examples, values, targets and links, by property, of the statements that it saw."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        # Properties and kinds of objects are their numbers.
        self._examples: dict[tuple[int, int], dict[str, str]] = {}
        self._values: dict[int, set[str]] = {}
        self._targets: dict[int, set[str]] = {}
        self._links: dict[int, list[tuple[int, int]]] = {}
        # What has all that it needs: most statements are passed over by these alone.
        self._with_examples: set[int] = set()
        self._with_many_values: set[int] = set()
        self._with_many_targets: set[int] = set()
        self._with_links: set[int] = set()

    def see(self, frame: pl.DataFrame) -> None:
        """Take what is still wanting from a block of statements (see `Columns.frame`)."""
        links = frame.select("property", "about", "value", "object", "kind").filter(kind=IS_IRI)
        self._see_examples(frame)
        self._see_values(links)
        self._see_targets(links)
        self._see_links(links)

    def examples(self, predicate: str, kind: str) -> dict[str, str]:
        """Up to `EXAMPLES` statements of a property, as {subject: value}, by the kind of their
        object: ``IRI``, a datatype, or of ``rdf:type`` the class."""
        return self._examples.get((self._columns.number(predicate), self._columns.number(kind)), {})

    def values(self, predicate: str) -> set[str]:
        """The resources that a property leads to; none where they are more than `FEW`."""
        found = self._values.get(self._columns.number(predicate), set())
        return found if len(found) <= FEW else set()

    def targets(self, predicate: str) -> set[str] | None:
        """What the alignment objects that a property leads to point at (`ceterms:targetNode`); none
        where that is more than `FEW`, None where it leads to no alignment object."""
        found = self._targets.get(self._columns.number(predicate))
        return found if found is None or len(found) <= FEW else set()

    def links(self) -> pl.DataFrame:
        """`property`, and the hashes of `subject` and `object`, of up to `LINKS` links of each."""
        name = self._columns.name
        rows = [(name(n), *pair) for n, pairs in self._links.items() for pair in pairs]
        schema = {"property": pl.String, "subject": pl.UInt64, "object": pl.UInt64}
        return pl.DataFrame(rows, schema, orient="row")

    def _see_examples(self, frame: pl.DataFrame) -> None:
        pair = pl.col("property").cast(pl.UInt64) * (1 << 32) + pl.col("kind")
        found = frame.select("property", "kind", "subject", "object", pair=pair)
        lacking = _lacking(found, "pair", self._with_examples)
        first = lacking.group_by("pair", maintain_order=True).head(EXAMPLES)
        subject, value = text.bare(pl.col("subject")), text.value(pl.col("object"))
        rows = first.select("pair", "property", "kind", subject, value).iter_rows()
        for number, property_, kind, about, said in rows:
            kept = self._examples.setdefault((property_, kind), {})
            if len(kept) < EXAMPLES:
                kept.setdefault(about, said)
            else:
                self._with_examples.add(number)

    def _see_values(self, links: pl.DataFrame) -> None:
        _keep_few(links, self._values, self._with_many_values)

    def _see_targets(self, links: pl.DataFrame) -> None:
        """An alignment object stands near what leads to it, since both are of one document: they
        are looked for in the same block."""
        pointing = links.filter(property=self._columns.number(CETERMS.targetNode)).select(
            "object", node="about", target="value"
        )
        leading = links.select("property", node="value").filter(
            pl.col("node").is_in(pointing["node"].implode())
        )
        found = leading.join(pointing, on="node").rename({"target": "value"})
        _keep_few(found, self._targets, self._with_many_targets)

    def _see_links(self, links: pl.DataFrame) -> None:
        lacking = _lacking(links, "property", self._with_links)
        first = lacking.group_by("property", maintain_order=True).head(LINKS)
        for number, about, value in first.select("property", "about", "value").iter_rows():
            kept = self._links.setdefault(number, [])
            if len(kept) < LINKS:
                kept.append((about, value))
            else:
                self._with_links.add(number)


def _keep_few(links: pl.DataFrame, kept: dict[int, set[str]], with_many: set[int]) -> None:
    """Keep the different IRIs in `object` (`value` is its number) of each property; one more than
    `FEW` of those that have more, which are then `with_many`."""
    lacking = _lacking(links, "property", with_many)
    different = lacking.unique(["property", "value"], maintain_order=True)
    few = different.group_by("property", maintain_order=True).head(FEW + 1)
    for number, value in few.select("property", text.bare(pl.col("object"))).iter_rows():
        values = kept.setdefault(number, set())
        if len(values) <= FEW:
            values.add(value)
        else:
            with_many.add(number)


def _lacking(statements: pl.DataFrame, column: str, complete: Collection[int]) -> pl.DataFrame:
    """Those of which not enough was seen."""
    done = pl.Series(list(complete), dtype=statements.schema[column])
    return statements.filter(~pl.col(column).is_in(done.implode()))
