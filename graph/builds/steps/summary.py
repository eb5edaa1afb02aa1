"""What the graph says of its own content, in VoID: how many statements, resources of each class,
and statements of each property (https://www.w3.org/TR/void/#class-property-partitions).

So that nobody has to count the whole graph to know it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graph.builds.run import Workspace
from graph.builds.steps.profiling import PROFILE
from graph.statements.text import IRI
from graph.triples import iri, line, literal
from graph.vocabulary import CG, DCAT, VOID, XSD

_OF_CLASSES = (VOID.classPartition, VOID["class"], VOID.entities)
_OF_PROPERTIES = (VOID.propertyPartition, VOID.property, VOID.triples)
_OF_BUILD = (CG.Build, DCAT.Dataset, VOID.Dataset)
"""The classes of the build itself, which says its `void:triples`."""


class _Added(NamedTuple):
    """What the summary adds of one property: statements, their subjects, the kind of their
    objects."""

    statements: int
    subjects: int
    kind: str


def summarize(workspace: Workspace) -> None:
    """Add the counts of the profile to the graph, and to the profile what this adds: the summary
    counts itself, too. It has to be the last step that adds to the graph.

    The partitions belong to ``<build>#graph``.
    """
    profile = workspace.info["profile"]
    added = _added(profile)
    counts = dict(profile["properties"])
    for name, more in added.items():
        counts[name] = counts.get(name, 0) + more.statements
    profile["triples"] = sum(counts.values())
    profile["properties"] = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    build = workspace.names.of("build", workspace.info["id"])
    workspace.statements.append(_lines(build, profile))
    workspace.statements.shares()  # read here, since the steps that follow run side by side
    path = workspace.folder / PROFILE
    detail = json.loads(path.read_text("utf-8"))
    _complete(detail, profile, added, build)
    path.write_text(json.dumps(detail, ensure_ascii=False, indent=1), "utf-8")


def _added(profile: Mapping[str, Any]) -> dict[str, _Added]:
    classes = len(profile["classes"])
    properties = len({*profile["properties"], *_OF_CLASSES, *_OF_PROPERTIES})
    return {
        VOID.classPartition: _Added(classes, 1, IRI),
        VOID["class"]: _Added(classes, classes, IRI),
        VOID.entities: _Added(classes, classes, XSD.integer),
        VOID.propertyPartition: _Added(properties, 1, IRI),
        VOID.property: _Added(properties, properties, IRI),
        VOID.triples: _Added(properties + 1, properties + 1, XSD.integer),  # 1: the build's own
    }


def _lines(build: str, profile: Mapping[str, Any]) -> Iterator[str]:
    yield line(build, VOID.triples, literal(str(profile["triples"]), XSD.integer))
    graph = f"{build}#graph"
    for part, terms in (("classes", _OF_CLASSES), ("properties", _OF_PROPERTIES)):
        partition, term, count = terms
        for number, (name, found) in enumerate(profile[part].items(), 1):
            node = f"{graph}-{part}-{number}"
            yield line(graph, partition, iri(node))
            yield line(node, term, iri(name))
            yield line(node, count, literal(str(found), XSD.integer))


def _complete(
    detail: dict[str, Any], profile: Mapping[str, Any], added: Mapping[str, _Added], build: str
) -> None:
    """Add to profile.json what the summary adds to the graph."""
    for name, more in added.items():
        about = detail["properties"].setdefault(
            name, {"count": 0, "subjects": 0, "objects": {}, "examples": []}
        )
        about["count"] += more.statements
        about["subjects"] += more.subjects
        about["objects"][more.kind] = about["objects"].get(more.kind, 0) + more.statements
    triples = {"subject": build, "object": str(profile["triples"])}
    detail["properties"][VOID.triples]["examples"].append(triples)
    detail["properties"] = {name: detail["properties"][name] for name in profile["properties"]}
    for name in _OF_BUILD:
        if about := detail["classes"].get(name):
            for counts in (about["properties"], about.get("resources", {})):
                counts[VOID.triples] = counts.get(VOID.triples, 0) + 1
