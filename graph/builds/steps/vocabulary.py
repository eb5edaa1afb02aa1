"""The description of credgraph's own terms, so that they have names in pages and queries."""

from __future__ import annotations

from importlib.resources import files

import pyoxigraph as ox

from graph.builds.run import Workspace


def vocabulary(workspace: Workspace) -> None:
    """Add ``graph/credgraph.ttl``."""
    described = ox.parse(files("graph").joinpath("credgraph.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    triples = (f"{quad.triple} .\n" for quad in described)
    workspace.statements.append(triples)
