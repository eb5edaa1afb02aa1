"""The views of loaded documents, added to their store as a build does."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from graph.iris import Names
from graph.views.step import view_lines
from tests.loaders.ctdl_documents import Loaded


def viewed(loaded: Loaded) -> Loaded:
    """The same store, with its views."""
    lines = list(view_lines(loaded.store, Names(), Counter()))
    loaded.store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    return loaded
