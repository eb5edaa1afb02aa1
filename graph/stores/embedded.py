"""The embedded store: Oxigraph, read-only, in a pool of processes that can be killed."""

from __future__ import annotations

import json
import os
import socket
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from graph.stores import media
from graph.stores.base import (
    LOOK,
    Answer,
    IsWanted,
    Limits,
    QueryError,
    Store,
    always,
    unwanted,
)  # fmt: skip
from graph.stores.failures import failure
from graph.stores.guard import inspect
from graph.stores.pool import Pool, Worker

_BLOCK = 256 << 10
_FIRST = 8 << 10


class EmbeddedStore(Store):
    """An Oxigraph store on disk. `workers` queries run at a time; others wait for their turn.

    It closes when it is collected, too. Errors: `OSError` when it is being pruned.
    """

    def __init__(self, path: Path, workers: int = 2, spares: int = 1) -> None:
        self._pool = Pool(path, workers, spares)
        self._close = weakref.finalize(self, self._pool.close)

    def query(
        self,
        sparql: str,
        media_type: str,
        limits: Limits | None = None,
        is_wanted: IsWanted = always,
    ) -> Answer:
        """See `Store.query`."""
        limits = limits or Limits()
        inspected = inspect(sparql)
        media.check(inspected.form, media_type)
        spool = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 closed by Run.close()
        try:
            worker = self._pool.lease(limits.queue, is_wanted)
        except BaseException:
            spool.close()
            raise
        run = Run(self._pool, worker, spool, limits, is_wanted)
        try:
            run.start(sparql, media_type)
        except BaseException:
            run.close()
            raise
        return Answer(
            media_type, inspected.form, inspected.cacheable, run.chunks(), run.close, run.finish
        )

    def close(self) -> None:
        """See `Store.close`. Queries that run are answered to their end."""
        self._close()


class Run:
    """One query in a worker. A thread of its own hears the worker, and holds the time limit; the
    result waits in an unlinked file, so that a slow reader never holds the worker."""

    def __init__(
        self, pool: Pool, worker: Worker, spool: IO[bytes], limits: Limits, is_wanted: IsWanted
    ) -> None:
        self._pool, self._worker, self._spool, self._limits = pool, worker, spool, limits
        self._is_wanted = is_wanted
        self._news = threading.Condition()
        self._written = 0
        self._done = self._cancelled = False
        self._error: QueryError | None = None
        self._sparql = ""

    def start(self, sparql: str, media_type: str) -> None:
        """Send the query; return at the first bytes or the end. Errors: `QueryError`."""
        self._sparql = sparql
        request = {
            "query": sparql,
            "media_type": media_type,
            "memory": self._limits.memory,
            "bytes": self._limits.bytes,
        }
        try:
            threading.Thread(target=self._hear, args=(request,), daemon=True).start()
        except RuntimeError:  # no more threads: nobody would ever give the worker back
            self._end({"error": "busy"})
        self._wait(lambda: self._done or self._written >= _FIRST)

    def chunks(self) -> Iterator[bytes]:
        """The bytes in the file, as far as they are there, and then as they come."""
        position = 0
        while True:
            written, done = self._wait_beyond(position)
            while position < written:
                block = os.pread(self._spool.fileno(), min(_BLOCK, written - position), position)
                position += len(block)
                yield block
            if done:
                return

    def _wait_beyond(self, position: int) -> tuple[int, bool]:
        return self._wait(lambda: self._done or self._written > position)

    def finish(self) -> int:
        """Wait for the end; the bytes in all."""
        return self._wait(lambda: self._done)[0]

    def _wait(self, until: Callable[[], bool]) -> tuple[int, bool]:
        """Bytes written and whether these are all, once `until` holds. Errors: `QueryError`, also
        when nobody wants the answer any more; `close` then stops the query."""
        with self._news:
            while not self._news.wait_for(until, LOOK):
                if not self._is_wanted():
                    raise unwanted()
            if self._error:
                raise self._error
            return self._written, self._done

    def close(self) -> None:
        """Stop the query if it still runs, and let go of the file."""
        with self._news:
            self._cancelled = True
            if not self._done:
                # Wakes the thread that hears the worker; it kills it.
                self._worker.socket.shutdown(socket.SHUT_RDWR)
        self._spool.close()

    def _hear(self, request: dict[str, Any]) -> None:
        pipe, deadline = self._worker.socket, time.monotonic() + self._limits.seconds
        try:
            socket.send_fds(pipe, [json.dumps(request).encode()], [self._spool.fileno()])
            while True:
                pipe.settimeout(max(0.001, deadline - time.monotonic()))
                reply = _reply(pipe.recv(1 << 16))
                if "bytes" not in reply or "done" in reply:
                    break
                self._tell(reply["bytes"])
        except TimeoutError:
            reply = {"error": "timeout"}
        except (OSError, ValueError):  # the worker died, or says what no worker says
            reply = {}
        self._end(reply)

    def _tell(self, written: int) -> None:
        with self._news:
            self._written = written
            self._news.notify_all()

    def _end(self, reply: dict[str, Any]) -> None:
        with self._news:
            # From here on close() lets the worker's socket be.
            self._written = reply.get("bytes", self._written)
            healthy = "done" in reply or reply.get("error") in ("syntax", "engine", "too-large")
            if healthy and not reply.get("tired") and not self._cancelled:
                self._pool.give_back(self._worker)
                words = ""
            else:
                words = self._pool.replace(self._worker)
            if "done" not in reply:
                self._error = failure(self._sparql, reply, words, self._limits)
            self._done = True
            self._news.notify_all()


def _reply(data: bytes) -> dict[str, Any]:
    """A worker's reply; empty when it has closed its socket. Errors: `ValueError`."""
    reply = json.loads(data or b"{}")
    if not isinstance(reply, dict) or not isinstance(reply.get("bytes", 0), int):
        raise ValueError(f"not a reply of a worker: {data[:60]!r}")
    return reply
