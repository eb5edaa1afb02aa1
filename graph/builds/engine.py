"""The engine that makes a build's store: a process of its own (`graph.worker.filling`).

So its memory is given back when it ends, and it works beside the steps that this process runs.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from os import getpid
from pathlib import Path

from graph.builds.run import Progress, unwatched
from graph.builds.shelf import BuildError

_LOOK = 0.5
"""Seconds between two looks at how far it is."""


def load(store: Path, files: Sequence[Path], progress: Progress = unwatched) -> None:
    """Load files of N-Triples into a store. Errors: `BuildError` on a line that is no RDF, and when
    the store can't be written."""
    total = sum(file.stat().st_size for file in files) >> 10
    if files:
        # It reads, sorts and writes by turns, and reads little of what it wrote.
        watch = partial(_tell, progress=progress, total=total)
        _run(store, "load", *map(str, files), watch=watch)
        progress(total, total, "KiB read")


def _tell(pid: int, progress: Progress, total: int) -> None:
    """Say how much the engine has read, where the system tells (Linux); it ends after that."""
    with suppress(OSError):
        counts = Path(f"/proc/{pid}/io").read_text("ascii").split()
        progress(min(int(counts[1]) >> 10, total - 1), total, "KiB read")


def optimize(store: Path) -> int:
    """Compact a store; says how many statements it holds. Errors: `BuildError` when it can't be
    written."""
    return int(_run(store, "optimize"))


def _run(store: Path, *what: str, watch: Callable[[int], None] = lambda pid: None) -> bytes:
    command = [sys.executable, "-P", "-m", "graph.worker.filling", str(getpid()), str(store), *what]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe) as engine:  # noqa: S603
        answer = said = b""
        while engine.returncode is None:
            try:
                answer, said = engine.communicate(timeout=_LOOK)
            except subprocess.TimeoutExpired:
                watch(engine.pid)
            except BaseException:
                engine.kill()
                raise
    if engine.returncode:
        lines = said.decode(errors="replace").splitlines() or [f"exit {engine.returncode}"]
        raise BuildError(f"the engine could not {what[0]} the store: {lines[-1]}")
    return answer
