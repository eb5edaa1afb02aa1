"""Changeset zips of the Registry: what was published and deleted within some minutes.

A zip holds ``upserts/{graphs,resources,metadata}/<ctid>.json`` and ``deletes/…`` alike. A graph is
a whole document; its metadata are what an envelope says of it; resources are its nodes once
more, each on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from loaders.ctdl.documents import Document, Envelope, Item, LeftOut, ctid_of_body
from loaders.ctdl.envelopes import ctid_in, in_utc, is_envelope, said_of, unwrapped
from loaders.json_text import BadDocument, parse
from loaders.source import SourceError, SourceFile

_PATH = re.compile(
    r"(?P<top>.*/)?(?P<action>upserts|deletes)/(?P<kind>graphs|resources|metadata)"
    r"/(?P<name>[^/]+)\.json",
    re.I,
)
_STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d)[-:](\d\d)[-:](\d\d(?:\.\d+)?)Z?")


@dataclass(frozen=True)
class Change:
    """A graph that was published or deleted, with its metadata; or metadata without a graph, which
    tell of deletions only. `when` is "" where unknown."""

    file: SourceFile
    metadata: SourceFile | None
    when: str
    is_deletion: bool
    is_graph: bool

    @property
    def size(self) -> int:
        """Bytes, packed as they are."""
        return self.file.size + (self.metadata.size if self.metadata else 0)

    def items(self) -> Iterator[Item]:
        """Its document."""
        yield self.document()

    def document(self) -> Document | BadDocument:
        """What was published, or deleted, and what is told about it."""
        try:
            body, said = _read(self.file), _read(self.metadata) if self.metadata else {}
        except BadDocument as error:
            return error
        if is_envelope(body):
            return _as_changed(unwrapped(body, self.file.name), self)
        if not (self.is_graph or self.is_deletion):
            return BadDocument("metadata of a document that is not in the zip", self.file.name)
        about = said_of(said | {"deleted_at": body.get("deleted_at") or said.get("deleted_at")})
        ctid = ctid_in(body.get("identifier")) or ctid_of_body(body) or ctid_in(_name(self.file))
        return _as_changed(Document(self.file.name, body, ctid, about), self)


@dataclass(frozen=True)
class Aside:
    """Metadata and resources: read with their graph, or a part of it."""

    file: SourceFile

    @property
    def size(self) -> int:
        """Bytes, packed as they are."""
        return self.file.size

    def items(self) -> Iterator[Item]:
        """That it is left out."""
        yield LeftOut("in-graph-document", "read as part of its graph document", self.file.name)


def changes(files: Sequence[SourceFile]) -> Mapping[str, Change | Aside]:
    """What the files of changeset zips are, by their names; the other files are not among them."""
    inside = {file.name: file for file in files if file.member}
    found = {name: match for name in inside if (match := _PATH.fullmatch(name))}
    return {
        name: _part(inside, inside[name], match, in_utc(_stamp(inside[name])))
        for name, match in found.items()
    }


def _part(
    inside: Mapping[str, SourceFile], file: SourceFile, match: re.Match[str], when: str
) -> Change | Aside:
    top, action, kind, name = match.group("top", "action", "kind", "name")
    graph = f"{top or ''}{action}/graphs/{name}.json"
    is_graph = kind == "graphs"
    if not is_graph and (kind == "resources" or graph in inside):
        return Aside(file)
    metadata = inside.get(f"{top or ''}{action}/metadata/{name}.json") if is_graph else None
    return Change(file, metadata, when, action.lower() == "deletes", is_graph)


def _as_changed(document: Document | BadDocument, change: Change) -> Document | BadDocument:
    if isinstance(document, BadDocument):
        return document
    about = document.envelope or Envelope()
    deleted = about.is_deleted or change.is_deletion
    # The zip is made after the change; its time stands in for one that is not told.
    updated = max(about.updated, change.when) if deleted else about.updated or change.when
    return replace(document, envelope=replace(about, updated=updated, is_deleted=deleted))


def _read(file: SourceFile) -> dict[str, Any]:
    """The object in a file. Errors: `BadDocument` with its place."""
    try:
        found = parse(file.read())
    except SourceError as error:
        raise BadDocument(str(error), file.name) from error
    except BadDocument as error:
        raise BadDocument(str(error), f"{file.name}: {error.place}") from error
    if not isinstance(found, dict):
        raise BadDocument("neither a resource nor an envelope", file.name)
    return found


def _name(file: SourceFile) -> str:
    return file.name.rpartition("/")[2].removesuffix(".json")


def _stamp(file: SourceFile) -> str:
    """The time in a zip's name: ``2026-08-01T10-11-12.123456Z.zip``."""
    match = _STAMP.search(file.path.name)
    return f"{match[1]}:{match[2]}:{match[3]}+00:00" if match else ""
