"""A pool of worker processes over one store, with spares that stand ready for those killed."""

from __future__ import annotations

import fcntl
import os
import queue
import threading
import time
from collections import deque
from pathlib import Path

from graph.stores.base import NOBODY, Asker, QueryError
from graph.stores.child import START_SECONDS, Worker
from graph.stores.turns import Turns

_RETRY_SECONDS = 0.5


class Pool:
    """Worker processes for as many queries at a time as there are `turns`; `spares` more processes
    stand ready.

    Errors: `OSError` when the store's folder can't be locked (it is being pruned, or is gone).
    """

    def __init__(self, path: Path, turns: Turns, spares: int) -> None:
        self._path, self.turns, self._processes = path, turns, turns.count + spares
        self._lock = os.open(path.parent, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._orders: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._dying: deque[Worker] = deque()
        self._closed = False
        # A worker dies when the thread that started it ends: so one thread starts them all.
        self._starter = threading.Thread(target=self._start_workers, daemon=True)
        self._starter.start()
        for _ in range(self._processes):
            self._orders.put(True)

    def lease(self, seconds: float, asker: Asker = NOBODY) -> Worker:
        """A worker that is ready, and a turn.

        Errors: `QueryError` 503 (busy, or no store), 499 when it is no longer wanted.
        """
        self._check_open()
        self.turns.take(seconds, asker)
        begun = time.monotonic()
        try:
            worker = self._ready_worker()
        except BaseException:
            self.turns.give_back(time.monotonic() - begun, asker.client)
            raise
        worker.client, worker.begun = asker.client, begun
        return worker

    def _check_open(self) -> None:
        if self._closed:
            raise QueryError(503, "closed", "The store is closed", "Ask the newer build.")

    def _ready_worker(self) -> Worker:
        self._check_open()
        reason = ""
        for _ in range(self._processes + 1):  # all that stand ready can have died meanwhile
            try:
                worker = self._idle.get(timeout=START_SECONDS)
            except queue.Empty:
                break
            if not (reason := worker.wait_ready()):
                return worker
            self._kill(worker)
            self._orders.put(True)
        detail = f"The store can't be opened: {reason.strip()[-300:] or 'no worker started'}"
        raise QueryError(503, "store", "The store is not available", detail)

    def give_back(self, worker: Worker) -> None:
        """The worker is free for the next query."""
        client, seconds = worker.client, time.monotonic() - worker.begun
        self._idle.put(worker)
        self.turns.give_back(seconds, client)

    def replace(self, worker: Worker) -> str:
        """Kill a worker, and start another in its place. Returns its last words."""
        words = worker.last_words()
        self._kill(worker)
        if not self._closed:
            self._orders.put(True)
        self.turns.give_back(time.monotonic() - worker.begun, worker.client)
        return words

    def close(self) -> None:
        """Take no more queries; the workers go when the last query that runs has ended."""
        if self._closed:
            return
        self._closed = True
        self._orders.put(False)

    def _start_workers(self) -> None:
        while self._orders.get() and not self._closed:
            self._bury(self._processes)
            if worker := self._new_worker():
                worker.wait_ready()  # where it fails, whoever leases it is told why
                self._idle.put(worker)
            else:
                time.sleep(_RETRY_SECONDS)
                self._orders.put(True)
        # The thread must outlive the workers that still run a query: they'd die with it.
        self.turns.wait_idle()
        while not self._idle.empty():
            self._kill(self._idle.get())
        self._bury(0)
        os.close(self._lock)

    def _kill(self, worker: Worker) -> None:
        worker.kill()
        self._dying.append(worker)

    def _bury(self, most: int) -> None:
        """Let go of workers that have ended; no more than `most` may still be about to."""
        while self._dying and (len(self._dying) > most or self._dying[0].has_ended()):
            self._dying.popleft().bury()

    def _new_worker(self) -> Worker | None:
        """None while the system has no process, memory or file handle left for it."""
        try:
            return Worker(self._path, self._lock)
        except OSError:
            return None
