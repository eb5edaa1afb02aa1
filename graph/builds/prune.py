"""Pruning: old builds give up their store; their build.json stays, so that a citation explains."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Collection
from pathlib import Path

from graph.builds.shelf import Build, builds, current


def prune(data: Path, keep: int, pinned: Collection[str]) -> tuple[list[Build], list[Build]]:
    """Keep the newest `keep` builds, the current one, pinned ones and those in use.

    Returns (builds pruned, builds that were due but are in use).
    """
    serving = current(data)
    whole = [build for build in builds(data) if not build.is_pruned]
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
    except OSError:
        return False
    else:
        going = build.folder / ".going"
        os.rename(build.public, going)
        shutil.rmtree(going)
        return True
    finally:
        os.close(handle)
