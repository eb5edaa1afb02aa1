"""The step that writes the full-text index."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from itertools import islice

import pyoxigraph as ox
import tantivy

from graph.builds.run import Workspace
from graph.search.schema import FOLDER, LABELS, NAMES, TEXTS, opened

_HEAP = 64 << 20


def index(workspace: Workspace) -> dict[str, int]:
    """Index the names and texts of every resource that has an IRI of its own.

    Inner nodes of records only repeat the names of what they point at. How many `resources` the
    index holds goes to build.json.
    """
    folder = workspace.folder / FOLDER
    folder.mkdir()
    found: dict[str, list[set[str]]] = defaultdict(lambda: [set(), set(), set()])
    for place, properties in enumerate((LABELS, NAMES, TEXTS)):
        for term in properties:
            _collect(workspace.store, term, place, found)
    inner = workspace.names.of("node", "")
    resources = {iri: words for iri, words in found.items() if not iri.startswith(inner)}
    writer = opened(str(folder)).writer(_HEAP, 1)
    for iri, (labels, names, texts) in resources.items():
        words = {"label": sorted(labels), "name": sorted(names - labels), "text": sorted(texts)}
        writer.add_document(tantivy.Document(iri=iri, **words))
    writer.commit()
    writer.wait_merging_threads()
    return {"resources": len(resources)}


def _collect(store: ox.Store, term: str, place: int, found: dict[str, list[set[str]]]) -> None:
    """By the engine's own CSV, which is five times as fast as row by row."""
    rows = store.query(f"SELECT ?s ?o {{ ?s <{term}> ?o FILTER(isIRI(?s) && isLiteral(?o)) }}")
    assert isinstance(rows, ox.QuerySolutions)
    data = rows.serialize(format=ox.QueryResultsFormat.CSV) or b""
    for iri, text in islice(csv.reader(io.StringIO(data.decode(), newline="")), 1, None):
        found[iri][place].add(text)
