"""One worker process as its pool sees it, and our end of its socket."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from graph.worker import sandbox

_ROOT = Path(__file__).resolve().parents[2]
# One heap for all threads, so that what is mapped grows by what is used, and not by whole heaps.
_ENVIRONMENT = {"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
START_SECONDS = 20.0
_SMALL = 1 << 16


class Worker:
    """A process that answers queries to the store at `path`; `lock` is an open file that it keeps
    open too. Errors: `OSError` when it can't be started."""

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
                    env=_ENVIRONMENT,
                )
            undo.pop_all()  # both are closed by bury()
        # Before it imports anything: one starts whenever a query is stopped.
        with contextlib.suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, sandbox.FIRST)
        self._start: str | None = None
        """Why it did not start; "" when it did, None before that is known."""
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
        if self._start is None:
            self._start = self._hear_start()
        if self.has_ended():
            return self._start or self.last_words() or "its process has ended"
        return self._start

    def _hear_start(self) -> str:
        self.socket.settimeout(START_SECONDS)
        try:
            reply = self.socket.recv(_SMALL)
        except OSError as error:
            return f"it did not start: {error}"
        if b'"ready"' in reply:
            return ""
        return reply.decode("utf-8", "replace") or self.last_words() or "it did not start"

    def last_words(self) -> str:
        """What it wrote to stderr."""
        self._errors.seek(0)
        return self._errors.read(_SMALL).decode("utf-8", "replace")

    def has_ended(self) -> bool:
        """Whether its process is there no more."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End it, without waiting for that: at its low priority it may take its time."""
        self._process.kill()

    def bury(self) -> None:
        """Wait until it has ended, and let go of what it had."""
        self._process.wait()
        self.socket.close()
        self._errors.close()
        if self._spool:
            self._spool.close()
