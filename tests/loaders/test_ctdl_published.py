"""Every class and property of CTDL, CTDL-ASN and QData, as published, comes through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.vocabulary import CG, RDF_TYPE, XSD
from loaders.ctdl.people import PEOPLE, local_name
from tests.loaders.ctdl_documents import CONTEXT, load_documents, load_paths
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
    prefix, _, name = compact.partition(":")
    return str(context()[prefix]) + name


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
