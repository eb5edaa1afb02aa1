"""The step that writes the full-text index."""

from __future__ import annotations

import polars as pl
import tantivy

from graph.builds.run import Workspace
from graph.search.schema import FOLDER, LABELS, NAMES, TEXTS, opened
from graph.statements import Share, text

READS = frozenset((*LABELS, *NAMES, *TEXTS))
"""The properties whose statements the step reads."""
_HEAP = 64 << 20
_FIELDS = {"label": LABELS, "name": NAMES, "text": TEXTS}


def index(workspace: Workspace) -> dict[str, int]:
    """Index the names and texts of every resource that has an IRI of its own.

    Inner nodes of records only repeat the names of what they point at. How many `resources` the
    index holds goes to build.json.
    """
    folder = workspace.folder / FOLDER
    folder.mkdir()
    writer = opened(str(folder)).writer(_HEAP, 1)
    resources = 0
    for share in workspace.statements.shares():
        for words in _words(share, workspace.names.of("node", "")).iter_rows(named=True):
            words["name"] = [name for name in words["name"] if name not in words["label"]]
            writer.add_document(tantivy.Document(**words))
            resources += 1
    writer.commit()
    writer.wait_merging_threads()
    return {"resources": resources}


def _words(share: Share, inner: str) -> pl.DataFrame:
    """For each resource its `iri`, and the lists `label`, `name` and `text` of its words."""
    predicate, term = pl.col("asked"), pl.col("object")
    said = (
        share.kept(READS)
        .filter(term.str.starts_with('"'), ~pl.col("subject").str.starts_with(inner))
        .with_columns(value=text.value(term))
    )
    fields = [
        pl.col("value").filter(predicate.is_in(properties)).unique().sort().alias(field)
        for field, properties in _FIELDS.items()
    ]
    return said.group_by("subject", maintain_order=True).agg(fields).rename({"subject": "iri"})
