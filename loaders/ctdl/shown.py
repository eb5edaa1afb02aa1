"""What one file of CTDL documents becomes, as a person reads it: Turtle, and what was odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from graph.iris import ONETONLINE, REGISTRY, REGISTRY_BNODES, Names
from graph.sink import Channel, Note, Sink
from graph.turtle import readable
from graph.views import views
from graph.vocabulary import PREFIXES
from loaders.ctdl import load, terms
from loaders.report import LoadReport
from loaders.source import Source

_OURS = ("doc", "node", "outcome", "source")
"""The kinds of names that credgraph coins in a document."""


@dataclass(frozen=True)
class Shown:
    """`turtle` of all documents, "" where nothing was loaded; `warnings`, a line each; how many
    documents were rejected."""

    turtle: str
    warnings: list[str]
    rejects: int


@dataclass
class _Listening(Sink):
    """A sink that keeps the notes for itself."""

    notes: list[tuple[str, Note]] = field(default_factory=list)

    def note(self, note: Note, source: str, severity: str) -> None:
        self.notes.append((severity, note))


def shown(given: Path | bytes, contexts: tuple[Path, ...], names: Names) -> Shown:
    """Load the documents of one file, or of some text, as a build does; `contexts` are folders.

    Errors: `SourceError` on a file that can't be opened.
    """
    with TemporaryDirectory() as folder:
        path = given if isinstance(given, Path) else Path(folder) / "stdin.json"
        if isinstance(given, bytes):
            path.write_bytes(given)
        lines = Path(folder) / "shown.nt"
        with Channel(lines) as channel:
            sink = _Listening(channel, names)
            report = load(Source("ctdl", "ctdl", (path,), contexts), sink)
        triples = _parsed(lines.read_bytes())
    triples += _parsed(b"".join(_viewed(triples, sink)))
    short = prefixes(names)
    warnings = [_told(severity, note, short) for severity, note in sink.notes]
    text = readable(triples, short) if triples else ""
    return Shown(text, [*warnings, *_unknown(report)], len(report.rejects))


def _viewed(triples: list[ox.Triple], sink: _Listening) -> Iterator[bytes]:
    """The lines of the views, as far as these documents alone give any."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    for found in views(store, sink.names).values():
        for item in found:
            if isinstance(item, Note):
                sink.notes.append(("repair", item))
            else:
                yield "".join(item).encode()


def prefixes(names: Names) -> dict[str, str]:
    """Short names for all that stands in records: CTDL's own prefixes first, then ours."""
    sandbox = REGISTRY.replace("//", "//sandbox.")
    found = terms.prefixes() | {
        "registry": REGISTRY,
        "sandbox": sandbox,
        "bnode": REGISTRY_BNODES,
        "onet": ONETONLINE,
        **{kind: names.of(kind, "") for kind in _OURS},
    }
    return found | {k: base for k, base in PREFIXES.items() if base not in found.values()}


def _parsed(lines: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)]


def _told(severity: str, note: Note, short: Mapping[str, str]) -> str:
    subject = _shortened(note.resource, short) if note.resource else None
    about = " of ".join(part for part in (note.property, subject) if part)
    value = f': "{note.value}"' if note.value is not None else ""
    where = " in ".join(part for part in (about, note.place) if part)
    return f"{severity} {note.code}: {note.reason}{value}" + (f" ({where})" if where else "")


def _shortened(iri: str, short: Mapping[str, str]) -> str:
    fitting = [(base, prefix) for prefix, base in short.items() if iri.startswith(base)]
    base, prefix = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
    return f"{prefix}:{iri.removeprefix(base)}" if prefix else iri


def _unknown(report: LoadReport) -> Iterator[str]:
    for key, count in report.unknown_keys.most_common():
        times = f", {count} times" if count > 1 else ""
        yield f"unknown-key: {key}{times}: CTDL's context gives it no meaning; it is left away"
