"""Registry resources that records point at but that are not here, or stand in a test environment.

They are typed, so that a check finds them by a look-up and not by reading every IRI of the graph.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.builds.steps import add
from graph.triples import iri, line
from graph.vocabulary import CG, RDF_TYPE

_HOST = "credentialengineregistry.org/resources/"
_TEST = re.compile(r"https://(sandbox|staging)\.credentialengineregistry\.org/")
_TARGETS = f"""
SELECT DISTINCT ?target WHERE {{
  ?subject ?property ?target .
  FILTER(isIRI(?target))
  FILTER(CONTAINS(STR(?target), "{_HOST}"))
}}"""


def mark_registry_resources(workspace: Workspace) -> dict[str, int]:
    """Type what is missing `cg:MissingResource`, and what is only for tests `cg:TestResource`.

    For build.json: how many there are of each.
    """
    missing, test = [], []
    rows = workspace.store.query(_TARGETS)
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        target = row["target"]
        if _TEST.match(target.value):
            test.append(target.value)
        elif not any(workspace.store.quads_for_pattern(target, None, None)):
            missing.append(target.value)
    lines = [line(name, RDF_TYPE, iri(CG.MissingResource)) for name in missing]
    lines += [line(name, RDF_TYPE, iri(CG.TestResource)) for name in test]
    add(workspace, lines)
    return {"missing": len(missing), "test": len(test)}
