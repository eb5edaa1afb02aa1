"""Running a build: steps write into a folder under a temporary name; the last act is a rename.

Whatever happens before that (an error, a full disk, kill -9) leaves the current build as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.builds.engine import Filling
from graph.builds.priority import giving_way
from graph.builds.shelf import BUILD_ID, INFO, Build, BuildError
from graph.iris import Names
from graph.locks import alone
from graph.progress import Progress, unwatched

if TYPE_CHECKING:
    from graph.statements import Statements

UNFINISHED = ".unfinished-"
_STAMP = "%Y%m%dT%H%M%SZ"
_FULL = ("No space left", "File too large", "Disk quota")


@dataclass
class Workspace:
    """What a step works on: the folder of the new build, its statements, and the build.json to be.
    `progress` is for the step to say how far it is; `reads` is what its steps ask `statements`
    for."""

    folder: Path
    names: Names
    info: dict[str, Any] = field(default_factory=dict)
    reads: Collection[str] = ()
    progress: Progress = unwatched

    @cached_property
    def statements(self) -> Statements:
        """All statements of the new build, until they are in its store."""
        from graph.statements import Statements  # a server does without its columns, and Polars

        return Statements(self.folder, self.reads)

    @property
    def store(self) -> Path:
        """The public store."""
        return self.folder / "public"

    @cached_property
    def filling(self) -> Filling:
        """The filling of the store with the statements."""
        return Filling(self.store)

    def hand_over(self) -> None:
        """What was written so far is finished: the engine can take it while steps go on."""
        if self.filling.takes:
            for part in self.statements.finished():
                self.filling.take(part)

    def close(self) -> None:
        """Stop the engine, and remove what is in its store."""
        self.filling.stop()
        self.statements.close()


@dataclass(frozen=True)
class Step:
    """One step of a build. What `run` returns goes into build.json under the step's name.

    `reads`: the properties and classes whose statements it asks `Workspace.statements` for.
    `gives_way`: whether the engine, which works beside it, goes first where both want a processor.
    """

    name: str
    run: Callable[[Workspace], Any]
    reads: Collection[str] = ()
    gives_way: bool = False


Watch = Callable[[str], Progress]
"""Called with the name of each step that begins; gives what the step reports to."""


def run(
    data: Path,
    steps: Sequence[Step],
    identity: Sequence[str],
    names: Names,
    watch: Watch = lambda step: unwatched,
) -> Build:
    """Run the steps in order, then switch to the new build. `identity`: the digests it is made of.

    Errors: `BuildError` when another build is running or the disk is full; whatever a step raises,
    after cleaning up.
    """
    shelf = data / "builds"
    shelf.mkdir(parents=True, exist_ok=True)
    _check_link(data)
    with _only_builder(shelf):
        started = datetime.now(UTC)
        build = Build(shelf / _identifier(started, identity, shelf))
        reads = frozenset(name for step in steps for name in step.reads)
        workspace = Workspace(shelf / f"{UNFINISHED}{build.id}", names, reads=reads)
        workspace.folder.mkdir()
        workspace.info = {"id": build.id, "started": started.isoformat(timespec="seconds")}
        try:
            _steps(workspace, steps, watch)
            _write_info(workspace)
            for path in (*workspace.folder.iterdir(), workspace.folder):
                _sync(path)
            os.rename(workspace.folder, build.folder)
        except BaseException as error:
            shutil.rmtree(workspace.folder, ignore_errors=True)
            if any(words in str(error) for words in _FULL):
                raise BuildError(f"{shelf}: no room to build: {error}; free some space") from error
            raise
        _sync(shelf)
        make_current(data, build)
    return build


def digest_of(identity: Sequence[str]) -> str:
    """What a build's id ends with: 8 hex digits for all that the build is made of."""
    return hashlib.sha256("\n".join(identity).encode()).hexdigest()[:8]


def make_current(data: Path, build: Build) -> None:
    """Serve this build from now on: one atomic rename."""
    link, fresh = data / "current", data / ".current-new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("builds") / build.id)
    os.replace(fresh, link)
    _sync(data)


def _steps(workspace: Workspace, steps: Sequence[Step], watch: Watch) -> None:
    seconds = workspace.info["seconds"] = {}
    with closing(workspace):
        for step in steps:
            begun = time.monotonic()
            workspace.progress = watch(step.name)
            work = partial(step.run, workspace)
            result = giving_way(work) if step.gives_way else work()
            workspace.hand_over()
            if result is not None:
                workspace.info[step.name] = result
            seconds[step.name] = round(time.monotonic() - begun, 3)


def _write_info(workspace: Workspace) -> None:
    workspace.info["finished"] = datetime.now(UTC).isoformat(timespec="seconds")
    path = workspace.folder / INFO
    # Rejected values can hold halves of characters; a file name can hold any byte.
    with path.open("w", encoding="utf-8", errors="replace") as file:
        json.dump(workspace.info, file, indent=1, ensure_ascii=False)


def _check_link(data: Path) -> None:
    link = data / "current"
    if link.exists() and not link.is_symlink():
        raise BuildError(f"{link}: is not a link to a build; move it away, then build again")


def _identifier(started: datetime, identity: Sequence[str], shelf: Path) -> str:
    """The id of a new build: later than every other, so that the newest always sorts first, also
    within one second and after a clock was set back."""
    taken = [path.name[:16] for path in shelf.iterdir() if BUILD_ID.fullmatch(path.name)]
    stamps = [datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC) for stamp in taken]
    stamp = max([started, *(other + timedelta(seconds=1) for other in stamps)])
    return f"{stamp:{_STAMP}}-{digest_of(identity)}"


@contextmanager
def _only_builder(shelf: Path) -> Iterator[None]:
    """Hold the shelf's lock, and clear away what builders left that died holding it."""
    with alone(shelf / ".lock", BuildError(f"{shelf}: another build is running; wait for it")):
        for left in shelf.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        yield


def _sync(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
