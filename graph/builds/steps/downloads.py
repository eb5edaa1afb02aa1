"""The download of a whole build: every statement of its public store, as gzipped N-Triples."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.builds.run import Progress, Workspace

DOWNLOAD = "graph.nt.gz"
_LEVEL = 6
"""Measured on 466 MB: level 1 gives 34 MB, level 6 gives 24 MB and takes an eighth longer."""


class _Watched(io.RawIOBase):
    """A file that tells how many lines were written to it."""

    def __init__(self, file: gzip.GzipFile, total: int, progress: Progress) -> None:
        self._file, self._total, self._progress = file, total, progress
        self._lines = 0

    def write(self, block: Any) -> int:
        self._lines += bytes(block).count(b"\n")
        self._progress(self._lines, self._total, "statements")
        return self._file.write(block)


def download(workspace: Workspace) -> dict[str, Any]:
    """Write the download into the build's folder. For build.json: its `file`, `bytes`, `sha256`."""
    path = workspace.folder / DOWNLOAD
    with gzip.open(path, "wb", compresslevel=_LEVEL) as file:
        watched = _Watched(file, len(workspace.store), workspace.progress)
        output = cast(IO[bytes], watched)
        workspace.store.dump(output, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
        os.fsync(written.fileno())
    return {"file": DOWNLOAD, "bytes": path.stat().st_size, "sha256": digest}
