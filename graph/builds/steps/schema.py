"""What the schema page and the console's completion ask for beyond counts: where links lead."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.builds.steps.profiling import PROFILE
from graph.statements.text import IRI
from graph.vocabulary import CEASN, CETERMS, CG, QDATA, RDF_TYPE

FEW = 60
"""A property with so many different resources as values, or fewer, has them listed."""
_SAMPLE = 500
"""Links by a property that are looked at to tell where they lead."""

_MARKS = (CG.TestResource, CG.MissingResource, CG.ProvisionalRecord)
"""Classes that say how a resource came here, not what it is."""
_OWN = (CETERMS.iri, CEASN.iri, QDATA.iri, CG.iri)


def schema(workspace: Workspace) -> None:
    """Add to profile.json: for each property `values`, [IRI], the resources that it leads to where
    they are few; for each class `links`, {property: class}, to what class its links lead, as far as
    a sample tells."""
    path = workspace.folder / PROFILE
    detail = json.loads(path.read_text("utf-8"))
    leading = {name for name, about in detail["properties"].items() if IRI in about["objects"]}
    counts = {name: about["count"] for name, about in detail["classes"].items()}
    store = workspace.store

    def values(name: str) -> list[str]:
        return _values(store, name) if name in leading else []

    _add(detail["properties"], "values", values)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        properties = sorted(leading - {RDF_TYPE})
        targets = dict(
            zip(properties, pool.map(partial(_targets, store, counts), properties), strict=True)
        )
    for name, about in detail["classes"].items():
        found = {term: targets[term].get(name) for term in about["properties"] if term in targets}
        about["links"] = {term: kind for term, kind in found.items() if kind}
    path.write_text(json.dumps(detail, ensure_ascii=False, indent=1), "utf-8")


def _add(entries: dict[str, dict[str, Any]], key: str, find: Callable[[str], Any]) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for entry, found in zip(entries.values(), pool.map(find, entries), strict=True):
            entry[key] = found


def _values(store: ox.Store, name: str) -> list[str]:
    query = f"SELECT DISTINCT ?o {{ ?s <{name}> ?o FILTER(isIRI(?o)) }} LIMIT {FEW + 1}"
    found = sorted(row["o"].value for row in _rows(store, query))
    return found if len(found) <= FEW else []


def _targets(store: ox.Store, counts: dict[str, int], term: str) -> dict[str, str]:
    """For each class the one that its links by a property lead to: the smallest that holds the
    most of them; of equals the one that CTDL or credgraph names."""
    query = f"""SELECT ?from ?to (COUNT(*) AS ?n) {{
        {{ SELECT ?s ?o {{ ?s <{term}> ?o FILTER(isIRI(?o)) }} LIMIT {_SAMPLE} }}
        ?s a ?from . ?o a ?to
    }} GROUP BY ?from ?to"""
    ranked: dict[str, list[tuple[bool, int, int, bool, str]]] = {}
    for row in _rows(store, query):
        to = row["to"].value
        entry = (to in _MARKS, -int(row["n"].value), counts[to], not to.startswith(_OWN), to)
        ranked.setdefault(row["from"].value, []).append(entry)
    return {name: min(entries)[-1] for name, entries in ranked.items()}


def _rows(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return rows
