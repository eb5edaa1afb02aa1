"""The engine that makes a build's store: a process of its own (`graph.worker.filling`).

So its memory is given back when it ends, and it works beside the steps that this process runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from signal import Signals
from threading import Thread
from typing import IO, cast

from graph.builds.shelf import BuildError
from graph.progress import Progress

_ROOT = Path(__file__).resolve().parents[2]
_LOOK = 0.5
"""Seconds between two looks at how far it is."""
_COPIED_AT_ONCE = 1 << 20
_STREAMS = 2
"""To the engine: one before `Filling.write_out`, one after it."""
_ALLOCATOR = "jemalloc"
_MEMORY = "thp:always,metadata_thp:always,narenas:1,oversize_threshold:0,tcache_max:65536"
"""Pages of 2 MB, and all memory that one thread gives back is given out again to any: a fifth less
processor time than as jemalloc comes, and no more memory."""


@dataclass(frozen=True)
class Filled:
    """A store that is made: how many `statements` it holds, and the seconds that the engine was
    `loading` them, `waiting` of which there was nothing more for it to take, and `compacting`."""

    statements: int
    loading: float
    waiting: float
    compacting: float


class Filling:
    """The filling of a store. The engine takes files of N-Triples while others are still being
    written; when there are no more, it compacts the store: scans become up to 6 times faster.

    It sorts and writes a million statements at a time, also where they are of several files, and
    the last of them on `write_out`. `takes`: whether it takes more files.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self.takes = True
        self._files: SimpleQueue[Path | None] = SimpleQueue()
        self._total = self._taken = 0
        self._engine: subprocess.Popen[bytes] | None = None
        self._streams: list[IO[bytes]] = []
        self._unended = _STREAMS
        self._unread: OSError | None = None
        self._handing = Thread(target=self._hand_over, daemon=True)
        self._loading = self._waiting = 0.0

    def begin(self) -> None:
        """Start the engine."""
        pipes = [os.pipe() for _ in range(_STREAMS)]
        theirs = [read for read, _ in pipes]
        self._streams = [os.fdopen(write, "wb", 0) for _, write in pipes]
        told = [str(os.getpid()), str(self._store), *map(str, theirs)]
        self._engine = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", "graph.worker.filling", *told],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=theirs,
            env=_environment(),
        )
        for end in theirs:
            os.close(end)
        self._handing.start()

    def take(self, file: Path) -> None:
        """Load a file too, which must not change any more. Errors: `BuildError` where the engine
        has ended: nobody need go on."""
        if self._engine and self._engine.poll() is not None:
            self._answer("load")
        self._total += file.stat().st_size
        self._files.put(file)

    def write_out(self) -> None:
        """Have what it was given until now sorted and written, and what comes later on its own.
        More calls do nothing: each would make more pieces, which have to be compacted."""
        if self._unended == _STREAMS:
            self._end_stream()

    def end(self) -> None:
        """Take no more files."""
        self.takes = False
        while self._unended:
            self._end_stream()

    def wait_loaded(self, progress: Progress) -> None:
        """Wait until all files are loaded. Errors: `BuildError` on a line that is no RDF, and when
        a file can't be read or the store can't be written."""
        while self._handing.is_alive():
            self._handing.join(_LOOK)
            # What it has read it still has to sort and write.
            known = min(self._taken, max(self._total - 1, 0))
            progress(known >> 10, self._total >> 10, "KiB read")
        if self._unread:
            raise BuildError(f"the statements can't be read: {self._unread}") from self._unread
        self._loading = float(self._answer("load"))
        progress(self._total >> 10, self._total >> 10, "KiB read")

    def wait_filled(self) -> Filled:
        """Wait until the store is compacted too, after it was loaded. Errors: `BuildError`."""
        statements, compacting = self._answer("compact").split()
        with self._running:  # it has nothing left to do, and ends
            self._handing.join()
        waiting = round(self._waiting, 3)
        return Filled(int(statements), self._loading, waiting, float(compacting))

    def stop(self) -> None:
        """End the engine, if it was started, whatever it does."""
        if self._engine:
            with self._engine:
                self._engine.kill()
                self.end()
                if self._handing.ident:
                    self._handing.join()

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if not self._engine:
            raise RuntimeError("the engine was not started")
        return self._engine

    def _end_stream(self) -> None:
        self._unended -= 1
        self._files.put(None)

    def _hand_over(self) -> None:
        try:
            # Where a pipe is broken, the engine has ended, and says why.
            with suppress(BrokenPipeError), ExitStack() as streams:
                for stream in self._streams:
                    streams.enter_context(stream)
                for stream in self._streams:
                    self._hand_on(stream)
        except OSError as error:
            self._unread = error

    def _hand_on(self, stream: IO[bytes]) -> None:
        while file := self._next():
            with file.open("rb") as text:
                while block := text.read(_COPIED_AT_ONCE):
                    stream.write(block)
                    self._taken += len(block)
        stream.close()

    def _next(self) -> Path | None:
        begun = time.monotonic()
        file = self._files.get()
        self._waiting += time.monotonic() - begun
        return file

    def _answer(self, what: str) -> str:
        """The next line that the engine says."""
        engine = self._running
        if line := cast(IO[bytes], engine.stdout).readline():
            return line.decode()
        said = cast(IO[bytes], engine.stderr).read().decode(errors="replace").splitlines()
        status = engine.wait()
        reason = said[-1] if said and status > 0 else f"exit {status}"
        if status < 0:
            reason = f"it was ended by {Signals(-status).name}; is there enough memory?"
        raise BuildError(f"the engine could not {what} the store: {reason}")


def _environment() -> dict[str, str]:
    """The engine's environment. It asks for much memory in small pieces, which jemalloc, where the
    system has it, gives in a quarter less processor time than glibc."""
    ours = os.environ | {"PYTHONPATH": str(_ROOT)}
    found = find_library(_ALLOCATOR) if sys.platform == "linux" else None
    if not found or "LD_PRELOAD" in os.environ:
        return ours
    return {"MALLOC_CONF": _MEMORY, **ours, "LD_PRELOAD": found}
