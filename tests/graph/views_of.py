"""The views of loaded documents, added to their store by the step of a build."""

from __future__ import annotations

from pathlib import Path

from graph.builds.run import Workspace, unwatched
from graph.iris import Names
from graph.views import add_views
from tests.loaders.ctdl_documents import Loaded


def viewed(loaded: Loaded) -> Loaded:
    """The same store, with its views."""
    add_views(Workspace(Path(), Names(), {}, unwatched, loaded.store))
    return loaded
