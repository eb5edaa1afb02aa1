"""The schema profile: which classes and properties the graph uses, how often, with examples.

Counts go to build.json; ``profile.json`` in the build's folder holds the rest, for the schema page
and the console's completion.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.vocabulary import RDF_TYPE

PROFILE = "profile.json"
EXAMPLES = 3
FEW = 60
"""A property with so many different resources as values, or fewer, has them listed."""
_SAMPLE = 200
"""Links of a class by a property that are looked at to tell where they lead."""
_EXAMPLE_LENGTH = 200
_IRI = "IRI"


def profile(workspace: Workspace) -> dict[str, Any]:
    """Write profile.json. For build.json: `triples`, and the counts of `classes` (resources) and
    `properties` (statements), the most frequent first.

    profile.json: ``{"classes": {IRI: {"count", "examples": [IRI], "properties": {IRI: count},
    "links": {property: class}}}, "properties": {IRI: {"count", "subjects", "objects":
    {kind: count}, "examples": [{"subject", "object"}], "values": [IRI]}}}``. A kind of object is
    ``IRI`` or the datatype's IRI; `values` are the resources that a property leads to, where they
    are few; `links` says to what class a class's links lead, as far as a sample tells.
    """
    store = workspace.store
    classes = _counts(store, "?s a ?term")
    properties = _counts(store, "?s ?term ?o")
    used = _properties_by_class(store)
    detail: dict[str, Any] = {
        "classes": {
            term: {"count": count, "examples": _instances(store, term), "properties": used[term]}
            for term, count in classes.items()
        },
        "properties": {},
    }
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(partial(_property, store), properties)
        for done, (term, more) in enumerate(zip(properties, found, strict=True), 1):
            detail["properties"][term] = {"count": properties[term]} | more
            workspace.progress(done, len(properties), "properties")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        targets = pool.map(partial(_links, store, detail, classes), classes)
        for term, links in zip(classes, targets, strict=True):
            detail["classes"][term]["links"] = links
    path = workspace.folder / PROFILE
    path.write_text(json.dumps(detail, ensure_ascii=False, indent=1), "utf-8")
    return {"triples": len(store), "classes": classes, "properties": properties}


def _counts(store: ox.Store, pattern: str) -> dict[str, int]:
    query = f"SELECT ?term (COUNT(*) AS ?n) WHERE {{ {pattern} }} GROUP BY ?term"
    return _sorted({row["term"].value: int(row["n"].value) for row in _rows(store, query)})


def _properties_by_class(store: ox.Store) -> dict[str, dict[str, int]]:
    """For each class the statements that its instances have, by property."""
    used: dict[str, dict[str, int]] = {}
    query = "SELECT ?class ?term (COUNT(*) AS ?n) { ?s a ?class ; ?term ?o } GROUP BY ?class ?term"
    for row in _rows(store, query):
        used.setdefault(row["class"].value, {})[row["term"].value] = int(row["n"].value)
    return {name: _sorted(counts) for name, counts in used.items()}


def _instances(store: ox.Store, name: str) -> list[str]:
    query = f"SELECT ?s {{ ?s a <{name}> }} LIMIT {EXAMPLES}"
    return [row["s"].value for row in _rows(store, query)]


def _property(store: ox.Store, name: str) -> dict[str, Any]:
    """Subjects, kinds of objects and an example of each kind. One property at a time: the set of
    distinct subjects of a whole graph would not fit into memory."""
    subjects = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s <{name}> ?o }}"
    kinds = f"""SELECT ?kind (COUNT(*) AS ?n) (SAMPLE(?s) AS ?subject) (SAMPLE(?o) AS ?object) {{
        ?s <{name}> ?o BIND(IF(isLiteral(?o), DATATYPE(?o), "{_IRI}") AS ?kind)
    }} GROUP BY ?kind"""
    found = list(_rows(store, kinds))
    found.sort(key=lambda row: (-int(row["n"].value), row["kind"].value))
    return {
        "subjects": int(next(_rows(store, subjects))["n"].value),
        "objects": {row["kind"].value: int(row["n"].value) for row in found},
        "examples": [
            {"subject": row["subject"].value, "object": row["object"].value[:_EXAMPLE_LENGTH]}
            for row in found[:EXAMPLES]
        ],
        "values": _values(store, name) if any(r["kind"].value == _IRI for r in found) else [],
    }


def _values(store: ox.Store, name: str) -> list[str]:
    """The resources that a property leads to; none where they are more than a few."""
    query = f"SELECT DISTINCT ?o {{ ?s <{name}> ?o FILTER(isIRI(?o)) }} LIMIT {FEW + 1}"
    found = sorted(row["o"].value for row in _rows(store, query))
    return found if len(found) <= FEW else []


def _links(
    store: ox.Store, detail: dict[str, Any], classes: dict[str, int], name: str
) -> dict[str, str]:
    """To what class the links of a class lead, by property: the smallest that holds the most."""
    found = {}
    for term in detail["classes"][name]["properties"]:
        if term == RDF_TYPE or _IRI not in detail["properties"][term]["objects"]:
            continue
        query = f"""SELECT ?class (COUNT(*) AS ?n) {{
            {{ SELECT ?o {{ ?s a <{name}> ; <{term}> ?o FILTER(isIRI(?o)) }} LIMIT {_SAMPLE} }}
            ?o a ?class
        }} GROUP BY ?class"""
        ranked = [
            (-int(row["n"].value), classes[row["class"].value], row["class"].value)
            for row in _rows(store, query)
        ]
        if ranked:
            found[term] = min(ranked)[2]
    return found


def _rows(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return rows


def _sorted(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
