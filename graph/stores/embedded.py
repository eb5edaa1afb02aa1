"""The embedded store: Oxigraph, read-only, in a pool of processes that can be killed."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, Any, NamedTuple

from graph.search.pattern import Rewritten, rewrite
from graph.search.searching import Hit, Search
from graph.stores import media
from graph.stores.base import (
    LOOK,
    NOBODY,
    Answer,
    Asker,
    Limits,
    QueryError,
    Store,
    unwanted,
)  # fmt: skip
from graph.stores.child import Worker
from graph.stores.failures import failure
from graph.stores.guard import inspect
from graph.stores.pool import Pool
from graph.stores.turns import Turns
from graph.worker.request import packed

_BLOCK = 256 << 10
QUEUE = 64
"""Queries that wait for their turn; beyond that the answer is 503 at once."""
_LARGEST_REPLY = 1 << 16


class EmbeddedStore(Store):
    """An Oxigraph store on disk. `workers` queries run at a time, `per_client` of them for one
    client (all, where it is 0), and `queue` wait for their turn.

    It closes when it is collected, too. Errors: `OSError` when it is being pruned.
    """

    def __init__(
        self, path: Path, workers: int = 2, spares: int = 1, per_client: int = 0, queue: int = QUEUE
    ) -> None:
        self._path = path
        self.turns = Turns(workers, per_client or workers, queue)
        self._pool = Pool(path, self.turns, spares)
        self._close = weakref.finalize(self, self._pool.close)

    def query(
        self,
        sparql: str,
        media_type: str,
        limits: Limits | None = None,
        asker: Asker = NOBODY,
        is_empty: bool = False,
    ) -> Answer:
        """See `Store.query`."""
        limits = limits or Limits()
        inspected = inspect(sparql)
        media.check(inspected.form, media_type)
        rewritten = rewrite(sparql, self._find)
        worker = self._pool.lease(limits.queue, asker)
        run = Run(self._pool, worker, limits, asker)
        try:
            run.start(rewritten, media_type, is_empty)
        except BaseException:
            run.close()
            raise
        return Answer(
            media_type,
            inspected.form,
            inspected.cacheable,
            run.chunks(),
            run.close,
            run.finish,
            run.small,
        )

    def _find(self, words: str, limit: int) -> list[Hit]:
        try:
            return self._search.find(words, limit)
        except FileNotFoundError as error:
            detail = "This dataset version has no full-text index; use FILTER(CONTAINS(…))."
            raise QueryError(400, "search", "No search here", detail) from error

    @cached_property
    def _search(self) -> Search:
        return Search(self._path.parent)

    def close(self) -> None:
        """See `Store.close`. Queries that run are answered to their end."""
        self._close()


class Run:
    """One query in a worker.

    A small result comes with the worker's first reply. A larger one waits in an unlinked file, so
    that a slow reader never holds the worker; a thread then hears the worker to the end.
    """

    def __init__(self, pool: Pool, worker: Worker, limits: Limits, asker: Asker) -> None:
        self._pool, self._worker, self._limits, self._asker = pool, worker, limits, asker
        self._deadline = time.monotonic() + limits.seconds
        self._news = threading.Condition()
        self._written = 0
        self._spool: IO[bytes] | None = None
        self.small: bytes | None = None
        """The whole result, where the first reply brought it."""
        self._done = self._cancelled = self._is_heard = False
        self._error: QueryError | None = None
        self._sent = Rewritten("", "")

    def start(self, query: Rewritten, media_type: str, is_empty: bool) -> None:
        """Send the query; return at the first bytes or the end. Errors: `QueryError`."""
        self._sent = query
        request = {
            "query": query.text,
            "media_type": media_type,
            "memory": self._limits.memory,
            "bytes": self._limits.bytes,
            "is_empty": is_empty,
        }
        if query.written != query.text:
            request["written"] = query.written
        try:
            self._spool = self._worker.take_spool()
            message = packed(request, self._spool.fileno())
        except OSError:  # no more file handles, or no room for files
            self._end(_Reply({"error": "busy"}))
            self._wait(lambda: self._done)
        reply = self._send(message)
        if _is_last(reply):
            self._end(reply)
        else:
            self._tell(reply.head["bytes"])
            self._hear_in_a_thread()
        self._wait(lambda: self._done or self._written > 0)

    def chunks(self) -> Iterator[bytes]:
        """The bytes in the file, as far as they are there, and then as they come."""
        if self.small is not None:
            yield self.small
            return
        position = 0
        while True:
            written, done = self._wait_beyond(position)
            while self._spool and position < written:
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
                if not self._asker.is_wanted():
                    raise unwanted()
            if self._error:
                raise self._error
            return self._written, self._done

    def close(self) -> None:
        """Stop the query if it still runs, and let go of the file."""
        with self._news:
            self._cancelled = True
            if not self._done and self._is_heard:
                # Wakes the thread that hears the worker; it kills it.
                self._worker.socket.shutdown(socket.SHUT_RDWR)
            elif not self._done:
                self._end(_NO_REPLY)
        if self._spool:
            self._spool.close()

    def _send(self, request: bytes) -> _Reply:
        """Send the query, and wait for the first reply. Errors: `QueryError` 499."""
        assert self._spool
        try:
            socket.send_fds(self._worker.socket, [request], [self._spool.fileno()])
        except OSError:  # the worker died while it was idle
            return _NO_REPLY
        while (reply := self._next_reply(LOOK)) is None:
            if not self._asker.is_wanted():
                raise unwanted()
        return reply

    def _next_reply(self, seconds: float) -> _Reply | None:
        """The worker's next word, a timeout's when the time is over; None when it has none yet."""
        left = self._deadline - time.monotonic()
        try:
            self._worker.socket.settimeout(max(0.001, min(left, seconds)))
            return _reply(self._worker.socket.recv(_LARGEST_REPLY))
        except TimeoutError:
            return _Reply({"error": "timeout"}) if left <= seconds else None
        except (OSError, ValueError):  # the worker died, or says what no worker says
            return _NO_REPLY

    def _hear_in_a_thread(self) -> None:
        self._is_heard = True
        try:
            threading.Thread(target=self._hear, daemon=True).start()
        except RuntimeError:  # no more threads: nobody would ever give the worker back
            self._end(_Reply({"error": "busy"}))

    def _hear(self) -> None:
        while True:
            reply = self._next_reply(self._limits.seconds)
            if reply is None:
                continue
            if _is_last(reply):
                break
            self._tell(reply.head["bytes"])
        self._end(reply)

    def _tell(self, written: int) -> None:
        with self._news:
            self._written = written
            self._news.notify_all()

    def _end(self, reply: _Reply) -> None:
        head = reply.head
        with self._news:
            # From here on close() lets the worker's socket be.
            if "done" in head and not self._written:
                self.small = reply.body
            self._written = head.get("bytes", self._written)
            healthy = "done" in head or head.get("error") in ("syntax", "engine", "too-large")
            if healthy and not head.get("tired") and not self._cancelled:
                self._return_spool()
                self._pool.give_back(self._worker)
                words = ""
            else:
                words = self._pool.replace(self._worker)
            if "done" not in head:
                self._error = failure(self._sent.written, head, words, self._limits)
            self._done = True
            self._news.notify_all()

    def _return_spool(self) -> None:
        """The next query can have the file if nothing stands in it."""
        if self._spool and not os.fstat(self._spool.fileno()).st_size:
            self._worker.keep_spool(self._spool)
            self._spool = None


class _Reply(NamedTuple):
    """What a worker says: how far it is or how it ended, and a small result itself."""

    head: dict[str, Any]
    body: bytes = b""


_NO_REPLY = _Reply({})


def _is_last(reply: _Reply) -> bool:
    return "bytes" not in reply.head or "done" in reply.head


def _reply(data: bytes) -> _Reply:
    """A worker's reply; empty when it has closed its socket. Errors: `ValueError`."""
    line, _, body = data.partition(b"\n")
    head = json.loads(line or b"{}")
    if not isinstance(head, dict) or not isinstance(head.get("bytes", 0), int):
        raise ValueError(f"not a reply of a worker: {data[:60]!r}")
    return _Reply(head, body)
