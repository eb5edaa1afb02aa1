"""Stores made by the real loaders and link step, for asking the query files."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph import career, labels, links
from graph.builds import steps
from graph.builds.run import Workspace
from graph.iris import Names
from graph.sink import Channel, Sink
from loaders import load
from loaders.source import Source
from queries import catalog

Rows = list[dict[str, str]]
Ask = Callable[..., Rows]
Make = Callable[..., ox.Store]


def build(folder: Path, sources: Sequence[Source], extra: Sequence[str] = ()) -> ox.Store:
    """A store of these sources, with labels and links; `extra` are more N-Triples lines."""
    folder.mkdir(parents=True, exist_ok=True)
    work = Workspace(folder, Names(), {"sources": []}, {*labels.READS, *links.READS, *career.READS})
    with Channel(work.statements.text) as channel:
        for source in sources:
            load(source, Sink(channel, work.names))
    work.statements.append(extra)
    labels.label(work)
    links.resolve_links(work)
    career.add_career_graph(work)
    steps.begin_filling(work)
    work.hand_over()
    steps.end_filling(work)
    steps.finish_filling(work)
    return ox.Store.read_only(str(work.store))


@pytest.fixture
def ctdl_store(tmp_path: Path) -> Make:
    """Makes a store of CTDL resources given as JSON, and more N-Triples lines."""

    def make(resources: Sequence[dict[str, Any]], extra: Sequence[str] = ()) -> ox.Store:
        path = tmp_path / "records.json"
        context = "https://credreg.net/ctdl/schema/context/json"
        path.write_text(json.dumps({"@context": context, "@graph": list(resources)}))
        return build(tmp_path / "work", [Source("ctdl", "ctdl", (path,))], extra)

    return make


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Asks a query file of a store: rows as dicts of texts, without what is unbound."""

    def asked(store: ox.Store, query_id: str, **values: str) -> Rows:
        found = store.query(catalog()[query_id].bind(**values))
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: row[n].value for n in names if row[n] is not None} for row in found]

    return asked
