"""Links to Registry resources: how many lead to nothing in this graph, and to a test environment.

What they lead to is typed, so that a check finds it by a look-up and not by reading every IRI.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator

import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.builds.steps.filling import add
from graph.triples import iri, line
from graph.vocabulary import CG, PROV, RDF_TYPE

_OURS = (
    PROV.wasDerivedFrom, CG.inRecord, CG.owner, CG.resource, CG.linkSource, CG.linkTarget,
    CG.credential, CG.envelopeOwner, CG.envelopePublisher,
)  # fmt: skip
"""Properties that the build and the notes of loaders add: no publisher's links."""
_LINKS = f"""
SELECT ?subject ?target WHERE {{
  ?subject ?property ?target .
  FILTER(isIRI(?target))
  FILTER(CONTAINS(STR(?target), "credentialengineregistry.org/resources/"))
  FILTER(?property NOT IN ({", ".join(f"<{term}>" for term in _OURS)}))
}}"""
_TEST = re.compile(r"https?://(sandbox|staging)\.credentialengineregistry\.org/")


def dangling(workspace: Workspace) -> dict[str, dict[str, int]]:
    """Per source: `links` to Registry resources, and `dangling`: those whose target nothing here
    says anything of. The links of a record's inner nodes (conditions, alignments) are its own.

    Types the targets: `cg:MissingResource` what dangles, `cg:TestResource` what is for tests.
    """
    store, names = workspace.store, workspace.names
    sources = {names.of("source", s["source"]): s["source"] for s in workspace.info["sources"]}
    links, lost = Counter[str](), Counter[str]()
    known: dict[ox.NamedNode, bool] = {}
    of_subject: dict[ox.NamedNode, str | None] = {}
    rows = store.query(_LINKS)
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        subject, target = row["subject"], row["target"]
        if target not in known:
            known[target] = any(store.quads_for_pattern(target, None, None))
        if subject not in of_subject:
            of_subject[subject] = _source(store, subject, sources)
        if source := of_subject[subject]:
            links[source] += 1
            lost[source] += not known[target]
    known |= {record: True for record in _records(store) if _TEST.match(record.value)}
    add(workspace, [line(target.value, RDF_TYPE, iri(kind)) for target, kind in _kinds(known)])
    return {name: {"links": links[name], "dangling": lost[name]} for name in sorted(links)}


def _records(store: ox.Store) -> Iterator[ox.NamedNode]:
    """Everything that came from a source."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(PROV.wasDerivedFrom), None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _kinds(known: dict[ox.NamedNode, bool]) -> list[tuple[ox.NamedNode, str]]:
    """What is for tests, and what else is missing."""
    test = [(target, CG.TestResource) for target in known if _TEST.match(target.value)]
    missing = [
        (target, CG.MissingResource)
        for target, is_here in known.items()
        if not is_here and not _TEST.match(target.value)
    ]
    return test + missing


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
