"""Writing an archive: what is put is kept at a commit, with what a fetch has to remember."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from loaders.archive.row import ArchiveError, Envelope, check, packed, unpacked

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


class Archive:
    """An archive open for writing, made where there is none. What is put is kept at `commit`.

    Errors of all methods: `ArchiveError`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._told("opened"):
            self._database = sqlite3.connect(path, isolation_level="IMMEDIATE", timeout=30)
        try:
            with self._told("opened"):
                if not path.stat().st_size:
                    self._database.executescript(_SCHEMA)
                check(self._database, path)
                self._database.execute("PRAGMA journal_mode = WAL")
        except ArchiveError:
            self._database.close()
            raise

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

    def put(self, envelope: Envelope, now: str, others_until: str = "") -> Outcome:
        """Store an envelope unless the archive has it, or has a newer one of that CTID.

        The same envelope that is now deleted, or no longer, is news. `now` (ISO 8601, UTC) is when
        it was seen; when it was stored stays with what is stored. Another envelope of the CTID,
        newer but from before `others_until`, is known to be gone.
        """
        body_digest = hashlib.sha256(envelope.body).digest()
        known = "SELECT digest, deleted, updated_at, envelope_id FROM envelope WHERE ctid = ?"
        found = self._execute(known, (envelope.ctid,)).fetchone()
        if found:
            is_same = found[:2] == (body_digest, envelope.is_deleted)
            is_gone = found[3] != envelope.envelope_id and found[2] < others_until
            if is_same or (found[2] > envelope.updated_at and not is_gone):
                self.checked(envelope.ctid, now)
                return "unchanged" if is_same else "older"
        self._write(envelope, now, body_digest)
        return "stored"

    def mark_deleted(self, ctid: str, deleted_at: str, now: str) -> bool:
        """Mark a CTID as deleted by its publisher; whether that was news.

        Its JSON then says so itself, in a member ``deleted_at``; the rest stays as it was written.
        """
        known = "SELECT updated_at, deleted, body, envelope_id FROM envelope WHERE ctid = ?"
        found = self._execute(known, (ctid,)).fetchone()
        if not found or found[1] or found[0] > deleted_at:
            return False
        rest = unpacked(found[2], ctid).lstrip().removeprefix(b"{")
        body = f'{{"deleted_at":"{deleted_at}",'.encode() + rest
        deleted = Envelope(ctid, body, deleted_at, found[3], is_deleted=True)
        self._write(deleted, now, hashlib.sha256(body).digest())
        return True

    @contextmanager
    def _told(self, done: str = "written") -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ArchiveError(f"{self.path}: can't be {done}: {error}") from error

    def _execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        with self._told():
            return self._database.execute(statement, values)

    def _write(self, envelope: Envelope, now: str, body_digest: bytes) -> None:
        row = (
            envelope.ctid, envelope.envelope_id, envelope.updated_at, now, now, body_digest,
            int(envelope.is_deleted), packed(envelope.body),
        )  # fmt: skip
        self._execute(_UPSERT, row)

    def state(self, name: str) -> str | None:
        """What was remembered under a name."""
        found = self._execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else None

    def remember(self, name: str, value: str | None) -> None:
        """Remember a text under a name; None forgets it."""
        if value is None:
            self._execute("DELETE FROM state WHERE name = ?", (name,))
        else:
            self._execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def commit(self) -> None:
        """Keep what was put and remembered since the last commit: all of it, or nothing."""
        with self._told():
            self._database.commit()

    def updated_at(self, ctid: str) -> str | None:
        """When a live envelope was last changed, as the Registry says; None where there is none."""
        known = "SELECT updated_at FROM envelope WHERE ctid = ? AND NOT deleted"
        found = self._execute(known, (ctid,)).fetchone()
        return str(found[0]) if found else None

    def checked(self, ctid: str, now: str) -> None:
        """Say that the Registry still has an envelope as it is stored."""
        seen = "UPDATE envelope SET checked_at = ? WHERE ctid = ?"
        self._execute(seen, (now, ctid))

    def unseen_since(self, time: str) -> list[str]:
        """CTIDs of live envelopes that were last seen before a time."""
        unseen = "SELECT ctid FROM envelope WHERE NOT deleted AND checked_at < ? ORDER BY id"
        return [ctid for (ctid,) in self._execute(unseen, (time,))]

    def counts(self) -> tuple[int, int]:
        """(live envelopes, deleted ones)."""
        counted = "SELECT count(*) - coalesce(sum(deleted), 0), coalesce(sum(deleted), 0)"
        live, deleted = self._execute(f"{counted} FROM envelope").fetchone()
        return int(live), int(deleted)
