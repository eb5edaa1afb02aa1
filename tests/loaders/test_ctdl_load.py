"""Loading a whole CTDL source: which files, which documents, what is counted, the vocabulary."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.vocabulary import CETERMS, CG, PROV, RDF, RDF_TYPE, RDFS, SKOS, XSD
from tests.loaders.ctdl_documents import (
    CONTEXT,
    REGISTRY,
    ctid,
    envelope,
    graph,
    load_documents,
    load_paths,
    resource,
)
from tests.shared import SHARED, needs_shared

CTDL = SHARED / "ctdl"


def iri(number: int) -> str:
    return f"{REGISTRY}resources/{ctid(number)}"


def test_documents_one_after_another_and_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").write_text(f'{json.dumps(graph(1))}\n{{"a": \n{json.dumps(graph(2))}')
    loaded = load_documents(tmp_path, b=f"{json.dumps(graph(3))}\n\n{json.dumps(graph(4))} {{")
    assert all(loaded.values(iri(n), RDF_TYPE) for n in (1, 2, 3, 4))
    assert [note.place for note in loaded.report.rejects] == [
        "in/a.jsonl: line 2",
        f"in/b.json: line 3, column {len(json.dumps(graph(4))) + 3}",
    ]
    documents = loaded.report.tables["documents"]
    assert (documents.read, documents.loaded, documents.rejected) == (6, 4, 2)


def test_the_good_rest_of_a_list_is_kept(tmp_path: Path) -> None:
    loaded = load_documents(tmp_path, a=[graph(1), 5, {}, {"envelope_id": "x"}, graph(2)])
    assert loaded.values(iri(2), RDF_TYPE)
    assert [note.place for note in loaded.report.rejects] == [f"in/a.json#{n}" for n in (2, 3, 4)]


def test_the_newest_wins_across_a_folder_and_a_zip(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("x/1.json", json.dumps(envelope(1, "2021-05-01", name={"en": "Zipped"})))
    older = envelope(1, "2020-05-01", name={"en": "Older"})
    loaded = load_documents(tmp_path, z=older)
    assert loaded.values(iri(1), CETERMS.name) == ["Zipped"]
    (superseded,) = loaded.report.left_out
    assert (superseded.code, superseded.place) == ("superseded", "in/z.json")
    assert "in/all.zip/x/1.json" in superseded.reason
    assert loaded.ask(f"SELECT ?s {{ ?n <{CG.severity}> ?s }}") == [("left-out",)]


def test_of_equal_time_stamps_one_wins(tmp_path: Path) -> None:
    same = [envelope(1, "2021-05-01", name={"en": text}) for text in "abc"]
    loaded = load_documents(tmp_path, a=same)
    assert loaded.values(iri(1), CETERMS.name) == ["c"]
    assert loaded.report.tables["documents"].left_out == 2


def test_the_sandbox_does_not_supersede(tmp_path: Path) -> None:
    text = json.dumps(graph(1, name={"en": "Sandbox"}))
    sandbox = text.replace(REGISTRY, REGISTRY.replace("//", "//sandbox."))
    loaded = load_documents(tmp_path, a=graph(1, name={"en": "Production"}), b=sandbox)
    assert loaded.values(iri(1), CETERMS.name) == ["Production"]
    assert loaded.report.left_out == []


def test_a_deleted_envelope_takes_its_older_versions_along(tmp_path: Path) -> None:
    deleted = envelope(1, "2020-01-01")
    deleted["node_headers"]["deleted_at"] = "2022-01-01 00:00:00 UTC"
    loaded = load_documents(tmp_path, a=envelope(1, "2021-01-01"), b=deleted)
    assert loaded.values(iri(1), RDF_TYPE) == []
    assert {note.code for note in loaded.report.left_out} == {"superseded", "deleted"}


def test_when_the_registry_updated_a_record_is_a_date_that_can_be_compared(tmp_path: Path) -> None:
    loaded = load_documents(tmp_path, a=envelope(1, "2017-11-22 03:01:29 UTC"))
    rows = loaded.ask(f"SELECT (YEAR(?t) AS ?y) {{ <{iri(1)}> <{CG.envelopeUpdated}> ?t }}")
    assert rows == [("2017",)]
    assert loaded.values(iri(1), PROV.wasDerivedFrom) == [
        "https://w3id.org/credgraph/id/source/ctdl"
    ]


def test_files_that_are_not_json_and_zips_that_cant_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "readme.txt").write_text("hello")
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 cut")
    loaded = load_documents(tmp_path, a=graph(1))
    assert [(n.code, n.place) for n in loaded.report.left_out] == [("not-json", "in/readme.txt")]
    assert [n.place for n in loaded.report.rejects] == ["in/broken.zip"]
    assert loaded.values(iri(1), RDF_TYPE)


def test_more_prefixes_beside_the_published_context(tmp_path: Path) -> None:
    document = {
        "@context": [CONTEXT, {"res": "https://example.org/things/"}],
        "@graph": [{"@id": "res:a", "@type": "ceterms:Course", "ceterms:hasPart": "res:b"}],
    }
    loaded = load_documents(tmp_path, a=document)
    assert loaded.values("https://example.org/things/a", CETERMS.hasPart) == [
        "https://example.org/things/b"
    ]


def test_a_document_with_a_context_of_its_own(tmp_path: Path) -> None:
    context = {
        "title": {"@id": "https://purl.org/ctdl/terms/name", "@language": "en"},
        "Thing": "https://purl.org/ctdl/terms/Course",
        "contact": "https://purl.org/ctdl/terms/targetContactPoint",
    }
    document = {
        "@context": context,
        "@id": "http://x.org/1",
        "@type": "Thing",
        "title": "Math",
        "contact": {"title": "Jane Q. Public"},
    }
    loaded = load_documents(tmp_path, a=document)
    assert loaded.values("http://x.org/1", CETERMS.name) == ["Math"]
    assert loaded.values("http://x.org/1", CG.recordType) == [CETERMS.Course]
    assert "Jane" not in loaded.text


def test_a_context_that_is_not_pinned_is_named(tmp_path: Path) -> None:
    document = {"@context": "https://example.org/c", "@id": "http://x.org/1"}
    loaded = load_documents(tmp_path, a=document)
    assert "https://example.org/c is not pinned" in loaded.report.rejects[0].reason


def test_values_that_no_triple_can_hold_do_not_stop_a_build(tmp_path: Path) -> None:
    odd = {
        "ceterms:na me": "a",
        "http://x.org/a b": "b",
        "ceterms:description": {"@value": "c", "@type": "rdf:langString"},
        "ceterms:keyword": {"@value": "d", "@type": "xsd:bad type"},
        "ceterms:naics": "\ud800",
        "@type": ["ceterms:Course", "ceterms:A <b>"],
    }
    document = resource(1) | odd
    loaded = load_documents(tmp_path, a=document)
    assert loaded.values(iri(1), CETERMS.description) == ["c"]
    assert loaded.values(iri(1), CETERMS.naics) == ["\ufffd"]


def test_terms_of_the_vocabulary_are_no_records(tmp_path: Path) -> None:
    vocabulary = [
        {"@id": "ceterms:Widget", "@type": "rdfs:Class", "rdfs:label": {"en": "Widget"},
         "rdfs:subClassOf": ["ceterms:Credential"]},
        {"@id": "ceterms:widget", "@type": "rdf:Property", "rdfs:label": {"en": "widget"}},
        {"@id": "audLevel:Widget", "@type": "skos:Concept", "skos:prefLabel": {"en": "Level W"}},
    ]  # fmt: skip
    concept = {"@id": iri(1), "@type": "skos:Concept", "skos:prefLabel": {"en": "A record"}}
    loaded = load_documents(tmp_path, a={"@context": CONTEXT, "@graph": vocabulary}, b=concept)
    query = f"SELECT ?x ?t {{ ?x <{CG.recordType}> ?t }}"
    assert loaded.ask(query) == [(iri(1), SKOS.Concept)]
    assert loaded.report.tables["vocabulary terms"].loaded == 3
    assert loaded.report.tables["resources"].loaded == 1
    assert loaded.values(CETERMS.Widget, RDFS.subClassOf) == [CETERMS.Credential]


@needs_shared
def test_the_published_vocabulary_is_whole(tmp_path: Path) -> None:
    folder = CTDL / "schemas"
    loaded = load_paths(tmp_path, folder / "ctdl", folder / "ctdlasn", folder / "qdata")
    nodes = [
        node
        for path in ("ctdl/schema.json", "ctdlasn/schema.json", "qdata/schema-2023-10.json")
        for node in json.loads((folder / path).read_text("utf-8-sig"))["@graph"]
    ]
    kinds = {"rdfs:Class": RDFS.Class, "rdf:Property": RDF.Property, "skos:Concept": SKOS.Concept}
    for kind, full in kinds.items():
        expected = len({node["@id"] for node in nodes if node["@type"] == kind})
        label = SKOS.prefLabel if kind == "skos:Concept" else RDFS.label
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{full}> ; <{label}> ?l }}"
        assert loaded.ask(query) == [(str(expected),)]
    above = {node["@id"] for node in nodes if node.get("rdfs:subClassOf")}
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{RDFS.Class}> ; <{RDFS.subClassOf}> ?y }}"
    assert loaded.ask(query) == [(str(len(above)),)]
    assert loaded.ask(f"SELECT ?x {{ ?x <{CG.recordType}> ?t }}") == []
    assert loaded.report.tables["vocabulary terms"].loaded == len(nodes)
    assert "resources" not in loaded.report.tables
    assert [n.code for n in loaded.report.left_out] == ["context-file"] * 2
    assert loaded.report.rejects == []


@needs_shared
@pytest.mark.parametrize("folder", ["dev", "drafts", "malformed"])
def test_every_file_at_hand_is_loaded_or_has_a_reason(tmp_path: Path, folder: str) -> None:
    loaded = load_paths(tmp_path, CTDL / folder)
    files = {f"{folder}/{p.relative_to(CTDL / folder)}" for p in (CTDL / folder).rglob("*.json*")}
    noted = [*loaded.report.rejects, *loaded.report.left_out]
    assert all(note.reason and note.place for note in noted)
    documents = loaded.report.tables["documents"]
    assert documents.read >= len(files)
    assert documents.loaded == {"dev": 2786, "drafts": 3, "malformed": 91}[folder]


def test_the_example_in_the_documentation_is_true(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs/ctdl.md").read_text("utf-8")
    published = text.split("```json\n")[1].split("```")[0]
    expected = ox.Store()
    expected.load(text.split("```turtle\n")[1].split("```")[0], format=ox.RdfFormat.TURTLE)
    loaded = load_documents(tmp_path, a=published)
    about = {quad.subject for quad in expected}
    assert {quad for quad in loaded.store if quad.subject in about} == set(expected)
    assert sorted(set(loaded.notes)) == ["bad-language-tag", "relative-iri"]


def test_every_code_is_in_the_documentation() -> None:
    root = Path(__file__).parents[2]
    text = (root / "docs/ctdl.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `([a-z-]+)` \| (?:repair|reject|left-out) ", text, re.M))
    code = [*(root / "loaders/ctdl").glob("*.py"), *(root / "graph/views").glob("*.py")]
    sources = "".join(path.read_text("utf-8") for path in code)
    written = set(
        re.findall(r'"([a-z]+(?:-[a-z]+)+|superseded|deleted|provisional)"[,),]', sources)
    )
    assert documented - written == set()
    assert written - documented <= {"en-us"}


def test_numbers_under_a_context_of_its_own_stay_numbers(tmp_path: Path) -> None:
    own = {"cost": "https://purl.org/ctdl/terms/price"}
    loaded = load_documents(tmp_path, a={"@context": own, "@id": iri(1), "cost": [1.5, 2.0, 3]})
    found = loaded.ask(f"SELECT ?type (SUM(?n) AS ?sum) {{ ?s <{CETERMS.price}> ?n "
                       "BIND(DATATYPE(?n) AS ?type) } GROUP BY ?type")  # fmt: skip
    assert found == [(XSD.double, "1.5"), (XSD.integer, "5")]


def test_a_number_that_no_float_can_hold_is_still_one(tmp_path: Path) -> None:
    document = (
        '{"@context": {"cost": "https://purl.org/ctdl/terms/price"}, "cost": [1e400, -1e400]}'
    )
    loaded = load_documents(tmp_path, a=document)
    for spelled in ("INF", "-INF"):  # as XML Schema spells it; Python's is another
        assert f'"{spelled}"^^<{XSD.double}>' in loaded.text
