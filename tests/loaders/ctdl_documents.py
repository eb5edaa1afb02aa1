"""Invented CTDL documents, loaded the way a build does, and the graph that came of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.sink import Channel, Sink
from graph.vocabulary import CG
from loaders.ctdl import load
from loaders.report import LoadReport
from loaders.source import Source

REGISTRY = "https://credentialengineregistry.org/"
CONTEXT = "https://credreg.net/ctdl/schema/context/json"


def ctid(number: int) -> str:
    return f"ce-{number:08x}-0000-4000-8000-000000000000"


def resource(number: int, **properties: Any) -> dict[str, Any]:
    """A certificate; ``ceterms:`` is put before each keyword's name."""
    named = {f"ceterms:{key}": value for key, value in properties.items()}
    me = ctid(number)
    return {
        "@id": f"{REGISTRY}resources/{me}",
        "@type": "ceterms:Certificate",
        "ceterms:ctid": me,
    } | named


def graph(number: int, *more: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@id": f"{REGISTRY}graph/{ctid(number)}",
        "@graph": [resource(number, **properties), *more],
    }


def envelope(number: int, updated: str, **properties: Any) -> dict[str, Any]:
    return {
        "envelope_type": "resource_data",
        "envelope_ceterms_ctid": ctid(number),
        "decoded_resource": graph(number, **properties),
        "node_headers": {"updated_at": updated},
    }


@dataclass
class Loaded:
    """What a load gave: its report, and its triples in a store."""

    report: LoadReport
    store: ox.Store
    text: str

    def values(self, subject: str, predicate: str) -> list[str]:
        pattern = (ox.NamedNode(subject), ox.NamedNode(predicate), None)
        found = [quad.object for quad in self.store.quads_for_pattern(*pattern)]
        return sorted(node.value for node in found if not isinstance(node, ox.Triple))

    def ask(self, query: str) -> list[tuple[str, ...]]:
        rows = self.store.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        return sorted(tuple("" if v is None else v.value for v in row) for row in rows)

    @property
    def notes(self) -> list[str]:
        """The codes of all notes in the graph."""
        return [
            code for _, code in self.ask(f"SELECT ?n ?c {{ ?n <{CG.noteCode}> ?c }} ORDER BY ?n")
        ]


def load_paths(
    folder: Path,
    *paths: Path,
    contexts: tuple[Path, ...] = (),
    provisional: bool = False,
    deleted: bool = False,
) -> Loaded:
    out = folder / "out.nt"
    with Channel(out) as channel:
        source = Source("ctdl", "ctdl", paths, contexts, provisional=provisional, deleted=deleted)
        report = load(source, Sink(channel))
    store = ox.Store()
    store.bulk_load(path=str(out), format=ox.RdfFormat.N_TRIPLES)
    assert report.as_dict()["reconciles"]
    return Loaded(report, store, out.read_text("utf-8"))


def load_documents(folder: Path, **files: Any) -> Loaded:
    """Load files named by keyword; text and bytes as they are, everything else as JSON."""
    source = folder / "in"
    source.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, str | bytes) else json.dumps(content)
        (source / f"{name}.json").write_bytes(data.encode() if isinstance(data, str) else data)
    return load_paths(folder, source)
