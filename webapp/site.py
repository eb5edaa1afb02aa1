"""What every page asks with: the settings, the builds that are open, and this request's build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app, g, request

from graph.builds import Build
from graph.settings import Settings
from graph.stores import Served, ServedBuilds
from webapp.cancelling import Cancellations
from webapp.stopping import Stopping


@dataclass(frozen=True)
class Site:
    """The state of one application: its data folder, settings and builds, the queries that can be
    cancelled, and whether it is being stopped. `version` is the program's."""

    data: Path
    settings: Settings
    builds: ServedBuilds
    version: str
    cancellations: Cancellations
    stopping: Stopping


def site() -> Site:
    """The application that answers this request."""
    return cast(Site, current_app.extensions["credgraph"])


def served() -> Served:
    """The build that this request is about, opened: ``?build=ID``, else the current one.

    Errors: `graph.stores.UnknownBuild`, `graph.stores.PrunedBuild`.
    """
    if "served" not in g:
        wanted = request.args.get("build")
        g.served = site().builds.get(wanted) if wanted else site().builds.current()
    return cast(Served, g.served)


def build() -> Build:
    """The build that this request is about."""
    return served().build


def is_pinned_build() -> bool:
    """Whether the request names its build, so that its answer can never change."""
    return "build" in request.args
