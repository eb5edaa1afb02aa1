"""Where loaders put what they read: a channel, which is a file of N-Triples."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from graph.iris import Names
from graph.triples import iri, line, literal
from graph.vocabulary import CG, PROV, RDF_TYPE

_COPIED_AT_ONCE = 1 << 20


class Channel:
    """An N-Triples file that is being written, and how many lines went into it."""

    def __init__(self, path: Path) -> None:
        self.lines = 0
        self.open(path)

    def open(self, path: Path) -> None:
        """Write to the end of this file."""
        self.path = path
        self._file: BinaryIO = path.open("ab")

    def triple(self, subject: str, predicate: str, term: str) -> None:
        """Write one triple: IRIs without brackets, `term` from `graph.triples`."""
        self._file.write(line(subject, predicate, term).encode())
        self.lines += 1

    def write(self, block: bytes, lines: int) -> None:
        """Write a block of complete N-Triples lines, of which there are `lines`."""
        self._file.write(block)
        self.lines += lines

    def take(self, path: Path, lines: int) -> None:
        """Append a file of complete N-Triples lines, of which there are `lines`, and remove it."""
        with path.open("rb") as file:
            shutil.copyfileobj(file, self._file, _COPIED_AT_ONCE)
        path.unlink()
        self.lines += lines

    def close(self) -> None:
        """Flush and close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@dataclass(frozen=True)
class Note:
    """Something a loader repaired, rejected or left out, kept so that it can be asked and counted.

    `code` is a short kebab-case word (``bad-language-tag``); `resource` the IRI it is about where
    there is one; `property` the property's IRI or key; `value` what stood there (cut to 500
    characters); `place` file and line, or file and JSON path.
    """

    code: str
    reason: str
    resource: str | None = None
    property: str | None = None
    value: str | None = None
    place: str | None = None


@dataclass
class Sink:
    """What a loader is given: a channel to write to, and the names to write with."""

    public: Channel
    names: Names = field(default_factory=Names)

    def note(self, note: Note, source: str, severity: str) -> None:
        """Write a note as a `cg:LoadNote`; `severity` is ``reject``, ``repair`` or ``left-out``."""
        lines = note_lines(note, self.names, self.names.of("source", source), severity)
        self.public.write("".join(lines).encode(), len(lines))


def note_lines(note: Note, names: Names, source: str | None, severity: str) -> list[str]:
    """A note as N-Triples lines; `source` is the IRI of the source that it is about."""
    facts = (note.code, note.resource, note.property, note.value, note.place, source)
    key = hashlib.sha256("\x1f".join(str(f) for f in facts).encode()).hexdigest()[:24]
    node = names.of("note", key)
    terms = [
        (RDF_TYPE, iri(CG.LoadNote)),
        (CG.noteCode, literal(note.code)),
        (CG.severity, literal(severity)),
        (CG.reason, literal(note.reason)),
    ]
    if source:
        terms.append((PROV.wasDerivedFrom, iri(source)))
    if note.resource:
        terms.append((CG.resource, iri(note.resource)))
    if note.property:
        terms.append((CG.property, literal(note.property)))
    if note.value is not None:
        terms.append((CG.originalValue, literal(note.value[:500])))
    if note.place:
        terms.append((CG.place, literal(note.place)))
    return [line(node, predicate, term) for predicate, term in terms]
