"""Links to Registry resources, and how many of them lead to nothing in this graph."""

from __future__ import annotations

from collections import Counter, deque

import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.vocabulary import CG, PROV

_OURS = (PROV.wasDerivedFrom, CG.resource, CG.linkSource, CG.linkTarget, CG.credential)
"""Properties that the build and the notes of loaders add: no publisher's links."""
_LINKS = f"""
SELECT ?subject (COUNT(*) AS ?links) (SUM(IF(EXISTS {{ ?target ?any ?thing }}, 0, 1)) AS ?lost)
WHERE {{
  ?subject ?property ?target .
  FILTER(isIRI(?target))
  FILTER(CONTAINS(STR(?target), "credentialengineregistry.org/resources/"))
  FILTER(?property NOT IN ({", ".join(f"<{term}>" for term in _OURS)}))
}} GROUP BY ?subject"""


def dangling(workspace: Workspace) -> dict[str, dict[str, int]]:
    """Per source: `links` to Registry resources, and `dangling`: those whose target nothing here
    says anything of. The links of a record's inner nodes (conditions, alignments) are its own."""
    store, names = workspace.store, workspace.names
    sources = {names.of("source", s["source"]): s["source"] for s in workspace.info["sources"]}
    links, lost = Counter[str](), Counter[str]()
    rows = store.query(_LINKS)
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        if source := _source(store, row["subject"], sources):
            links[source] += int(row["links"].value)
            lost[source] += int(row["lost"].value)
    return {name: {"links": links[name], "dangling": lost[name]} for name in sorted(links)}


def _source(store: ox.Store, node: ox.NamedNode, sources: dict[str, str]) -> str | None:
    """The source of a node: its own, or that of the nearest node that leads to it."""
    nodes, seen = deque([node]), {node}
    while nodes:
        node = nodes.popleft()
        for quad in store.quads_for_pattern(node, ox.NamedNode(PROV.wasDerivedFrom), None):
            if isinstance(quad.object, ox.NamedNode) and quad.object.value in sources:
                return sources[quad.object.value]
        for quad in store.quads_for_pattern(None, None, node):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject not in seen:
                seen.add(quad.subject)
                nodes.append(quad.subject)
    return None
