"""What the steps of a build say of the graph, against counts made by hand or by another reader."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, VOID

from graph import vocabulary as ns
from graph.builds import Build
from graph.iris import Names
from graph.triples import iri, line, literal
from graph.vocabulary import CETERMS, CG, XSD
from tests.graph.building import REGISTRY, build, credential

CONDITION = "https://credreg.net/bnodes/00000000-0000-4000-8000-000000000001"
SOURCE = rdflib.URIRef(Names().of("source", "ctdl"))
TESTED = (
    "https://sandbox.credentialengineregistry.org/resources/ce-1",
    "https://staging.credentialengineregistry.org/resources/ce-1",
    "https://lr-staging.learningtapestry.com/resources/ce-1",
    "https://lr-staging.learningtapestry.com/resources/ce-2",
)
LINES = [
    *credential(1, (CETERMS.isPartOf, iri(f"{REGISTRY}ce-00000002"))),
    *credential(2, (CETERMS.isPartOf, iri(f"{REGISTRY}ce-99999999"))),
    *credential(3, (CETERMS.requires, iri(CONDITION))),
    # An inner node of credential 3: its links are that record's.
    line(CONDITION, CETERMS.targetCredential, iri(f"{REGISTRY}ce-00000001")),
    line(CONDITION, CETERMS.targetCredential, iri(f"{REGISTRY}ce-88888888")),
    line(CONDITION, CETERMS.targetCredential, iri("https://elsewhere.example/1")),
    line(CONDITION, CETERMS.weight, literal("0.5", XSD.decimal)),
    line(CONDITION, CETERMS.weight, literal("half")),
    # A note of a loader is no publisher's link.
    line(Names().of("note", "1"), CG.resource, iri(f"{REGISTRY}ce-77777777")),
    line(Names().of("note", "1"), PROV.wasDerivedFrom, iri(str(SOURCE))),
    *(line(name, PROV.wasDerivedFrom, iri(str(SOURCE))) for name in TESTED[:3]),
    line(CONDITION, CETERMS.targetCredential, iri(TESTED[3])),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return build(tmp_path_factory.mktemp("data"), LINES)


@pytest.fixture(scope="module")
def graph(made: Build) -> rdflib.Graph:
    """The download, read by rdflib."""
    content = gzip.decompress((made.folder / "graph.nt.gz").read_bytes())
    return rdflib.Graph().parse(data=content, format="nt")


def test_links_that_lead_to_nothing_are_counted(made: Build) -> None:
    assert made.info["dangling"] == {"ctdl": {"links": 5, "dangling": 3}}


def test_what_is_for_tests_is_marked(graph: rdflib.Graph) -> None:
    marked = graph.subjects(RDF.type, rdflib.URIRef(CG.TestResource))
    assert sorted(map(str, marked)) == sorted(TESTED)


def test_the_download_is_the_whole_store(made: Build, graph: rdflib.Graph) -> None:
    store = ox.Store.read_only(str(made.public))
    assert len(graph) == len(store) == made.info["profile"]["triples"]
    content = (made.folder / "graph.nt.gz").read_bytes()
    assert made.info["download"] == {
        "file": "graph.nt.gz",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def test_the_profile_counts_what_another_reader_counts(made: Build, graph: rdflib.Graph) -> None:
    short, detail = made.info["profile"], profile(made)
    classes = Counter(str(kind) for kind in graph.objects(None, RDF.type))
    properties = Counter(str(p) for p in graph.predicates())
    assert short["classes"] == classes
    assert short["properties"] == properties
    assert {name: c["count"] for name, c in detail["classes"].items()} == classes
    assert {name: p["count"] for name, p in detail["properties"].items()} == properties
    for name, about in detail["classes"].items():
        members = set(graph.subjects(RDF.type, rdflib.URIRef(name)))
        assert about["properties"] == Counter(str(p) for m in members for p in graph.predicates(m))
        assert set(about["examples"]) <= {str(m) for m in members}
        assert len(about["examples"]) == min(3, len(members))
    for name, about in detail["properties"].items():
        subjects = set(graph.subjects(rdflib.URIRef(name)))
        assert about["subjects"] == len(subjects)
        assert sum(about["objects"].values()) == about["count"]


def test_the_profile_tells_kinds_of_objects_with_examples(made: Build) -> None:
    properties = profile(made)["properties"]
    assert properties[CETERMS.weight]["objects"] == {XSD.decimal: 1, XSD.string: 1}
    assert properties[CETERMS.isPartOf]["objects"] == {"IRI": 2}
    assert properties[CETERMS.name]["objects"] == {str(RDF.langString): 3}
    examples = properties[CETERMS.weight]["examples"]
    assert {e["object"] for e in examples} == {"0.5", "half"}
    assert {e["subject"] for e in examples} == {CONDITION}


def test_the_profile_tells_where_links_lead(made: Build, graph: rdflib.Graph) -> None:
    detail = profile(made)
    for name, about in detail["properties"].items():
        objects = graph.objects(None, rdflib.URIRef(name)) if name != str(RDF.type) else ()
        values = {str(o) for o in objects if isinstance(o, rdflib.URIRef)}
        if not name.startswith(str(VOID)):  # the build's own counts are added later
            assert about["values"] == sorted(values), name
    led = detail["classes"][CETERMS.Certificate]["links"]
    assert led[CETERMS.isPartOf] == CETERMS.Certificate
    assert led[str(PROV.wasDerivedFrom)] in {str(c) for c in graph.objects(SOURCE, RDF.type)}
    assert CETERMS.requires not in led, "the condition has no class"


def test_the_graph_describes_its_source_and_itself(made: Build, graph: rdflib.Graph) -> None:
    node = rdflib.URIRef(Names().of("build", made.id))
    assert (node, RDF.type, VOID.Dataset) in graph
    assert graph.value(node, rdflib.URIRef(ns.DCAT.version)) == rdflib.Literal(made.id)
    assert graph.value(node, PROV.wasDerivedFrom) == SOURCE
    triples = graph.value(node, VOID.triples)
    assert triples is not None
    assert triples.toPython() == len(graph)  # type: ignore[attr-defined]
    assert (SOURCE, RDF.type, DCAT.Dataset) in graph
    assert graph.value(SOURCE, DCTERMS.issued) == rdflib.Literal("2026-03-01", datatype=XSD.date)


def test_the_graph_counts_its_classes_and_properties(made: Build, graph: rdflib.Graph) -> None:
    classes = {c: len(set(graph.subjects(RDF.type, c))) for c in set(graph.objects(None, RDF.type))}
    properties = Counter(graph.predicates())
    assert partitions(graph, VOID["class"], VOID.entities) == classes
    assert partitions(graph, VOID.property, VOID.triples) == properties
    totals = {
        VOID.distinctSubjects: len(set(graph.subjects())),
        VOID.entities: len(set(graph.subjects(RDF.type))),
        VOID.classes: len(classes),
        VOID.properties: len(properties),
    }
    node = rdflib.URIRef(Names().of("build", made.id))
    assert {name: int(str(graph.value(node, name))) for name in totals} == totals
    assert made.info["profile"]["distinct_objects"] == len(set(graph.objects()))
    told = made.info["profile"]
    assert told["properties"] == {str(name): count for name, count in properties.items()}
    detail = profile(made)["properties"]
    assert {name: about["count"] for name, about in detail.items()} == told["properties"]
    for name, about in detail.items():
        assert about["subjects"] == len(set(graph.subjects(rdflib.URIRef(name)))), name
        assert sum(about["objects"].values()) == about["count"], name
    used = Counter(
        (str(cls), str(name))
        for node, cls in graph.subject_objects(RDF.type)
        for name in graph.predicates(node)
    )
    found = {
        (cls, name): count
        for cls, about in profile(made)["classes"].items()
        for name, count in about["properties"].items()
    }
    assert found == used


def partitions(
    graph: rdflib.Graph, term: rdflib.URIRef, count: rdflib.URIRef
) -> dict[rdflib.term.Node, int]:
    """The counts of the parts of the graph that have this term."""
    return {name: int(str(graph.value(node, count))) for node, name in graph.subject_objects(term)}


def profile(made: Build) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made.folder / "profile.json").read_text("utf-8"))
    return found
