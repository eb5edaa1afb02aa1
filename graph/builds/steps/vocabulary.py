"""The description of credgraph's own terms, so that they have names in pages and queries."""

from __future__ import annotations

from importlib.resources import files

import pyoxigraph as ox

from graph.builds.run import Workspace


def vocabulary(workspace: Workspace) -> None:
    """Add ``graph/credgraph.ttl`` to the store."""
    text = files("graph").joinpath("credgraph.ttl").read_bytes()
    workspace.store.bulk_load(text, format=ox.RdfFormat.TURTLE)
