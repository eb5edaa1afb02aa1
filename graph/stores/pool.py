"""A pool of worker processes over one store, with spares that stand ready for those killed."""

from __future__ import annotations

import fcntl
import os
import queue
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from graph.stores.base import NOBODY, Asker, QueryError
from graph.stores.turns import Turns

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60.0
_RETRY_SECONDS = 0.5
_SMALL = 1 << 16


class Worker:
    """One worker process, and our end of its socket. Errors: `OSError` when it can't be started."""

    def __init__(self, path: Path, lock: int) -> None:
        with ExitStack() as undo:
            self._errors = undo.enter_context(tempfile.TemporaryFile())
            self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            undo.enter_context(self.socket)
            with theirs:
                command = [sys.executable, "-P", "-m", "graph.worker.process"]
                self._process = subprocess.Popen(  # noqa: S603
                    [*command, str(path), str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._errors,
                    # The lock on the build's folder lives while any process has it open.
                    pass_fds=(theirs.fileno(), lock),
                    env={"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"},
                )
            undo.pop_all()  # both are closed by kill()
        self._is_ready = False
        self._spool: IO[bytes] | None = None
        self.client, self.begun = "", 0.0
        """Whose query it runs, and since when."""

    def take_spool(self) -> IO[bytes]:
        """An unlinked, empty file for a result."""
        spool, self._spool = self._spool, None
        return spool or tempfile.TemporaryFile(buffering=0)

    def keep_spool(self, spool: IO[bytes]) -> None:
        """Take a file back that nothing was written to: most results need none."""
        self._spool = spool

    def wait_ready(self) -> str:
        """Wait until it can take queries; "" then, else the reason why it can't."""
        if self._process.poll() is not None:
            return self.last_words() or "its process has ended"
        if self._is_ready:
            return ""
        self.socket.settimeout(_START_SECONDS)
        try:
            reply = self.socket.recv(_SMALL)
        except OSError as error:
            return f"it did not start: {error}"
        self._is_ready = b'"ready"' in reply
        return "" if self._is_ready else reply.decode("utf-8", "replace") or self.last_words()

    def last_words(self) -> str:
        """What it wrote to stderr."""
        self._errors.seek(0)
        return self._errors.read(_SMALL).decode("utf-8", "replace")

    def kill(self) -> str:
        """End it now. Returns its last words."""
        self._process.kill()
        self._process.wait()
        words = self.last_words()
        self.socket.close()
        self._errors.close()
        if self._spool:
            self._spool.close()
        return words


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
                worker = self._idle.get(timeout=_START_SECONDS)
            except queue.Empty:
                break
            if not (reason := worker.wait_ready()):
                return worker
            worker.kill()
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
        words = worker.kill()
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
            if worker := self._new_worker():
                self._idle.put(worker)
            else:
                time.sleep(_RETRY_SECONDS)
                self._orders.put(True)
        # The thread must outlive the workers that still run a query: they'd die with it.
        self.turns.wait_idle()
        while not self._idle.empty():
            self._idle.get().kill()
        os.close(self._lock)

    def _new_worker(self) -> Worker | None:
        """None while the system has no process, memory or file handle left for it."""
        try:
            return Worker(self._path, self._lock)
        except OSError:
            return None
