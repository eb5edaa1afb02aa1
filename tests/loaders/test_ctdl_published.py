"""Every class and property of CTDL, CTDL-ASN and QData, as published, comes through."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.vocabulary import CG, QDATA, RDF, RDF_TYPE, RDFS, SKOS, XSD
from loaders.ctdl import schema_files
from loaders.ctdl.people import PEOPLE, local_name
from loaders.gather import CONTEXTS
from tests.loaders.ctdl_documents import CONTEXT, Loaded, load_documents, load_paths
from tests.shared import SHARED, needs_shared

SCHEMAS = SHARED / "ctdl" / "schemas"
FILES = ("ctdl/schema.json", "ctdlasn/schema.json", "qdata/schema-2023-10.json")
DATES = {"xsd:date": "2026-01-02", "xsd:dateTime": "2026-01-02T03:04:05Z"}
VALUES: dict[str, Any] = DATES | {
    "@id": "https://example.org/thing",
    "@language": {"en": "words"},
    "xsd:boolean": True,
    "xsd:decimal": 9.5,
    "xsd:float": 9.5,
    "xsd:integer": 9,
    "xsd:language": "en",
    "xsd:string": "words",
    "schema:Duration": "P2Y",
    "xsd:duration": "P2Y",
}
# No context at hand has them: an address by QData's schema, and two links of older documents.
LEFT_OUT = dict.fromkeys(("qdata:distributionFile", "ceasn:hasPart", "ceasn:hasMember"), "@id")


@cache
def context() -> dict[str, Any]:
    files = [SCHEMAS / name / "context.json" for name in ("ctdl", "ctdlasn")]
    read = [json.loads(path.read_text("utf-8-sig"))["@context"] for path in files]
    merged: dict[str, Any] = read[1] | read[0]
    return merged


def published(kind: str) -> Iterator[str]:
    for file in FILES:
        for node in json.loads((SCHEMAS / file).read_text("utf-8-sig"))["@graph"]:
            if node["@type"] == kind:
                yield node["@id"]


def full(compact: str) -> str:
    """QData's schemes of concepts are in no context: they stand all in one place."""
    prefix, _, name = compact.partition(":")
    return str(context().get(prefix, f"https://credreg.net/qdata/vocabs/{prefix}/")) + name


def coercion(key: str) -> str:
    if key in LEFT_OUT:
        return LEFT_OUT[key]
    entry = context()[key]
    return str(entry.get("@container") or entry["@type"])


@needs_shared
def test_every_property_comes_through_as_what_its_context_says(tmp_path: Path) -> None:
    properties = sorted(set(published("rdf:Property")))
    assert len(properties) > 550
    node = {key: VALUES[coercion(key)] for key in properties}
    found = load_documents(
        tmp_path, a={"@context": CONTEXT, "@id": "https://example.org/1", **node}
    )
    said = {q.predicate.value: q.object for q in found.store.quads_for_pattern(
        ox.NamedNode("https://example.org/1"), None, None)}  # fmt: skip
    for key in properties:
        value, kind = said[full(key)], coercion(key)
        if kind == "@id":
            assert isinstance(value, ox.NamedNode), key
        else:
            assert isinstance(value, ox.Literal), key
            assert value.language == ("en" if kind == "@language" else None), key
            if kind.startswith("xsd:"):
                assert value.datatype.value == XSD[kind[4:]], key
    assert found.notes == []
    assert not found.report.unknown_keys


@needs_shared
def test_every_class_comes_through_with_those_above_it(tmp_path: Path) -> None:
    people = {name for name in published("rdfs:Class") if local_name(name) in PEOPLE}
    classes = sorted(set(published("rdfs:Class")) - people)
    assert len(people) <= 4
    assert len(classes) > 150
    graph = [{"@id": f"https://example.org/{n}", "@type": name} for n, name in enumerate(classes)]
    found = load_documents(tmp_path, a={"@context": CONTEXT, "@graph": graph})
    for number, name in enumerate(classes):
        assert found.values(f"https://example.org/{number}", CG.recordType) == [full(name)]
    above: dict[str, set[str]] = {}
    for file in FILES:
        for node in json.loads((SCHEMAS / file).read_text("utf-8-sig"))["@graph"]:
            if node["@type"] == "rdfs:Class":
                above.setdefault(node["@id"], set()).update(node.get("rdfs:subClassOf") or ())
    for number, name in enumerate(classes):
        kinds = set(found.values(f"https://example.org/{number}", RDF_TYPE))
        todo = [name]
        while todo:
            one = todo.pop()
            assert full(one) in kinds, (name, one)
            todo += above.get(one, ())


def shipped(tmp_path: Path) -> Loaded:
    return load_paths(tmp_path, *schema_files.shipped((CONTEXTS,), ()))


def test_every_term_of_the_context_has_a_kind_and_a_label_in_the_vocabulary_that_ships(
    tmp_path: Path,
) -> None:
    """CTDL's context has terms that no schema describes any more, but all of QData are there."""
    found = shipped(tmp_path)
    file = CONTEXTS / "credreg.net_ctdl_schema_context_json.json"
    terms = json.loads(file.read_text("utf-8"))["@context"]
    terms = [key for key in terms if key.startswith("qdata:")]
    assert len(terms) > 70
    for key in terms:
        term = QDATA[key.partition(":")[2]]
        assert found.values(term, RDF_TYPE) == [RDF.Property], key
        assert found.values(term, RDFS.label), key
    for name in ("DataSetProfile", "DataProfile", "Observation", "Metric", "Dimension"):
        assert found.values(QDATA[name], RDF_TYPE) == [RDFS.Class], name
        assert found.values(QDATA[name], RDFS.label), name


@needs_shared
def test_every_term_of_qdata_ships_with_its_kind_its_relations_and_its_name(tmp_path: Path) -> None:
    found = shipped(tmp_path)
    schema = json.loads((SCHEMAS / FILES[2]).read_text("utf-8-sig"))
    (tmp_path / "own").mkdir()
    own = load_documents(tmp_path / "own", own=schema)
    terms = [full(node["@id"]) for node in schema["@graph"]]
    assert len(terms) == 132
    related = (RDF_TYPE, RDFS.subClassOf, SKOS.inScheme, SKOS.topConceptOf, RDFS.subPropertyOf)
    spelt = {}
    for term in terms:
        for relation in related:
            missing = set(own.values(term, relation)) - set(found.values(term, relation))
            assert not missing, (term, relation)
        for name in (RDFS.label, SKOS.prefLabel):
            for label in own.values(term, name):
                if plain(label) not in map(plain, found.values(term, name)):
                    spelt[label] = found.values(term, name)
    # All else are the published labels, but for capitals and hyphens. CTDL's schema is newer.
    assert spelt == {
        "Max Value": ["Maximum Value"],
        "Min Value": ["Minimum Value"],
        "United States 1099 Tax Document": ["Tax 1099"],
        "United States W-2 Tax Document": ["Tax W2"],
    }


def plain(label: str) -> str:
    return re.sub(r"[^a-z0-9]", "", label.lower())


@needs_shared
def test_every_published_key_of_real_documents_is_in_the_graph(tmp_path: Path) -> None:
    """Counted file by file from the JSON: no property that a file uses is missing after loading."""
    known = set(published("rdf:Property"))

    def used(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in known and inner not in (None, "", [], {}):
                    yield key
                if ":" in key or key in ("@graph", "decoded_resource"):
                    yield from used(inner)  # what stands under a key without meaning has none
        elif isinstance(value, list):
            for item in value:
                yield from used(item)

    seen: set[str] = set()
    for path in sorted((SHARED / "ctdl" / "dev").rglob("*.json")):
        try:
            keys = set(used(json.loads(path.read_text("utf-8-sig"))))
        except ValueError:
            continue
        found = load_paths(tmp_path, path)
        documents = found.report.table("documents")
        if documents.rejected or documents.left_out:
            continue
        rows = found.ask(f"SELECT DISTINCT ?p {{ ?note <{CG.property}> ?p }}")
        told = {local_name(key) for (key,) in rows}
        missing = {key for key in keys if f"<{full(key)}>" not in found.text}
        assert {key for key in missing if local_name(key) not in told} == set(), path.name
        seen |= keys
        (tmp_path / "out.nt").unlink()
    assert len(seen) > 200
