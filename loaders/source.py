"""A source: its kind and its files, wherever they lie (a file, a folder, or a zip)."""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, Literal, cast

from isal import igzip_lib, isal_zlib

from graph.errors import KnownError
from loaders import archive

Kind = Literal["ctdl", "onet", "ler"]
Progress = Callable[[int, int], None]
"""Called with (units done, units in all) while a source is read."""

MAX_FILE = 1 << 30
"""Bytes that one file of a source may hold, unpacked: a bound against zip bombs."""

UNREADABLE = (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError)
CORRUPT: tuple[type[Exception], ...] = (  # type: ignore[assignment]
    UnicodeDecodeError, zlib.error, igzip_lib.IsalError, lzma.LZMAError,
)  # fmt: skip
BROKEN_ZIP: tuple[type[Exception], ...] = (*UNREADABLE, *CORRUPT)
"""What comes of reading a zip that is broken, odd or encrypted."""
_LOCAL_HEADER, _ENCRYPTED = 30, 1
_AT_ONCE = 1 << 22
"""Bytes of a zip's member, packed and unpacked, up to which it is read at once."""


class SourceError(KnownError):
    """A source that can't be read at all: says what, where, and what to do."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a source. `name` is its path within the source, for reports; `member` says where
    it lies in a zip, so that another process can read it without reading the zip's list anew."""

    name: str
    path: Path
    member: zipfile.ZipInfo | None = field(default=None, compare=False)

    @property
    def size(self) -> int:
        """Bytes to read, packed as they are; 0 where that can't be told."""
        if self.member:
            return self.member.compress_size
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes as a stream. Errors, also while it is read: `SourceError`."""
        try:
            with self._stream() as file:
                yield file
        except UNREADABLE as error:
            raise SourceError(f"{self.name}: can't be read: {error}") from error
        except CORRUPT as error:
            raise SourceError(f"{self.name}: corrupt: {error}") from error

    def _stream(self) -> IO[bytes]:
        return _member(self.path, self.member) if self.member else self.path.open("rb")

    def read(self) -> bytes:
        """The bytes. Errors: `SourceError` (unreadable, corrupt, or larger than MAX_FILE)."""
        with self.open() as file:
            data = file.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise SourceError(f"{self.name}: larger than {MAX_FILE} bytes")
        return data


def _member(path: Path, member: zipfile.ZipInfo) -> IO[bytes]:
    """A member of a zip by its place, which the zip's list told.

    `ZipFile.open` does the same, but a `ZipFile` reads the list first: of 400,000 members in each
    process, or for each member.
    """
    if member.flag_bits & _ENCRYPTED:
        raise zipfile.BadZipFile("encrypted")
    file = path.open("rb")
    try:
        file.seek(member.header_offset)
        header = file.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile("no member where the zip's list says")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        file.seek(name_length + extra_length, os.SEEK_CUR)
        size = max(member.file_size, member.compress_size)
        if member.compress_type == zipfile.ZIP_DEFLATED and size <= _AT_ONCE:
            with file:
                return io.BytesIO(_inflated(file.read(member.compress_size), member))
        # A ZipExtFile is a binary stream in all but its declared type.
        return cast(IO[bytes], zipfile.ZipExtFile(file, "r", member, close_fileobj=True))
    except BaseException:
        file.close()
        raise


def _inflated(packed: bytes, member: zipfile.ZipInfo) -> bytes:
    """A small member, all at once: that takes a third of the time. It never becomes larger than the
    zip's list says."""
    unpacker = isal_zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    data: bytes = unpacker.decompress(packed, member.file_size + 1)
    if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
        raise zipfile.BadZipFile(f"Bad CRC-32 or size of {member.filename}")
    return data


@dataclass(frozen=True)
class Source:
    """Files of one kind that are loaded and reported together.

    `name` identifies it in reports and IRIs; `contexts` are folders with pinned JSON-LD contexts;
    `provisional` and `deleted` say whether such records of the Registry are loaded; `progress`
    hears about units done.
    """

    kind: Kind
    name: str
    paths: tuple[Path, ...]
    contexts: tuple[Path, ...] = ()
    publishable_issuers: frozenset[str] = frozenset()
    provisional: bool = False
    deleted: bool = False
    progress: Progress = field(default=lambda done, total: None, compare=False)

    @cached_property
    def files(self) -> tuple[SourceFile, ...]:
        """Every file, in a stable order: folders are walked, zips are opened (one level).

        A zip within a folder that can't be opened stands for itself, so that it is reported.
        Errors: `SourceError` where a path is not there, or is itself such a zip.
        """
        return tuple(file for name, path in self._paths for file in self._files_of(name, path))

    @cached_property
    def _paths(self) -> tuple[tuple[str, Path], ...]:
        """Each file once, with its name within the source. Errors: `SourceError`."""
        found: dict[Path, tuple[str, Path]] = {}
        for root, path in _roots(self.paths):
            for name, file in _paths_of(path, root):
                found.setdefault(file.resolve(), (name, file))
        return tuple(found.values())

    def _files_of(self, name: str, path: Path) -> Iterator[SourceFile]:
        try:
            yield from _unzipped(path, name)
        except SourceError:
            if path in self.paths:
                raise
            yield SourceFile(name, path)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over names and contents of all files; a zip counts as one file, as it is, and an
        archive of envelopes as what it holds."""
        total = hashlib.sha256()
        # Not from `files`: the list of a zip with 400,000 members would stay in the memory.
        for name, path in self._paths:
            total.update(f"{name}\0{_digest_of(path)}\n".encode())
        return total.hexdigest()


def _digest_of(path: Path) -> str:
    if path.name.endswith(archive.ENDING):
        with suppress(archive.ArchiveError):
            return archive.digest(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        # The loader rejects the file with this reason; the digest only has to differ.
        return str(error)


def _roots(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Each path with what the names of its files begin with: its own name, with as many folders in
    front of it as tell it from those before it."""
    taken: list[PurePosixPath] = []
    for path in dict.fromkeys(paths):
        parts = path.absolute().parts
        names = [PurePosixPath(*parts[-count:]) for count in range(1, len(parts) + 1)]
        free = (one for one in names if not any(_overlap(one, other) for other in taken))
        taken.append(next(free, names[-1]))
        yield printable(str(taken[-1])), path


def _overlap(one: PurePosixPath, other: PurePosixPath) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _paths_of(path: Path, root: str) -> Iterator[tuple[str, Path]]:
    """The files at a path or in the folder, each with its name within the source."""
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if not path.is_dir():
        yield root, path
        return
    for child in sorted(p for p in path.rglob("*") if p.is_file()):
        within = child.relative_to(path)
        if not child.name.endswith(archive.SIDE_FILES) and not any(
            part[0] == "." for part in within.parts
        ):
            yield f"{root}/{printable(within.as_posix())}", child


def printable(name: str) -> str:
    """A file's name with U+FFFD for bytes that are no UTF-8, so that reports can hold it."""
    return os.fsencode(name).decode(errors="replace")


def _unzipped(path: Path, name: str) -> Iterator[SourceFile]:
    if path.suffix.lower() == ".zip":
        yield from zip_files(path, name)
    else:
        yield SourceFile(name, path)


def zip_files(path: Path, name: str) -> Iterator[SourceFile]:
    """The files in a zip, in a stable order; `name` is the zip's, in front of theirs.

    Errors: `SourceError` where it can't be read as a zip.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            # Of members with one name the last counts, as everywhere.
            members = {m.filename: m for m in archive.infolist() if not _is_hidden(m)}
            _check_apart(archive.infolist())
    except BROKEN_ZIP as error:
        raise SourceError(f"{path}: not a readable zip: {error}; fetch it again") from error
    for inner in sorted(members):
        yield SourceFile(f"{name}/{inner}", path, members[inner])


def _is_hidden(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder, or what a computer keeps for itself beside people's files."""
    parts = member.filename.split("/")
    hidden = any(part[:1] == "." and part.strip(".") for part in parts)
    return member.is_dir() or parts[0] == "__MACOSX" or hidden


def _check_apart(members: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip whose members share bytes: one that unpacks to far more than it could hold."""
    end, places = 0, sorted((m.header_offset, m.compress_size) for m in members)
    for start, size in places:
        if start < end:
            raise zipfile.BadZipFile("its members overlap, as in a zip bomb")
        end = start + size
