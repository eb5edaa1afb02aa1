"""What one file of CTDL documents becomes, as a person reads it: Turtle, and what was odd."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from graph.iris import ONETONLINE, REGISTRY, REGISTRY_BNODES, Names
from graph.sink import Channel, Note, Sink
from graph.turtle import readable
from graph.views import views
from graph.vocabulary import CG, PREFIXES, RDF_TYPE
from loaders.ctdl import load, schema_files, terms
from loaders.ctdl.parts import PACKED, unpacked
from loaders.ctdl.plan import JSON, LINES
from loaders.json_text import repeated_names
from loaders.report import LoadReport
from loaders.source import MAX_FILE, Source, SourceError, SourceFile

_OURS = ("doc", "node", "outcome", "source")
"""The kinds of names that credgraph coins in a document."""
_RECORD_TYPE = ox.NamedNode(CG.recordType)
_TERMS = re.compile(r"https://(purl\.org/ctdl|purl\.org/ctdlasn|credreg\.net/qdata)/terms/")
Told = tuple[str, Note]
"""The severity of a note, and the note."""


@dataclass(frozen=True)
class Shown:
    """`turtle` of all documents, "" where nothing was loaded; `warnings`, a line each; how many
    documents were rejected."""

    turtle: str
    warnings: list[str]
    rejects: int


def shown(given: Path | bytes, contexts: tuple[Path, ...], names: Names) -> Shown:
    """Load the documents of one file, or of some text, as a build does; `contexts` are folders.

    Provisional records are shown too: a draft is what its publisher wants to look at.

    Errors: `SourceError` on a file that can't be opened.
    """
    with TemporaryDirectory() as folder:
        path = given if isinstance(given, Path) else Path(folder) / "stdin.json"
        if isinstance(given, bytes):
            path.write_bytes(given)
        lines = Path(folder) / "shown.nt"
        with Channel(lines) as channel:
            source = Source("ctdl", "ctdl", (path,), contexts, provisional=True)
            report = load(source, Sink(channel, names))
        triples, notes = _apart(_parsed(lines.read_bytes()))
        repeated = list(_repeated(source.files))
    triples += _parsed(b"".join(_viewed(triples, notes, names)))
    short = prefixes(names)
    warnings = [_told(severity, note, short) for severity, note in notes]
    warnings += _unpublished(triples, schema_files.terms_in(contexts), short)
    text = readable(triples, short) if triples else ""
    warnings += [*_unknown(report), *repeated]
    return Shown(text, warnings, report.reject_codes.total())


def _unpublished(
    triples: list[ox.Triple], published: Collection[str], short: Mapping[str, str]
) -> Iterator[str]:
    """What is used in the namespaces of CTDL, but is none of the published terms: mostly typing
    errors. Nothing is said where the vocabulary is not at hand."""
    used = Counter(
        term.value
        for triple in triples
        for term in (triple.object if triple.predicate == _RECORD_TYPE else triple.predicate,)
        if isinstance(term, ox.NamedNode) and _TERMS.match(term.value)
    )
    for name, count in used.items():
        if published and name not in published:
            term = f"{_shortened(name, short)}{_times(count)}"
            yield f"unpublished-term: {term}: CTDL has no such term; kept"


def _apart(triples: list[ox.Triple]) -> tuple[list[ox.Triple], list[Told]]:
    """What was loaded, and the notes about it, which a load writes between."""
    kind, about = ox.NamedNode(RDF_TYPE), ox.NamedNode(CG.LoadNote)
    said: dict[object, dict[str, str]] = {
        triple.subject: {}
        for triple in triples
        if triple.predicate == kind and triple.object == about
    }
    for triple in triples:
        if triple.subject in said and not isinstance(triple.object, ox.Triple):
            said[triple.subject][triple.predicate.value] = triple.object.value
    notes = [(facts[CG.severity], _note(facts)) for facts in said.values()]
    return [triple for triple in triples if triple.subject not in said], notes


def _note(facts: Mapping[str, str]) -> Note:
    optional = (CG.resource, CG.property, CG.originalValue, CG.place)
    return Note(facts[CG.noteCode], facts[CG.reason], *map(facts.get, optional))


def _viewed(triples: list[ox.Triple], notes: list[Told], names: Names) -> Iterator[bytes]:
    """The lines of the views, as far as these documents alone give any; their notes are added."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    for found in views(store, names).values():
        for item in found:
            if isinstance(item, Note):
                notes.append(("repair", item))
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


def _repeated(files: Iterable[SourceFile]) -> Iterator[str]:
    """Keys of which a value is lost. Only told here: looking for them takes a build too long, and
    what comes from the Registry has none."""
    found: Counter[str] = Counter()
    for file in files:
        if file.name.lower().removesuffix(PACKED).endswith((*JSON, *LINES)):
            # What can't be read the load has told of.
            with suppress(SourceError), unpacked(file) as text:
                found.update(repeated_names(text.read(MAX_FILE)))
    for key, count in found.items():
        reason = "stands more than once in one object; only its last value counts"
        yield f"repeated-key: {key}{_times(count)}: {reason}"


def _unknown(report: LoadReport) -> Iterator[str]:
    for key, count in report.unknown_keys.most_common():
        reason = "CTDL's context gives it no meaning; it is left away"
        yield f"unknown-key: {key}{_times(count)}: {reason}"


def _times(count: int) -> str:
    return f", {count} times" if count > 1 else ""
