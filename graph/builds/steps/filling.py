"""Steps that fill the store, compact it, and refuse it when it can't be right."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import IO, cast

import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.builds.shelf import BuildError

TRIPLES = "public.nt"
"""The file in the new build's folder that loaders write to; gone once it is in the store."""


def fill_store(workspace: Workspace) -> dict[str, int]:
    """Load what the loaders wrote into the store. Errors: `BuildError` on a line that's no RDF."""
    path = workspace.folder / TRIPLES
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            watched = _Watched(file, lambda done: workspace.progress(done, size, "bytes"))
            workspace.store.bulk_load(cast(IO[bytes], watched), format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise BuildError(f"a loader wrote a line that is no N-Triples: {error}") from error
    path.unlink()
    return {"triples": len(workspace.store)}


class _Watched(io.RawIOBase):
    """A file that tells how many bytes of it were read."""

    def __init__(self, file: io.BufferedReader, tell: Callable[[int], None]) -> None:
        self._file, self._tell = file, tell

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._tell(self._file.tell())
        return block


def add(workspace: Workspace, lines: Iterable[str]) -> None:
    """Add N-Triples lines to the store. Errors: `BuildError` on a line that's no RDF."""
    text = "".join(lines).encode()
    try:
        workspace.store.bulk_load(text, format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise BuildError(f"a step wrote a line that is no N-Triples: {error}") from error


def optimize(workspace: Workspace) -> None:
    """Compact the store: scans become 2 to 6 times faster."""
    workspace.store.optimize()


def check(workspace: Workspace) -> None:
    """Refuse a build of a source that gave nothing, or whose counts do not add up."""
    for source in workspace.info["sources"]:
        # Of learner records it is usual that none may be published.
        if source["kind"] != "ler" and not any(t["loaded"] for t in source["tables"].values()):
            reason = "nothing in it could be loaded"
            raise BuildError(f"{source['source']}: {reason}; see its paths. The old build stays")
        if not source["reconciles"]:
            raise BuildError(f"{source['source']}: counts in are not counts out plus rejects")
