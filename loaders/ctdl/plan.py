"""What is read of a source, and in which order: its files in parts, and parts in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders import archive
from loaders.ctdl import changesets
from loaders.ctdl.documents import LeftOut
from loaders.ctdl.parts import PACKED, Lines, Part, Rows, Told, WholeFile, unpacked
from loaders.json_text import BadDocument
from loaders.source import MAX_FILE, SourceError, SourceFile

JSON = (".json", ".jsonld", ".json-ld")
LINES = (".jsonl", ".ndjson")
_PACKED_JSON = tuple(f"{ending}{PACKED}" for ending in JSON)

BATCH = 1 << 20
"""Bytes, packed as they are, that are read together."""
_CHUNK = 1 << 22
_ROWS = 500
_GUESSED_RATIO = 5
"""How many times smaller packed JSON is, for progress alone."""


class Plan:
    """The parts and batches of some files: the same whenever they are asked for, also while a fetch
    adds rows to an archive."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._files = files
        self._changes = changesets.changes(files)
        self._rows = {file: list(_rows(file)) for file in files if _is_archive(file)}

    def parts(self) -> Iterator[Part]:
        """All parts of the files."""
        for file in self._files:
            name = file.name.lower()
            if change := self._changes.get(file.name):
                yield change
            elif name.endswith(JSON + _PACKED_JSON):
                yield WholeFile(file)
            elif name.endswith((*LINES, PACKED)):
                yield from _lines(file)
            elif file in self._rows:
                yield from self._rows[file]
            elif name.endswith(".zip"):
                reason = "a zip that can't be opened, or one within a zip; unpack it"
                yield Told(BadDocument(reason, file.name), file.size)
            else:
                yield Told(LeftOut("not-json", "not a JSON file", file.name), file.size)

    def batches(self) -> Iterator[tuple[Part, ...]]:
        """All parts, in batches of about `BATCH` bytes."""
        batch: list[Part] = []
        size = 0
        for part in self.parts():
            batch.append(part)
            size += part.size
            if size >= BATCH or len(batch) >= _ROWS:
                yield tuple(batch)
                batch, size = [], 0
        if batch:
            yield tuple(batch)


def _is_archive(file: SourceFile) -> bool:
    return file.name.lower().endswith(archive.ENDING)


def _lines(file: SourceFile) -> Iterator[Part]:
    """The lines of a file, some at a time; those before a place that can't be read are kept."""
    share = _GUESSED_RATIO if file.name.lower().endswith(PACKED) else 1
    lines, first, size = list[bytes](), 1, 0
    trouble = "an empty file"
    try:
        with unpacked(file) as stream:
            while line := stream.readline(MAX_FILE):
                trouble = ""
                lines.append(line)
                size += len(line)
                if size >= _CHUNK:
                    yield Lines(file.name, first, b"".join(lines), size // share)
                    lines, first, size = [], first + len(lines), 0
    except SourceError as error:
        trouble = str(error)
    if lines:
        yield Lines(file.name, first, b"".join(lines), size // share)
    if trouble:
        yield Told(BadDocument(trouble, file.name), 0)


def _rows(file: SourceFile) -> Iterator[Part]:
    if file.member:
        reason = "an archive within a zip; unpack it"
        yield Told(BadDocument(reason, file.name), file.size)
        return
    try:
        last = archive.last_row(file.path)
    except archive.ArchiveError as error:
        yield Told(BadDocument(str(error), file.name), file.size)
        return
    for first in range(1, last + 1, _ROWS):
        until = min(first + _ROWS - 1, last)
        yield Rows(file.name, file.path, first, until, file.size * (until - first + 1) // last)
