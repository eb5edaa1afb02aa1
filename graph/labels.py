"""One `rdfs:label` for every named resource: the best name it has, English first."""

from __future__ import annotations

import polars as pl

from graph.builds.run import Workspace
from graph.statements import text
from graph.vocabulary import CEASN, CETERMS, DCT, RDFS, SCHEMA, SKOS

NAMES = (
    SKOS.prefLabel,
    CETERMS.name,
    CEASN.name,
    CEASN.competencyLabel,
    CEASN.competencyText,
    SCHEMA.name,
    CETERMS.targetNodeName,
    CETERMS.frameworkName,
    DCT.title,
)
"""The properties that name a resource, best first."""
READS = (*NAMES, RDFS.label)
"""The properties whose statements the step reads."""
_BLANK = r'^"(\s|\\[tnr])*"'


def label(workspace: Workspace) -> dict[str, int]:
    """Write a label for each resource that has a name and no label; says how many."""
    written = 0
    for share in workspace.statements.shares():
        lines = missing_labels(share.kept(READS).rename({"asked": "predicate"}))
        workspace.statements.append(lines)
        written += len(lines)
    return {"written": written}


def missing_labels(names: pl.DataFrame) -> pl.Series:
    """N-Triples lines with a label for each resource that has a name and no label yet.

    `names`: `subject`, `predicate` and `object` of all statements with a property of `READS`.
    """
    term, predicate = pl.col("object"), pl.col("predicate")
    has_label = names.filter(predicate == RDFS.label)
    language = pl.coalesce(text.language(term), pl.lit(""))
    best = (
        names.filter(predicate != RDFS.label, text.is_text(term), ~term.str.contains(_BLANK))
        .join(has_label, on="subject", how="anti")
        .with_columns(
            rank=predicate.replace_strict(NAMES, range(len(NAMES)), return_dtype=pl.UInt8),
            foreign=pl.when(language.str.starts_with("en"))
            .then(0)
            .when(language == "")
            .then(1)
            .otherwise(2),
        )
        .sort("rank", "foreign", "object")
        .unique("subject", keep="first", maintain_order=True)
    )
    return best.select(text.line("subject", RDFS.label, "object"))["line"]
