"""The builds that a server has open: the current one, and older ones that are asked for by id."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from graph import builds
from graph.builds import Build
from graph.stores.base import Store
from graph.stores.embedded import EmbeddedStore

MAX_OPEN = 3


class UnknownBuild(LookupError):
    """There is no build of this id."""


class PrunedBuild(LookupError):
    """The build was pruned; only its build.json is left. The argument is the `Build`."""


@dataclass(frozen=True)
class Served:
    """A build, and the store that answers for it."""

    build: Build
    store: Store


class ServedBuilds:
    """Opens stores as they are asked for. A new build is seen at once, without a restart."""

    def __init__(self, data: Path, workers: int) -> None:
        self._data, self._workers = data, workers
        self._guard = threading.Lock()
        self._open: dict[str, Served] = {}

    def current(self) -> Served:
        """What is served now. Errors: `UnknownBuild` before the first build."""
        build = builds.current(self._data)
        if build is None:
            raise UnknownBuild(f"{self._data}: no build yet")
        return self._opened(build)

    def get(self, build_id: str) -> Served:
        """A build by its id. Errors: `UnknownBuild`, `PrunedBuild`."""
        for build in builds.builds(self._data):
            if build.id == build_id:
                return self._opened(build)
        raise UnknownBuild(build_id)

    def close(self) -> None:
        """Close every store."""
        with self._guard:
            for served in self._open.values():
                served.store.close()
            self._open.clear()

    def _opened(self, build: Build) -> Served:
        with self._guard:
            if build.is_pruned:
                raise PrunedBuild(build)
            served = self._open.pop(build.id, None)
            if served is None:
                try:
                    served = Served(build, EmbeddedStore(build.public, self._workers))
                except OSError as error:
                    raise PrunedBuild(build) from error
            self._open[build.id] = served  # the one used last stands last
            while len(self._open) > MAX_OPEN:
                self._open.pop(next(iter(self._open))).store.close()
            return served
