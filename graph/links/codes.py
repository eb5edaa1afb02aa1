"""The codes that records declare for an occupation, a program of study or an industry.

Publishers say it in many shapes: the IRI itself; an alignment object with a `targetNode`, a
`codedNotation`, or both; a record (`ceterms:Occupation`) with a code of its own, pointed at from
either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import polars as pl

from graph.links.evidence import strongest
from graph.statements import Statements
from graph.vocabulary import CETERMS

READS = (CETERMS.targetNode, CETERMS.codedNotation)
CodeIn = Callable[[str], str | None]
"""The code that stands in a text, if any."""
Resolve = Callable[[str, bool], list[tuple[str, str, str]]]
"""For a code, and whether it stood in an authority's IRI: (IRI, method, confidence) of all that it
stands for; empty where it is unknown."""


def said(statements: Statements, via: str) -> pl.DataFrame:
    """Every value that may hold a code: `source`, `node` (what `via` points at), `value`, `rank`.

    The lower the rank, the sooner a value decides: 0 the node's own IRI, 1 its targetNode, 2 its
    codedNotation, 3 the code of a record that it points at, 4 and 5 what that record says by `via`.
    """
    pairs = statements.values(via).filter("is_iri").select(source="subject", node="value")
    nodes = pairs["node"].unique()
    targets = _of(statements, CETERMS.targetNode, nodes)
    records = pl.concat(
        [
            targets.filter("is_iri").select("node", record="value"),
            pl.select(node=nodes, record=nodes),
        ]
    )
    theirs = statements.values(via, records["record"].unique()).filter("is_iri")
    inner = records.join(theirs, left_on="record", right_on="subject").select("node", inner="value")
    found = [
        pl.select(node=nodes, value=nodes, rank=0),
        targets.select("node", "value", rank=1),
        _of(statements, CETERMS.codedNotation, nodes).select("node", "value", rank=2),
        _through(statements, CETERMS.codedNotation, records, "record", 3),
        _through(statements, CETERMS.targetNode, inner, "inner", 4),
        _through(statements, CETERMS.codedNotation, inner, "inner", 5),
    ]
    return pairs.join(pl.concat(found), on="node").with_columns(via=pl.lit(via))


def _of(statements: Statements, predicate: str, nodes: pl.Series) -> pl.DataFrame:
    return statements.values(predicate, nodes).rename({"subject": "node"})


def _through(
    statements: Statements, predicate: str, ways: pl.DataFrame, column: str, rank: int
) -> pl.DataFrame:
    """What the things in a column of `ways` say, for the nodes that lead to them."""
    values = statements.values(predicate, ways[column].unique())
    return ways.join(values, left_on=column, right_on="subject").select("node", "value", rank=rank)


def declared(values: pl.DataFrame, code_in: CodeIn) -> pl.DataFrame:
    """For each source and node the first value in which a code stands: `source`, `node`, `value`,
    `rank`, `via`, `code`."""
    different = values["value"].unique()
    rows = {"value": different, "code": [code_in(value) for value in different]}
    codes = pl.DataFrame(rows, {"value": pl.String, "code": pl.String}).drop_nulls()
    return (
        values.join(codes, on="value")
        .sort("source", "node", "rank", "value")
        .unique(["source", "node", "via"], keep="first", maintain_order=True)
    )


def links(
    found: pl.DataFrame, is_authority: pl.Expr, resolve: Resolve
) -> tuple[pl.DataFrame, dict[str, int]]:
    """The links of declared codes; and counts: of codes, and how many of them resolve by which
    method, or not at all.

    `is_authority`: whether a `value` is an IRI of those who keep the codes.
    """
    said_by = found.with_columns(from_iri=is_authority)
    rows = [
        (code, from_iri, *target)
        for code, from_iri in said_by.select("code", "from_iri").unique().iter_rows()
        for target in resolve(code, from_iri)
    ]
    columns = ("code", "from_iri", "target", "method", "confidence")
    schema = {name: pl.Boolean if name == "from_iri" else pl.String for name in columns}
    targets = pl.DataFrame(rows, schema, orient="row")
    resolved = said_by.join(targets, on=["code", "from_iri"], how="left")
    counts = Counter({"with a code": found.height})
    for method, count in resolved.unique(["source", "node", "via"]).group_by("method").len().rows():
        counts[method or "unknown code"] += count
    best = resolved.drop_nulls("target").rename({"value": "declared", "node": "derived_from"})
    made = strongest([best])
    return made, dict(counts) | {"links": made.height}


def unread(statements: Statements, via: str, found: pl.DataFrame) -> dict[str, int]:
    """How many values of `via` are only names, and how many have no code in them."""
    pairs = statements.values(via)
    named = pairs.filter(~pl.col("is_iri")).height
    return {"name only": named, "no code": pairs.height - named - found.height}
