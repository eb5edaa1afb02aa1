"""Pruning: old builds give up their data; their build.json stays, so that a citation explains."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Collection
from pathlib import Path

from graph.builds.shelf import INFO, Build, builds, current


def prune(data: Path, keep: int, pinned: Collection[str]) -> tuple[list[Build], list[Build]]:
    """Keep the newest `keep` builds, the current one, pinned ones and those in use.

    Returns (builds pruned, builds that were due but are in use).
    """
    serving = current(data)
    shelf = builds(data)
    for build in shelf:
        if build.is_pruned:
            _clear(build)  # what a prune left that was broken off
    whole = [build for build in shelf if not build.is_pruned]
    due = [b for b in whole[keep:] if b.id not in pinned and (not serving or b.id != serving.id)]
    pruned: list[Build] = []
    used: list[Build] = []
    for build in due:
        (pruned if _remove(build) else used).append(build)
    return pruned, used


def _remove(build: Build) -> bool:
    handle = os.open(build.folder, os.O_RDONLY)
    try:
        # A server holds a shared lock on the folder of every build that it has open.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        # From this rename on it is pruned, whatever happens.
        os.rename(build.public, build.folder / ".going")
        _clear(build)
        fcntl.flock(handle, fcntl.LOCK_UN)
        return True
    finally:
        os.close(handle)


def _clear(build: Build) -> None:
    """Remove everything but build.json."""
    for path in build.folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != INFO:
            path.unlink()
