"""The codes that records declare for an occupation, a program of study or an industry.

Publishers say it in many shapes: the IRI itself; an alignment object with a `targetNode`, a
`codedNotation`, or both; a record (`ceterms:Occupation`) with a code of its own, pointed at from
either.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from graph.statements import Statements
from graph.vocabulary import CETERMS

READS = (CETERMS.targetNode, CETERMS.codedNotation)
CodeIn = Callable[[str], str | None]
"""The code that stands in a text, if any."""


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
    return pairs.join(pl.concat(found), on="node")


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
    `rank`, `code`."""
    different = values["value"].unique()
    codes = pl.DataFrame(
        {"value": different, "code": [code_in(v) for v in different]},
        schema={"value": pl.String, "code": pl.String},
    )
    found = values.join(codes.drop_nulls(), on="value")
    return found.sort("source", "node", "rank", "value").unique(
        ["source", "node"], keep="first", maintain_order=True
    )
