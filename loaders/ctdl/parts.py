"""Parts of a source, which any process can read on its own: a file, some lines of a file, or some
rows of an archive."""

from __future__ import annotations

import base64
import binascii
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol

from loaders import archive
from loaders.ctdl.documents import Document, Envelope, Item, LeftOut
from loaders.ctdl.splitting import split
from loaders.json_text import BadDocument, parse, values
from loaders.source import MAX_FILE, SourceError, SourceFile

PACKED = ".gz"
_BASE64_OBJECT = re.compile(rb"e[w-z0-9+/_-][A-Za-z0-9+/_-]*={0,2}")


class Part(Protocol):
    """A part of a source. `size` is in bytes, packed as they are, for progress and balance."""

    @property
    def size(self) -> int:
        """Bytes, packed as they are."""

    def items(self) -> Iterator[Item]:
        """What it holds."""


@dataclass(frozen=True)
class Told:
    """No part, but what is to be told about one."""

    item: LeftOut | BadDocument
    size: int

    def items(self) -> Iterator[Item]:
        """The one thing."""
        yield self.item


@dataclass(frozen=True)
class WholeFile:
    """A file with one JSON value, or several one after another."""

    file: SourceFile

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.file.size

    def items(self) -> Iterator[Item]:
        """The documents of all values."""
        name = self.file.name
        try:
            with unpacked(self.file) as stream:
                data = stream.read(MAX_FILE + 1)
            if len(data) > MAX_FILE:
                raise SourceError(f"{name}: larger than {MAX_FILE} bytes")
            found = list(values(data))
        except SourceError as error:
            yield BadDocument(str(error), name)
            return
        except BadDocument as error:
            yield BadDocument(str(error), f"{name}: {error.place}")
            return
        if not found:
            yield BadDocument("an empty file", name)
        for position, value in enumerate(found, 1):
            if isinstance(value, BadDocument):
                yield BadDocument(str(value), f"{name}: {value.place}" if value.place else name)
            else:
                yield from split(value, name if len(found) == 1 else f"{name}#{position}")


@dataclass(frozen=True)
class Lines:
    """Some lines of a file that holds a JSON value in each, as it is or (in the Registry's dumps)
    in base 64. `first` is the number of the first line, counted from 1."""

    name: str
    first: int
    text: bytes
    size: int

    def items(self) -> Iterator[Item]:
        """The documents of all lines."""
        for number, line in enumerate(self.text.split(b"\n"), self.first):
            if text := line.strip():
                try:
                    yield from split(parse(_decoded(text)), f"{self.name}#{number}")
                except BadDocument as error:
                    yield BadDocument(str(error), f"{self.name}: line {number}")


@dataclass(frozen=True)
class Rows:
    """Some rows of an archive: envelopes as the Registry gave them."""

    name: str
    path: Path
    first: int
    last: int
    size: int

    def items(self) -> Iterator[Item]:
        """The document of each envelope; a row that can't be read hides no other."""
        following = self.first
        while following <= self.last:
            try:
                for row in archive.rows(self.path, following, self.last):
                    following = row.id + 1
                    yield from _of_row(row, f"{self.name}#{row.ctid}")
                return
            except archive.ArchiveError as error:
                yield BadDocument(str(error), f"{self.name}: row {following}")
                following += 1


def _of_row(row: archive.Row, key: str) -> Iterator[Item]:
    try:
        for found in split(parse(row.body), key):
            yield _deleted(found) if row.is_deleted else found
    except BadDocument as error:
        yield BadDocument(str(error), f"{key}: {error.place}")


def _deleted(found: Document | BadDocument) -> Document | BadDocument:
    """A document as one that its publisher has deleted; a provisional one has only taken the place
    of a live one."""
    if isinstance(found, BadDocument) or found.is_provisional:
        return found
    return replace(found, envelope=replace(found.envelope or Envelope(), is_deleted=True))


@contextmanager
def unpacked(file: SourceFile) -> Iterator[IO[bytes]]:
    """A file as a stream, gunzipped where it is packed. Errors: `SourceError`."""
    with file.open() as stream:
        if not file.name.lower().endswith(PACKED):
            yield stream
            return
        try:
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield unpacked  # type: ignore[misc]
        except (OSError, EOFError, zlib.error) as error:
            raise SourceError(f"{file.name}: can't be unpacked: {error}") from error


def _decoded(line: bytes) -> bytes:
    if not _BASE64_OBJECT.fullmatch(line):
        return line
    try:
        return base64.urlsafe_b64decode(line.translate(_URL_SAFE) + b"=" * (-len(line) % 4))
    except binascii.Error as error:
        raise BadDocument(f"neither JSON nor base 64: {error}") from error


_URL_SAFE = bytes.maketrans(b"+/", b"-_")
