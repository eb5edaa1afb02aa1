"""What a row of an archive is, and how a database is known to be one."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path

from graph.errors import KnownError

ENDING = ".sqlite"
SIDE_FILES = (f"{ENDING}-wal", f"{ENDING}-shm", f"{ENDING}-journal")
"""Endings of the files that SQLite keeps beside an archive while it is written."""

MAX_ENVELOPE = 1 << 28
"""Bytes that one envelope may hold, unpacked."""


class ArchiveError(KnownError):
    """A file that is no archive, or one that can't be read: says which and why."""


@dataclass(frozen=True)
class Envelope:
    """An envelope to be stored. Times are ISO 8601 in UTC; `updated_at` is "" where unknown.

    `body` is the envelope as JSON; `envelope_id` the Registry's own name of it.
    """

    ctid: str
    body: bytes
    updated_at: str = ""
    envelope_id: str | None = None
    is_deleted: bool = False


@dataclass(frozen=True)
class Row:
    """A stored envelope: the number of its row, its CTID, whether it is deleted, and its JSON."""

    id: int
    ctid: str
    is_deleted: bool
    body: bytes


MARKS = {"application_id": 0x63677261, "user_version": 1}
"""What SQLite keeps in the header of an archive: whose file it is, and in which form."""


def check(database: sqlite3.Connection, path: Path) -> None:
    """Errors: `ArchiveError` where a database is no archive."""
    known = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in MARKS]
    if tuple(known) != tuple(MARKS.values()):
        raise ArchiveError(f"{path}: not an archive of envelopes that this version knows")


def packed(body: bytes) -> bytes:
    """A body as a row holds it."""
    return zlib.compress(body, 6)


def unpacked(body: bytes, place: str) -> bytes:
    """A body as it was. Errors: `ArchiveError` where it is corrupt, or too large."""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(body, MAX_ENVELOPE)
    except zlib.error as error:
        raise ArchiveError(f"{place}: corrupt: {error}; fetch it again") from error
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ArchiveError(f"{place}: corrupt, or larger than {MAX_ENVELOPE} bytes")
    return found
