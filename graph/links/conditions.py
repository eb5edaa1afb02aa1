"""What condition profiles and alignment objects lead to, one hop from the record that has them."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from graph.iris import OF_REGISTRY
from graph.links import records
from graph.statements import Statements, text
from graph.vocabulary import CETERMS, CG, SCHEMA

ALIGNMENT_TARGETS = (CG.target, SCHEMA.targetUrl)
"""What an alignment of a badge points at."""
READS = (
    *records.READS,
    *ALIGNMENT_TARGETS,
    CETERMS.ConditionManifest,
    CETERMS.alternativeCondition,
    CETERMS.commonConditions,
    CETERMS.targetNode,
)
_MAX_ALTERNATIVES = 3
"""How deep alternatives within alternatives are read."""


def pointed_at(statements: Statements, properties: Collection[str]) -> pl.DataFrame:
    """`source`, `via`, `node`: what records lead to by some properties."""
    term = pl.col("object")
    found = statements.of(*properties).filter(text.is_iri(term))
    return found.select(source="subject", via="predicate", node=text.bare(term))


def asked_for(statements: Statements, ways: pl.DataFrame, targets: Collection[str]) -> pl.DataFrame:
    """What the conditions in `ways` (see `pointed_at`) ask for: `source`, `via`, `node` (the
    condition), `target`, and whether it is only an alternative (`is_alternative`)."""
    asked = pointed_at(statements, targets).select(node="source", target="node")
    inner = pointed_at(statements, [CETERMS.alternativeCondition])
    inner = inner.select(node="source", alternative="node")
    level = ways.with_columns(is_alternative=pl.lit(False))
    found = []
    for _ in range(_MAX_ALTERNATIVES):
        found.append(level.join(asked, on="node"))
        level = level.join(inner, on="node").select(
            "source", "via", node="alternative", is_alternative=pl.lit(True)
        )
    return pl.concat(found)


def by_manifests(statements: Statements, ways: pl.DataFrame) -> pl.DataFrame:
    """The `ways` (see `pointed_at`) of condition manifests as those of each record whose
    `commonConditions` they are; all others as they are."""
    manifests = statements.instances(CETERMS.ConditionManifest)["subject"].implode()
    common = pointed_at(statements, [CETERMS.commonConditions])
    common = common.select(source="node", record="source")
    theirs = ways.join(common, on="source").select("via", "node", source="record")
    own = ways.filter(~pl.col("source").is_in(manifests))
    return pl.concat([own, theirs.select(own.columns)]).unique(maintain_order=True)


def aligned(statements: Statements, found: pl.DataFrame) -> pl.DataFrame:
    """With the `targetNode` in place of each `target` that is an alignment object."""
    nodes = statements.values(CETERMS.targetNode, found["target"].unique()).filter("is_iri")
    inner = found.join(nodes, left_on="target", right_on="subject", how="left")
    return inner.with_columns(target=pl.coalesce("value", "target")).drop("value", "is_iri")


def of_records(statements: Statements, found: pl.DataFrame) -> pl.DataFrame:
    """Only what leads to a record: something loaded, or a resource of the Registry."""
    known = records.records(statements)["source"]
    is_record = pl.col("target").is_in(known.implode())
    return found.filter(is_record | pl.col("target").str.contains(f"^{OF_REGISTRY}"))
