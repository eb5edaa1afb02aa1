"""A source: its kind and its files, wherever they lie (a file, a folder, or a zip)."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

Kind = Literal["ctdl", "onet", "ler"]
Progress = Callable[[int, int], None]
"""Called with (units done, units in all) while a source is read."""

MAX_FILE = 1 << 30
"""Bytes that one file of a source may hold, unpacked: a bound against zip bombs."""


class SourceError(Exception):
    """A source that can't be read at all: says what, where, and what to do."""


@dataclass(frozen=True)
class SourceFile:
    """One file of a source. `name` is its path within the source, for reports."""

    name: str
    path: Path
    member: str | None = None

    def read(self) -> bytes:
        """The bytes. Errors: `SourceError` (unreadable, corrupt, or larger than MAX_FILE)."""
        try:
            if self.member is None:
                if self.path.stat().st_size > MAX_FILE:
                    raise SourceError(f"{self.name}: larger than {MAX_FILE} bytes")
                return self.path.read_bytes()
            changed = self.path.stat().st_mtime_ns
            with _opened(self.path, changed).open(self.member) as file:
                data = file.read(MAX_FILE + 1)
        except SourceError:
            raise
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
            raise SourceError(f"{self.name}: can't be read: {error}") from error
        except Exception as error:  # zlib.error and lzma.LZMAError share no base class
            raise SourceError(f"{self.name}: corrupt: {error}") from error
        if len(data) > MAX_FILE:
            raise SourceError(f"{self.name}: larger than {MAX_FILE} bytes when unpacked")
        return data


@lru_cache(maxsize=8)
def _opened(path: Path, changed: int) -> zipfile.ZipFile:
    """A zip, kept open: reading its list of members anew for each of 400,000 would take days.

    `changed` is the file's time stamp: a zip that was fetched anew is opened anew.
    """
    return zipfile.ZipFile(path)


@dataclass(frozen=True)
class Source:
    """Files of one kind that are loaded and reported together.

    `name` identifies it in reports and IRIs; `contexts` are folders with pinned JSON-LD contexts;
    `progress` hears about units done.
    """

    kind: Kind
    name: str
    paths: tuple[Path, ...]
    contexts: tuple[Path, ...] = ()
    publishable_issuers: frozenset[str] = frozenset()
    progress: Progress = field(default=lambda done, total: None, compare=False)

    @cached_property
    def files(self) -> tuple[SourceFile, ...]:
        """Every file, in a stable order: folders are walked, zips are opened (one level).

        A zip within a folder that can't be opened stands for itself, so that it is reported.
        Errors: `SourceError` where a path is not there, or is itself such a zip.
        """
        found = [file for path in self.paths for file in _files_of(path)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over names and contents of all files; a zip counts as one file, as it is."""
        total = hashlib.sha256()
        names = {file.path: file.name.removesuffix(f"/{file.member}") for file in self.files}
        for path, name in names.items():
            total.update(f"{name}\0{_digest_of(path)}\n".encode())
        return total.hexdigest()


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        # The loader rejects the file with this reason; the digest only has to differ.
        return str(error)


def _files_of(path: Path) -> Iterator[SourceFile]:
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if not path.is_dir():
        yield from _unzipped(path, _printable(path.name))
        return
    for child in sorted(p for p in path.rglob("*") if p.is_file()):
        if any(part.startswith(".") for part in child.relative_to(path).parts):
            continue
        name = _printable(child.relative_to(path.parent).as_posix())
        try:
            yield from _unzipped(child, name)
        except SourceError:
            yield SourceFile(name, child)


def _printable(name: str) -> str:
    """A file's name with U+FFFD for bytes that are no UTF-8, so that reports can hold it."""
    return os.fsencode(name).decode(errors="replace")


def _unzipped(path: Path, name: str) -> Iterator[SourceFile]:
    if path.suffix.lower() != ".zip":
        yield SourceFile(name, path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted({m.filename for m in archive.infolist() if not m.is_dir()})
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{path}: not a readable zip: {error}; fetch it again") from error
    for member in members:
        yield SourceFile(f"{name}/{member}", path, member)
