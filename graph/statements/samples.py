"""What is remembered of each property while statements are read, so that nobody has to look for it
later: examples, all its values where they are few, and some of its links."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from graph.statements import text
from graph.vocabulary import CETERMS

EXAMPLES = 3
"""Statements of each property and kind of object that are kept as examples."""
FEW = 60
"""Different resources that a property leads to, up to which all are kept."""
LINKS = 500
"""Links by a property that are kept, to tell where they lead."""


class Samples:
    """Examples, values, targets and links, by property, of the statements that it saw."""

    def __init__(self) -> None:
        self._examples: dict[tuple[str, str], dict[str, str]] = {}
        self._values: dict[str, set[str]] = {}
        self._targets: dict[str, set[str]] = {}
        self._links: dict[str, list[tuple[int, int]]] = {}
        # What has all that it needs, as numbers: most statements are passed over by these alone.
        self._with_examples: set[int] = set()
        self._with_many_values: set[int] = set()
        self._with_many_targets: set[int] = set()
        self._with_links: set[int] = set()

    def see(self, terms: pl.DataFrame, numbers: pl.DataFrame) -> None:
        """Take what is still wanting from a block of statements.

        `terms`: see `text.frame`; `numbers`: the hash of each `subject`, and a number each for the
        `property` and the `kind` of object.
        """
        both = terms.select("predicate", "kind", "object", term="subject").hstack(
            numbers.select("subject", "property", of_kind="kind")
        )
        both = both.with_columns(
            pair=pl.col("property").cast(pl.UInt64) * (1 << 32) + pl.col("of_kind")
        )
        self._see_examples(_lacking(both, "pair", self._with_examples))
        links = both.filter(kind=text.IRI)
        self._see_values(_lacking(links, "property", self._with_many_values))
        self._see_targets(_lacking(links, "property", self._with_many_targets), links)
        self._see_links(_lacking(links, "property", self._with_links))

    def examples(self, predicate: str, kind: str) -> dict[str, str]:
        """Up to `EXAMPLES` statements of a property, as {subject: value}, by the kind of their
        object: ``IRI``, a datatype, or of ``rdf:type`` the class."""
        return self._examples.get((predicate, kind), {})

    def values(self, predicate: str) -> set[str]:
        """The resources that a property leads to; none where they are more than `FEW`."""
        found = self._values.get(predicate, set())
        return found if len(found) <= FEW else set()

    def targets(self, predicate: str) -> set[str] | None:
        """What the alignment objects that a property leads to point at (`ceterms:targetNode`); none
        where that is more than `FEW`, None where it leads to no alignment object."""
        found = self._targets.get(predicate)
        return found if found is None or len(found) <= FEW else set()

    def links(self) -> pl.DataFrame:
        """`property`, and the hashes of `subject` and `object`, of up to `LINKS` links of each."""
        rows = [(name, *pair) for name, pairs in self._links.items() for pair in pairs]
        schema = {"property": pl.String, "subject": pl.UInt64, "object": pl.UInt64}
        return pl.DataFrame(rows, schema, orient="row")

    def _see_examples(self, lacking: pl.DataFrame) -> None:
        first = lacking.group_by("pair", maintain_order=True).head(EXAMPLES)
        rows = first.select("pair", "predicate", "kind", "term", text.value(pl.col("object")))
        for pair, predicate, kind, subject, value in rows.iter_rows():
            kept = self._examples.setdefault((predicate, kind), {})
            if len(kept) < EXAMPLES:
                kept.setdefault(subject, value)
            else:
                self._with_examples.add(pair)

    def _see_values(self, lacking: pl.DataFrame) -> None:
        _keep_few(lacking, self._values, self._with_many_values)

    def _see_targets(self, lacking: pl.DataFrame, links: pl.DataFrame) -> None:
        """An alignment object stands near what leads to it, since both are of one document: they
        are looked for in the same block."""
        pointing = links.filter(predicate=CETERMS.targetNode).select(
            "object", node=pl.col("subject")
        )
        leading = lacking.select("property", "predicate", node=text.bare(pl.col("object")).hash())
        _keep_few(leading.join(pointing, on="node"), self._targets, self._with_many_targets)

    def _see_links(self, lacking: pl.DataFrame) -> None:
        first = lacking.group_by("property", maintain_order=True).head(LINKS)
        target = text.bare(pl.col("object")).hash()
        for number, predicate, subject, value in first.select(
            "property", "predicate", "subject", target
        ).iter_rows():
            kept = self._links.setdefault(predicate, [])
            if len(kept) < LINKS:
                kept.append((subject, value))
            else:
                self._with_links.add(number)


def _keep_few(found: pl.DataFrame, kept: dict[str, set[str]], with_many: set[int]) -> None:
    """Keep the different IRIs in `object` of each property; one more than `FEW` of those that have
    more, which are then `with_many`."""
    different = found.unique(["property", "object"], maintain_order=True)
    rows = different.select("property", "predicate", text.bare(pl.col("object")))
    for number, predicate, value in (
        rows.group_by("property", maintain_order=True).head(FEW + 1).iter_rows()
    ):
        values = kept.setdefault(predicate, set())
        if len(values) <= FEW:
            values.add(value)
        else:
            with_many.add(number)


def _lacking(statements: pl.DataFrame, column: str, complete: Collection[int]) -> pl.DataFrame:
    """Those of which not enough was seen."""
    done = pl.Series(list(complete), dtype=statements.schema[column])
    return statements.filter(~pl.col(column).is_in(done.implode()))
