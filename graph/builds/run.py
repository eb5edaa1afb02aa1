"""Running a build: steps write into a folder under a temporary name; the last act is a rename.

Whatever happens before that (an error, a full disk, kill -9) leaves the current build as it was.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.builds.shelf import Build
from graph.iris import Names

UNFINISHED = ".unfinished-"


class BuildError(Exception):
    """A build that could not be finished: says what, where, and what to do."""


@dataclass
class Workspace:
    """What a step works on: the folder of the new build, its store, and the build.json to be."""

    folder: Path
    names: Names
    info: dict[str, Any] = field(default_factory=dict)
    _store: ox.Store | None = None

    @property
    def store(self) -> ox.Store:
        """The public store, open for writing; opened on first use."""
        if self._store is None:
            self._store = ox.Store(str(self.folder / "public"))
        return self._store

    def close(self) -> None:
        """Flush and close the store."""
        if self._store is not None:
            self._store.flush()
            self._store = None


@dataclass(frozen=True)
class Step:
    """One step of a build. What `run` returns goes into build.json under the step's name."""

    name: str
    run: Callable[[Workspace], Any]


Watch = Callable[[str], None]
"""Called with the name of each step that begins."""


def run(
    data: Path,
    steps: Sequence[Step],
    identity: Sequence[str],
    names: Names,
    watch: Watch = lambda step: None,
) -> Build:
    """Run the steps in order, then switch to the new build. `identity`: the digests it is made of.

    Errors: `BuildError` when another build is running; whatever a step raises, after cleaning up.
    """
    shelf = data / "builds"
    shelf.mkdir(parents=True, exist_ok=True)
    with _only_builder(shelf):
        started = datetime.now(UTC)
        build = Build(shelf / _identifier(started, identity))
        workspace = Workspace(shelf / f"{UNFINISHED}{build.id}", names)
        workspace.folder.mkdir()
        workspace.info = {"id": build.id, "started": started.isoformat(timespec="seconds")}
        try:
            _steps(workspace, steps, watch)
            _write_info(workspace)
        except BaseException:
            workspace.close()
            shutil.rmtree(workspace.folder, ignore_errors=True)
            raise
        os.rename(workspace.folder, build.folder)
        _sync(shelf)
        make_current(data, build)
    return build


def make_current(data: Path, build: Build) -> None:
    """Serve this build from now on: one atomic rename."""
    link, fresh = data / "current", data / ".current-new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("builds") / build.id)
    os.replace(fresh, link)
    _sync(data)


def _steps(workspace: Workspace, steps: Sequence[Step], watch: Watch) -> None:
    seconds: dict[str, float] = {}
    for step in steps:
        watch(step.name)
        begun = time.monotonic()
        result = step.run(workspace)
        seconds[step.name] = round(time.monotonic() - begun, 3)
        if result is not None:
            workspace.info[step.name] = result
    workspace.close()
    workspace.info["seconds"] = seconds


def _write_info(workspace: Workspace) -> None:
    workspace.info["finished"] = datetime.now(UTC).isoformat(timespec="seconds")
    with (workspace.folder / "build.json").open("w", encoding="utf-8") as file:
        json.dump(workspace.info, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def _identifier(started: datetime, identity: Sequence[str]) -> str:
    digest = hashlib.sha256("\n".join(identity).encode()).hexdigest()[:8]
    return f"{started:%Y%m%dT%H%M%SZ}-{digest}"


@contextmanager
def _only_builder(shelf: Path) -> Iterator[None]:
    """Hold the shelf's lock, and clear away what builders left that died holding it."""
    with (shelf / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BuildError(f"{shelf}: another build is running; wait for it") from error
        for left in shelf.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        yield


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
