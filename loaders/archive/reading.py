"""Reading an archive, whole or in ranges of rows, also while it is written."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from loaders.archive.row import ArchiveError, Row, check, unpacked


def last_row(path: Path) -> int:
    """The highest row number; rows are 1 … this, without gaps. Errors: `ArchiveError`."""
    with _reading(path) as database:
        (found,) = database.execute("SELECT coalesce(max(id), 0) FROM envelope").fetchone()
        return int(found)


def rows(path: Path, first: int = 1, last: int | None = None) -> Iterator[Row]:
    """Rows `first` … `last` (both included; without `last` all), in order.

    Errors: `ArchiveError`, also where one body is corrupt or larger than MAX_ENVELOPE.
    """
    wanted = "SELECT id, ctid, deleted, body FROM envelope WHERE id BETWEEN ? AND ? ORDER BY id"
    with _reading(path) as database:
        for number, ctid, deleted, body in database.execute(
            wanted, (first, 1 << 62 if last is None else last)
        ):
            yield Row(number, ctid, bool(deleted), unpacked(body, f"{path}: {ctid}"))


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
            check(database, path)
            yield database
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: can't be read: {error}; fetch it again") from error
