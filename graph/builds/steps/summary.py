"""What the graph says of its own content, in VoID: how many statements, subjects, resources,
classes and properties there are, and of each class and property
(https://www.w3.org/TR/void/#statistics, https://www.w3.org/TR/void/#class-property-partitions).

So that nobody has to count the whole graph to know it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graph.builds.run import Workspace
from graph.builds.shelf import PROFILE
from graph.statements.columns import IRI
from graph.triples import iri, line, literal
from graph.vocabulary import CG, DCAT, VOID, XSD

_ADDS = (
    VOID.classes, VOID.classPartition, VOID["class"], VOID.entities, VOID.properties,
    VOID.propertyPartition, VOID.property, VOID.triples, VOID.distinctSubjects, CG.records,
)  # fmt: skip
_OF_BUILD = (CG.Build, DCAT.Dataset, VOID.Dataset)
"""The classes of the build itself, which says the counts of the whole."""


class _Added(NamedTuple):
    """What the summary adds of one property: statements, their subjects, the kind of their
    objects."""

    statements: int
    subjects: int
    kind: str


def summarize(workspace: Workspace) -> None:
    """Add the counts of the profile to the graph, and to the profile what this adds: the summary
    counts itself, too. It has to be the last step that adds to the graph.

    The partitions belong to ``<build>#graph``. How many distinct objects there are goes to
    build.json alone: a statement of it would be one more.
    """
    profile = workspace.info["profile"]
    path = workspace.folder / PROFILE
    detail = json.loads(path.read_text("utf-8"))
    build = workspace.names.of("build", workspace.info["id"])
    added = _added(profile)
    _count(profile, added)
    _complete(detail, profile, added, build)
    workspace.statements.append(_lines(build, profile, detail))
    profile["distinct_objects"] = workspace.statements.distinct_objects()
    path.write_text(json.dumps(detail, ensure_ascii=False, indent=1), "utf-8")


def _added(profile: Mapping[str, Any]) -> dict[str, _Added]:
    """What the summary adds, by property. Counts are of each partition and of the build itself."""
    classes = len(profile["classes"])
    properties = len({*profile["properties"], *_ADDS})
    of_classes, of_properties = classes + 1, properties + 1
    return {
        VOID.classes: _Added(1, 1, XSD.integer),
        VOID.classPartition: _Added(classes, 1, IRI),
        VOID["class"]: _Added(classes, classes, IRI),
        VOID.entities: _Added(of_classes, of_classes, XSD.integer),
        VOID.properties: _Added(of_classes, of_classes, XSD.integer),
        VOID.propertyPartition: _Added(properties, 1, IRI),
        VOID.property: _Added(properties, properties, IRI),
        VOID.triples: _Added(of_properties, of_properties, XSD.integer),
        VOID.distinctSubjects: _Added(of_properties, of_properties, XSD.integer),
        CG.records: _Added(classes, classes, XSD.integer),
    }


def _totals(profile: Mapping[str, Any]) -> dict[str, int]:
    """What is said of the build itself."""
    return {
        VOID.triples: profile["triples"],
        VOID.distinctSubjects: profile["distinct_subjects"],
        VOID.entities: profile["entities"],
        VOID.classes: len(profile["classes"]),
        VOID.properties: len(profile["properties"]),
    }


def _count(profile: dict[str, Any], added: Mapping[str, _Added]) -> None:
    """Add to the counts for build.json what the summary adds: statements, and as subjects its
    partitions and what they belong to."""
    counts = dict(profile["properties"])
    for name, more in added.items():
        counts[name] = counts.get(name, 0) + more.statements
    profile["triples"] = sum(counts.values())
    profile["properties"] = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    profile["distinct_subjects"] += 1 + len(profile["classes"]) + len(counts)


def _complete(
    detail: dict[str, Any], profile: Mapping[str, Any], added: Mapping[str, _Added], build: str
) -> None:
    """Add to profile.json what the summary adds to the graph."""
    for name, more in added.items():
        about = detail["properties"].setdefault(
            name, {"count": 0, "subjects": 0, "objects": {}, "examples": [], "values": []}
        )
        about["count"] += more.statements
        about["subjects"] += more.subjects
        about["objects"][more.kind] = about["objects"].get(more.kind, 0) + more.statements
    totals = _totals(profile)
    for name, total in totals.items():
        example = {"subject": build, "object": str(total)}
        detail["properties"][name]["examples"].append(example)
    detail["properties"] = {name: detail["properties"][name] for name in profile["properties"]}
    for cls in _OF_BUILD:
        if about := detail["classes"].get(cls):
            for counts in (about["properties"], about.get("resources", {})):
                for name in totals:
                    counts[name] = counts.get(name, 0) + 1


def _lines(build: str, profile: Mapping[str, Any], detail: Mapping[str, Any]) -> Iterator[str]:
    for name, total in _totals(profile).items():
        yield line(build, name, _number(total))
    graph = f"{build}#graph"
    for number, (cls, about) in enumerate(detail["classes"].items(), 1):
        node = f"{graph}-classes-{number}"
        yield line(graph, VOID.classPartition, iri(node))
        yield line(node, VOID["class"], iri(cls))
        yield line(node, VOID.entities, _number(about["count"]))
        yield line(node, VOID.properties, _number(len(about["properties"])))
        yield line(node, CG.records, _number(profile["records"].get(cls, 0)))
    for number, (name, about) in enumerate(detail["properties"].items(), 1):
        node = f"{graph}-properties-{number}"
        yield line(graph, VOID.propertyPartition, iri(node))
        yield line(node, VOID.property, iri(name))
        yield line(node, VOID.triples, _number(about["count"]))
        yield line(node, VOID.distinctSubjects, _number(about["subjects"]))


def _number(count: int) -> str:
    return literal(str(count), XSD.integer)
