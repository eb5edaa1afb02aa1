"""The download of a whole build: every statement of its public store, as gzipped N-Triples."""

from __future__ import annotations

import gzip
import hashlib
import os
from typing import Any

from graph.builds.run import Workspace

DOWNLOAD = "graph.nt.gz"
_LEVEL = 2
"""Measured on 200 MB: level 6 gives 16 MB, level 2 gives 19 MB in less than half the time."""


def download(workspace: Workspace) -> dict[str, Any]:
    """Write the download into the build's folder. For build.json: its `file`, `bytes`, `sha256`."""
    path = workspace.folder / DOWNLOAD
    with gzip.open(path, "wb", compresslevel=_LEVEL) as packed:
        for block in workspace.statements.unique_text():
            packed.write(block)
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
        os.fsync(written.fileno())
    return {"file": DOWNLOAD, "bytes": path.stat().st_size, "sha256": digest}
