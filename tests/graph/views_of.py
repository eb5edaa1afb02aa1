"""The views of loaded documents, added to their store by the step of a build."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.iris import Names
from graph.views import READS, add_views
from tests.loaders.ctdl_documents import Loaded


def viewed(loaded: Loaded) -> Loaded:
    """The same store, with its views."""
    with tempfile.TemporaryDirectory() as folder:
        work = Workspace(Path(folder), Names(), reads=READS)
        loaded.store.dump(
            work.statements.text, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()
        )
        add_views(work)
        loaded.store.bulk_load(path=work.statements.text, format=ox.RdfFormat.N_TRIPLES)
    return loaded
