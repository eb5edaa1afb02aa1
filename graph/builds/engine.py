"""The engine that makes a build's store: a process of its own (`graph.worker.filling`).

So its memory is given back when it ends, and it works beside the steps that this process runs.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from os import getpid
from pathlib import Path

from graph.builds.shelf import BuildError


def load(store: Path, files: Sequence[Path]) -> None:
    """Load files of N-Triples into a store. Errors: `BuildError` on a line that is no RDF, and when
    the store can't be written."""
    if files:
        _run(store, "load", *map(str, files))


def optimize(store: Path) -> None:
    """Compact a store. Errors: `BuildError` when it can't be written."""
    _run(store, "optimize")


def _run(store: Path, *what: str) -> None:
    command = [sys.executable, "-P", "-m", "graph.worker.filling", str(getpid()), str(store), *what]
    ended = subprocess.run(command, stderr=subprocess.PIPE, check=False)  # noqa: S603
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").splitlines() or [f"exit {ended.returncode}"]
        raise BuildError(f"the engine could not {what[0]} the store: {said[-1]}")
