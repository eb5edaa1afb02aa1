"""The queries that have a short link: a file in the data folder, which several servers may share.

Who made links within the last hour stands there too, so that nobody makes too many.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from werkzeug.exceptions import HTTPException, ServiceUnavailable, TooManyRequests

from graph.settings import Settings

_HOUR = 3600.0
_WAIT = 5.0
"""Seconds until another server has written its link."""
_TABLES = """
CREATE TABLE IF NOT EXISTS links (
  id TEXT PRIMARY KEY, digest BLOB UNIQUE, build TEXT, query TEXT, size INTEGER, made REAL);
CREATE INDEX IF NOT EXISTS sizes ON links (size);
CREATE TABLE IF NOT EXISTS makers (client TEXT, at REAL);
CREATE INDEX IF NOT EXISTS times ON makers (client, at);
"""


class Kept(NamedTuple):
    """A query with a short link, and the id of its build."""

    id: str
    build: str
    query: str


class Full(HTTPException):
    """No more short links are kept."""

    code = 507


class ShortLinks:
    """The short links in a file, which is made with the first one."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path, self._settings = path, settings

    def find(self, link_id: str) -> Kept | None:
        """The query of a short link. Errors: `ServiceUnavailable`."""
        if not self._path.exists():
            return None
        with self._opened() as file:
            found = file.execute("SELECT id, build, query FROM links WHERE id = ?", [link_id])
            row = found.fetchone()
        return Kept(*row) if row else None

    def make(self, query: str, build: str, client: str) -> str:
        """The id of a short link to a query in a build: always the same for the same.

        Errors: `TooManyRequests`, `Full`, `ServiceUnavailable`.
        """
        digest = hashlib.sha256(f"{build}\0{query}".encode()).digest()
        with self._opened() as file, file:
            file.execute("BEGIN IMMEDIATE")
            self._count(file, client)
            known = file.execute("SELECT id FROM links WHERE digest = ?", [digest]).fetchone()
            if known:
                return str(known[0])
            size = len(query.encode())
            self._check_room(file, size)
            link_id = secrets.token_urlsafe(9)
            row = (link_id, digest, build, query, size, time.time())
            file.execute("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)", row)
            return link_id

    def _count(self, file: sqlite3.Connection, client: str) -> None:
        now, most = time.time(), self._settings.short_links_per_hour
        file.execute("DELETE FROM makers WHERE at < ?", [now - _HOUR])
        count, first = file.execute(
            "SELECT COUNT(*), MIN(at) FROM makers WHERE client = ?", [client]
        ).fetchone()
        if count >= most:
            wait = max(1, math.ceil(first + _HOUR - now))
            detail = f"One client makes at most {most:,} short links in an hour; try again later."
            raise TooManyRequests(detail, retry_after=wait)
        file.execute("INSERT INTO makers VALUES (?, ?)", [client, now])

    def _check_room(self, file: sqlite3.Connection, size: int) -> None:
        count, total = file.execute("SELECT COUNT(*), TOTAL(size) FROM links").fetchone()
        settings = self._settings
        if count >= settings.short_links or total + size > settings.short_link_bytes:
            raise Full("This server keeps no more short links; cite the permanent link instead.")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The file, opened. Errors: `ServiceUnavailable` where it can't be used."""
        try:
            if not self._path.exists():
                self._path.touch(mode=0o600)  # people's queries are nobody else's on this machine
            file = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
            try:
                file.executescript(_TABLES)
                yield file
            finally:
                file.close()
        except (OSError, sqlite3.Error) as error:
            detail = "The file of short links can't be used; use the permanent link instead."
            raise ServiceUnavailable(detail) from error
