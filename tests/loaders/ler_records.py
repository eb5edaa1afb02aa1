"""Invented Open Badges for the tests, and a run of the loader over them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.sink import Channel, Sink
from graph.vocabulary import RDF_TYPE
from loaders import LoadReport, Source, load

ASSETS = Path(str(files("loaders"))) / "contexts"
needs_contexts = pytest.mark.skipif(
    not (ASSETS / "index.json").is_file(), reason="loaders/contexts is not built: run `make assets`"
)
ISSUER = "https://college.example/issuer"
ACHIEVEMENT = "https://college.example/achievements/welding"
CTID = "ce-53bc7e5d-d39c-4687-ac89-0474f691055d"
REGISTRY = f"https://credentialengineregistry.org/resources/{CTID}"


def achievement(**more: Any) -> dict[str, Any]:
    return {
        "id": ACHIEVEMENT,
        "type": ["Achievement"],
        "name": "Pipe welding",
        "description": "Joins pipes in every position.",
        "criteria": {"narrative": "Three sound joints before an inspector."},
    } | more


def badge(
    subject: str | None = "did:example:holder-1",
    issuer: Any = None,
    identifier: list[dict[str, Any]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """An Open Badge 3.0; what else is given goes into its achievement."""
    holder: dict[str, Any] = {"type": ["AchievementSubject"], "achievement": achievement(**more)}
    if subject:
        holder["id"] = subject
    if identifier:
        holder["identifier"] = identifier
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://college.example/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": issuer or {"id": ISSUER, "type": ["Profile"], "name": "College of Pipes"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": holder,
    }


def email_identity(value: str, salt: str | None = None) -> dict[str, Any]:
    known: dict[str, Any] = {"type": "IdentityObject", "identityType": "emailAddress"}
    known |= {"identityHash": value, "hashed": salt is not None}
    return known | ({"salt": salt} if salt else {})


@dataclass
class Result:
    """What came out: the report, the text written, and a store of it."""

    report: LoadReport
    text: str
    store: ox.Store

    def values(self, subject: str, predicate: str) -> set[str]:
        pattern = (ox.NamedNode(subject), ox.NamedNode(predicate), None)
        found = (quad.object for quad in self.store.quads_for_pattern(*pattern))
        return {term.value for term in found if isinstance(term, ox.NamedNode | ox.Literal)}

    def instances(self, kind: str) -> set[str]:
        pattern = (None, ox.NamedNode(RDF_TYPE), ox.NamedNode(kind))
        found = (quad.subject for quad in self.store.quads_for_pattern(*pattern))
        return {term.value for term in found if isinstance(term, ox.NamedNode)}

    @property
    def said(self) -> str:
        """Every IRI and literal in it, as they are without escapes."""
        terms = {t.value for q in self.store for t in (q.subject, q.object) if hasattr(t, "value")}
        return "\n".join(sorted(terms))

    @property
    def codes(self) -> list[str]:
        return [note.code for note in [*self.report.rejects, *self.report.left_out]]


def run(
    folder: Path,
    records: Iterable[Any] | dict[str, Any],
    listed: Iterable[str] = (ISSUER,),
) -> Result:
    """Load records: a dict of file names and contents, or contents alone."""
    named = records if isinstance(records, dict) else dict(_numbered(records))
    source_folder = folder / "records"
    source_folder.mkdir()
    for name, record in named.items():
        data = record if isinstance(record, bytes) else json.dumps(record).encode()
        (source_folder / name).write_bytes(data)
    return load_paths(folder, (source_folder,), listed, (ASSETS,))


def _numbered(records: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    return ((f"{position:03}.json", record) for position, record in enumerate(records))


def load_paths(
    folder: Path, paths: tuple[Path, ...], listed: Iterable[str], contexts: tuple[Path, ...]
) -> Result:
    source = Source("ler", "ler-test", paths, contexts, frozenset(listed))
    target = folder / "out.nt"
    with Channel(target) as channel:
        report = load(source, Sink(channel))
    store = ox.Store()
    store.bulk_load(path=str(target), format=ox.RdfFormat.N_TRIPLES)
    assert all(table.reconciles for table in report.tables.values()), report.tables
    return Result(report, target.read_text("utf-8"), store)
