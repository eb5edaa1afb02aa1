"""What the schema page and the console's completion ask for beyond counts: where links lead."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.builds.steps.profiling import PROFILE
from graph.statements.text import IRI
from graph.vocabulary import RDF_TYPE

FEW = 60
"""A property with so many different resources as values, or fewer, has them listed."""
_SAMPLE = 200
"""Links of a class by a property that are looked at to tell where they lead."""


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

    def links(name: str) -> dict[str, str]:
        properties = (leading - {RDF_TYPE}).intersection(detail["classes"][name]["properties"])
        found = {term: _target(store, counts, name, term) for term in sorted(properties)}
        return {term: kind for term, kind in found.items() if kind}

    _add(detail["properties"], "values", values)
    _add(detail["classes"], "links", links)
    path.write_text(json.dumps(detail, ensure_ascii=False, indent=1), "utf-8")


def _add(entries: dict[str, dict[str, Any]], key: str, find: Callable[[str], Any]) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for entry, found in zip(entries.values(), pool.map(find, entries), strict=True):
            entry[key] = found


def _values(store: ox.Store, name: str) -> list[str]:
    query = f"SELECT DISTINCT ?o {{ ?s <{name}> ?o FILTER(isIRI(?o)) }} LIMIT {FEW + 1}"
    found = sorted(row["o"].value for row in _rows(store, query))
    return found if len(found) <= FEW else []


def _target(store: ox.Store, counts: dict[str, int], name: str, term: str) -> str | None:
    """The smallest class that holds the most of what a class's links lead to."""
    query = f"""SELECT ?class (COUNT(*) AS ?n) {{
        {{ SELECT ?o {{ ?s a <{name}> ; <{term}> ?o FILTER(isIRI(?o)) }} LIMIT {_SAMPLE} }}
        ?o a ?class
    }} GROUP BY ?class"""
    ranked = [
        (-int(row["n"].value), counts[row["class"].value], row["class"].value)
        for row in _rows(store, query)
    ]
    return min(ranked)[2] if ranked else None


def _rows(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return rows
