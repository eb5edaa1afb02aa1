"""The engine that makes a build's store: a process of its own.

So its memory is given back when it ends, and it works beside the steps that this process runs.

Run as ``python -m graph.builds.engine PARENT STORE load FILE...`` or ``… optimize``: loads files of
N-Triples into a store, or compacts it. PARENT is the process whose end it must not outlive.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from os import getpid
from pathlib import Path

import pyoxigraph as ox

from graph.builds.shelf import BuildError
from graph.worker.sandbox import die_with_parent


def load(store: Path, files: Sequence[Path]) -> None:
    """Load files of N-Triples into a store. Errors: `BuildError` on a line that is no RDF, and when
    the store can't be written."""
    if files:
        _run(store, "load", *map(str, files))


def optimize(store: Path) -> None:
    """Compact a store. Errors: `BuildError` when it can't be written."""
    _run(store, "optimize")


def _run(store: Path, *what: str) -> None:
    command = [sys.executable, "-P", "-m", "graph.builds.engine", str(getpid()), str(store), *what]
    ended = subprocess.run(command, stderr=subprocess.PIPE, check=False)  # noqa: S603
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").splitlines() or [f"exit {ended.returncode}"]
        raise BuildError(f"the engine could not {what[0]} the store: {said[-1]}")


def main(parent: str, path: str, what: str, *files: str) -> None:
    """Do what `_run` asks for."""
    die_with_parent(int(parent))
    store = ox.Store(path)
    for file in files:
        try:
            # By its path: the engine then reads it in parallel.
            store.bulk_load(path=file, format=ox.RdfFormat.N_TRIPLES)
        except SyntaxError as error:
            sys.exit(f"a step wrote a line that is no N-Triples: {error}")
    if what == "optimize":
        store.optimize()
    store.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
