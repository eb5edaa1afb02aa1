"""The archive of a community of the Credential Registry: all its envelopes in one SQLite file.

400,000 envelopes are too many for files of their own. A row holds one envelope as the Registry gave
it (JSON, compressed); rows are replaced or marked as deleted, never removed, so that a row's number
stands for one CTID for ever and workers can each read a range of numbers, also while a fetch goes
on. What a fetch has to remember to go on after it was killed is in the same file, and is written in
the same transactions.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ENDING = ".sqlite"
SIDE_FILES = (f"{ENDING}-wal", f"{ENDING}-shm", f"{ENDING}-journal")
"""Endings of the files that SQLite keeps beside an archive while it is written."""

MAX_ENVELOPE = 1 << 28
"""Bytes that one envelope may hold, unpacked."""

Outcome = Literal["stored", "unchanged", "older"]

_SCHEMA = """
BEGIN;
PRAGMA application_id = 0x63677261;
PRAGMA user_version = 1;
CREATE TABLE envelope (
  id INTEGER PRIMARY KEY,
  ctid TEXT NOT NULL UNIQUE,
  envelope_id TEXT,
  updated_at TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  checked_at TEXT NOT NULL,
  digest BLOB NOT NULL,
  deleted INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
COMMIT;
"""
_UPSERT = """
INSERT INTO envelope
  (ctid, envelope_id, updated_at, fetched_at, checked_at, digest, deleted, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (ctid) DO UPDATE SET
  envelope_id = excluded.envelope_id, updated_at = excluded.updated_at,
  fetched_at = excluded.fetched_at, checked_at = excluded.checked_at, digest = excluded.digest,
  deleted = excluded.deleted, body = excluded.body
"""


class ArchiveError(Exception):
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


# --- reading ----------------------------------------------------------------------------------


def last_row(path: Path) -> int:
    """The highest row number; rows are 1 … this, without gaps. Errors: `ArchiveError`."""
    with _reading(path) as database:
        (found,) = database.execute("SELECT coalesce(max(id), 0) FROM envelope").fetchone()
        return int(found)


def ctids(path: Path) -> list[tuple[int, str]]:
    """(row number, CTID) of every row, in the order of rows. Errors: `ArchiveError`."""
    with _reading(path) as database:
        return database.execute("SELECT id, ctid FROM envelope ORDER BY id").fetchall()


def rows(path: Path, first: int = 1, last: int | None = None) -> Iterator[Row]:
    """Rows `first` … `last` (both included; without `last` all), in order.

    Errors: `ArchiveError`, also where one body is corrupt or larger than MAX_ENVELOPE.
    """
    wanted = "SELECT id, ctid, deleted, body FROM envelope WHERE id BETWEEN ? AND ? ORDER BY id"
    with _reading(path) as database:
        for number, ctid, deleted, body in database.execute(wanted, (first, last or 1 << 62)):
            yield Row(number, ctid, bool(deleted), _unpacked(body, f"{path}: {ctid}"))


def digest(path: Path) -> str:
    """SHA-256 over what all rows hold, whenever and in whatever order they were fetched."""
    total = hashlib.sha256()
    with _reading(path) as database:
        for ctid, one in database.execute("SELECT ctid, digest FROM envelope ORDER BY ctid"):
            total.update(f"{ctid} {one.hex()}\n".encode())
    return total.hexdigest()


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            _check(database, path)
            yield database
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: can't be read: {error}; fetch it again") from error


def _check(database: sqlite3.Connection, path: Path) -> None:
    known = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in _MARKS]
    if tuple(known) != tuple(_MARKS.values()):
        raise ArchiveError(f"{path}: not an archive of envelopes that this version knows")


_MARKS = {"application_id": 0x63677261, "user_version": 1}


def _packed(body: bytes) -> bytes:
    return zlib.compress(body, 6)


def _unpacked(body: bytes, place: str) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(body, MAX_ENVELOPE)
    except zlib.error as error:
        raise ArchiveError(f"{place}: corrupt: {error}; fetch it again") from error
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ArchiveError(f"{place}: corrupt, or larger than {MAX_ENVELOPE} bytes")
    return found


# --- writing ----------------------------------------------------------------------------------


class Archive:
    """An archive open for writing, made where there is none. What is put is kept at `commit`.

    Errors of all methods: `ArchiveError`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level="IMMEDIATE", timeout=30)
        try:
            if not path.stat().st_size:
                self._database.executescript(_SCHEMA)
            _check(self._database, path)
            self._database.execute("PRAGMA journal_mode = WAL")
        except (sqlite3.Error, ArchiveError) as error:
            self._database.close()
            if isinstance(error, ArchiveError):
                raise
            raise ArchiveError(f"{path}: can't be opened: {error}") from error

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *of: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget what was not committed, and leave one plain file, if nobody is reading it."""
        self._database.rollback()
        with suppress(sqlite3.OperationalError):
            self._database.execute("PRAGMA journal_mode = DELETE")
        self._database.close()

    def put(self, envelope: Envelope, now: str) -> Outcome:
        """Store an envelope unless the archive has it, or has a newer one of that CTID.

        `now` (ISO 8601, UTC) is when it was seen; when it was stored stays with what is stored.
        """
        body_digest = hashlib.sha256(envelope.body).digest()
        known = "SELECT updated_at, digest FROM envelope WHERE ctid = ?"
        found = self._database.execute(known, (envelope.ctid,)).fetchone()
        if found and (found[1] == body_digest or found[0] > envelope.updated_at):
            self.checked(envelope.ctid, now)
            return "unchanged" if found[1] == body_digest else "older"
        self._write(envelope, now, body_digest)
        return "stored"

    def mark_deleted(self, ctid: str, deleted_at: str, now: str) -> bool:
        """Mark a CTID as deleted by its publisher; whether that was news.

        Its JSON then says so itself, in a member ``deleted_at``; the rest stays as it was written.
        """
        known = "SELECT updated_at, deleted, body, envelope_id FROM envelope WHERE ctid = ?"
        found = self._database.execute(known, (ctid,)).fetchone()
        if not found or found[1] or found[0] > deleted_at:
            return False
        rest = _unpacked(found[2], ctid).lstrip().removeprefix(b"{")
        body = f'{{"deleted_at":"{deleted_at}",'.encode() + rest
        deleted = Envelope(ctid, body, deleted_at, found[3], is_deleted=True)
        self._write(deleted, now, hashlib.sha256(body).digest())
        return True

    def _write(self, envelope: Envelope, now: str, body_digest: bytes) -> None:
        row = (
            envelope.ctid, envelope.envelope_id, envelope.updated_at, now, now, body_digest,
            int(envelope.is_deleted), _packed(envelope.body),
        )  # fmt: skip
        self._database.execute(_UPSERT, row)

    def state(self, name: str) -> str | None:
        """What was remembered under a name."""
        found = self._database.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else None

    def remember(self, name: str, value: str | None) -> None:
        """Remember a text under a name; None forgets it."""
        if value is None:
            self._database.execute("DELETE FROM state WHERE name = ?", (name,))
        else:
            self._database.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def commit(self) -> None:
        """Keep what was put and remembered since the last commit: all of it, or nothing."""
        self._database.commit()

    def updated_at(self, ctid: str) -> str | None:
        """When a live envelope was last changed, as the Registry says; None where there is none."""
        known = "SELECT updated_at FROM envelope WHERE ctid = ? AND NOT deleted"
        found = self._database.execute(known, (ctid,)).fetchone()
        return str(found[0]) if found else None

    def checked(self, ctid: str, now: str) -> None:
        """Say that the Registry still has an envelope as it is stored."""
        seen = "UPDATE envelope SET checked_at = ? WHERE ctid = ?"
        self._database.execute(seen, (now, ctid))

    def unseen_since(self, time: str) -> list[str]:
        """CTIDs of live envelopes that were last seen before a time."""
        unseen = "SELECT ctid FROM envelope WHERE NOT deleted AND checked_at < ? ORDER BY id"
        return [ctid for (ctid,) in self._database.execute(unseen, (time,))]

    def counts(self) -> tuple[int, int]:
        """(live envelopes, deleted ones)."""
        counted = "SELECT count(*) - coalesce(sum(deleted), 0), coalesce(sum(deleted), 0)"
        live, deleted = self._database.execute(f"{counted} FROM envelope").fetchone()
        return int(live), int(deleted)
