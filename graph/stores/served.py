"""The builds that a server has open: the current one, and older ones that are asked for by id."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from graph import builds
from graph.builds import Build
from graph.stores.base import Store
from graph.stores.cached import CachedStore
from graph.stores.embedded import EmbeddedStore

MAX_OPEN = 3


class UnknownBuild(LookupError):
    """There is no build of this id."""


class PrunedBuild(LookupError):
    """The build was pruned; only its build.json is left. The argument is the `Build`."""


@dataclass(frozen=True)
class Served:
    """A build, and what answers for it: `store` the questions of pages and query files, `free` any
    query that somebody wrote, so that these never take the last worker from pages."""

    build: Build
    store: Store
    free: Store

    def close(self) -> None:
        """Close both."""
        self.store.close()
        self.free.close()


class ServedBuilds:
    """Opens stores as they are asked for. A new build is seen at once, without a restart.

    The `MAX_OPEN` builds asked last stay open. What falls out closes when nobody holds its
    `Served` any more, so a request ends on the build that it began with.
    """

    def __init__(self, data: Path, workers: int) -> None:
        self._data, self._workers = data, workers
        self._guard = threading.Lock()
        self._open: dict[str, Served] = {}

    def current(self) -> Served:
        """What is served now. Errors: `UnknownBuild` before the first build."""
        build_id = builds.current_id(self._data)
        with self._guard:
            served = self._known(build_id) if build_id else None
        if served:
            return served
        build = builds.current(self._data)
        if build is None:
            raise UnknownBuild(f"{self._data}: no build yet")
        return self._opened(build)

    def get(self, build_id: str) -> Served:
        """A build by its id. Errors: `UnknownBuild`, `PrunedBuild`."""
        build = builds.find(self._data, build_id)
        if build is None:
            raise UnknownBuild(build_id)
        return self._opened(build)

    def close(self) -> None:
        """Close every store."""
        with self._guard:
            for served in self._open.values():
                served.close()
            self._open.clear()

    def _opened(self, build: Build) -> Served:
        with self._guard:
            served = self._known(build.id)
            if served is None:
                served = _open(build, self._workers)
                self._open[build.id] = served
            while len(self._open) > MAX_OPEN:
                del self._open[next(iter(self._open))]
            return served

    def _known(self, build_id: str) -> Served | None:
        """The build if it is open and still there; the one used last stands last."""
        served = self._open.pop(build_id, None)
        if served is None or served.build.is_pruned:
            return None
        self._open[build_id] = served
        return served


def _open(build: Build, workers: int) -> Served:
    try:
        store = CachedStore(EmbeddedStore(build.public, workers))
        # Nobody can take more than half of what answers queries that people write.
        half = (workers + 1) // 2
        free = CachedStore(EmbeddedStore(build.public, workers, spares=half, per_client=half))
    except OSError as error:
        raise PrunedBuild(build) from error
    served = Served(build, store, free)
    # Asked after its folder is locked: from now on it can't be pruned.
    if build.is_pruned:
        served.close()
        raise PrunedBuild(build)
    return served
