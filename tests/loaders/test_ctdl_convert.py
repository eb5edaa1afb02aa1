"""The converter on what real data does wrong: each flaw is mended or told, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

from graph.iris import Names
from graph.vocabulary import CEASN, CETERMS, CG, RDF_TYPE, XSD
from loaders.ctdl.convert import Converted, convert
from loaders.ctdl.documents import Document
from loaders.json_text import parse

CTID = "ce-53bc7e5d-d39c-4687-ac89-0474f691055d"
ME = f"https://credentialengineregistry.org/resources/{CTID}"


def run(text: str) -> tuple[Converted, ox.Store]:
    converted = convert(Document("a.json", parse(text.encode()), CTID), Names())
    store = ox.Store()
    store.bulk_load("".join(converted.lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    return converted, store


def values(store: ox.Store, predicate: str, subject: str = ME) -> list[Any]:
    pattern = (ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return [quad.object for quad in store.quads_for_pattern(*pattern)]


def codes(converted: Converted) -> list[str]:
    return [note.code for note in converted.repairs]


def document(body: str) -> str:
    return f'{{"@id": "{ME}", "@type": "ceterms:Certification", {body}}}'


def test_types_up_the_class_tree_and_the_published_leaf() -> None:
    _, store = run(document('"ceterms:ctid": "x"'))
    kinds = {node.value for node in values(store, RDF_TYPE)}
    assert {CETERMS.Certification, CETERMS.Credential} <= kinds
    assert [node.value for node in values(store, CG.recordType)] == [CETERMS.Certification]


@pytest.mark.parametrize(
    ("tag", "read"),
    [("en-US", "en-us"), ("english_US", "en-us"), ("en:us", "en-us"), ("", None), ("?!", None)],
)
def test_language_tags(tag: str, read: str | None) -> None:
    converted, store = run(document(f'"ceterms:name": {{"{tag}": "Welder"}}'))
    (name,) = values(store, CETERMS.name)
    assert (name.value, name.language) == ("Welder", read)
    assert codes(converted) == ([] if tag == "en-US" else ["bad-language-tag"])


def test_a_price_keeps_its_digits_and_can_be_summed() -> None:
    cost = '"ceterms:estimatedCost": [{"ceterms:price": 9963.19}, {"ceterms:price": 100}]'
    _, store = run(document(cost))
    query = f"SELECT (SUM(?p) AS ?sum) WHERE {{ ?c <{CETERMS.price}> ?p }}"
    (row,) = store.query(query)  # type: ignore[misc]
    assert row["sum"].value == "10063.19"


@pytest.mark.parametrize(
    ("written", "read"),
    [("1.5e3", "1500"), ("9.96319E3", "9963.19"), ("25E-2", "0.25"), ("100.00", "100")],
)
def test_a_price_with_an_exponent_can_be_summed(written: str, read: str) -> None:
    converted, store = run(document(f'"ceterms:estimatedCost": {{"ceterms:price": {written}}}'))
    query = f"SELECT ?p ?sum WHERE {{ ?c <{CETERMS.price}> ?p BIND(?p + 1 AS ?sum) }}"
    (row,) = store.query(query)  # type: ignore[misc]
    assert (row["p"].value, converted.repairs) == (read, [])
    assert float(row["sum"].value) == float(read) + 1


def test_a_number_that_would_fill_the_memory_is_kept_as_it_is() -> None:
    converted, _ = run(document('"ceterms:estimatedCost": {"ceterms:price": 1e999999999}'))
    assert codes(converted) == ["ill-typed-value"]


def test_an_ill_typed_price_is_kept_and_told() -> None:
    converted, store = run(document('"ceterms:estimatedCost": {"ceterms:price": "about $900"}'))
    (node,) = values(store, CETERMS.estimatedCost)
    (price,) = values(store, CETERMS.price, node.value)
    assert (price.value, price.datatype.value) == ("about $900", XSD.decimal)
    assert codes(converted) == ["ill-typed-value"]


def test_spellings_of_a_registry_resource_are_one_and_the_original_is_kept() -> None:
    other = "https://credentialengineregistry.org/graph/CE-" + CTID[3:].upper()
    _, store = run(document(f'"ceterms:hasPart": ["{other}", "{CTID}", "urn:ctid:{CTID}"]'))
    assert {node.value for node in values(store, CETERMS.hasPart)} == {ME}
    assert other in {node.value for node in values(store, CG.originalIri)}


def test_the_sandbox_is_another_place() -> None:
    sandbox = f"https://sandbox.credentialengineregistry.org/graph/{CTID}"
    _, store = run(document(f'"ceterms:hasPart": "{sandbox}"'))
    assert [node.value for node in values(store, CETERMS.hasPart)] == [
        f"https://sandbox.credentialengineregistry.org/resources/{CTID}"
    ]


def test_odd_iris_are_mended_or_told() -> None:
    pages = '["www.example.org/a", "http://example.org/a b", "just words", ""]'
    converted, store = run(document(f'"ceterms:subjectWebpage": {pages}'))
    assert {node.value for node in values(store, CETERMS.subjectWebpage)} == {
        "https://www.example.org/a",
        "http://example.org/a%20b",
    }
    assert sorted(codes(converted)) == ["bad-iri", "iri-mended", "relative-iri"]


def test_unknown_keys_are_counted() -> None:
    converted, _ = run(document('"hasPoint": 1, "zzz:x": 2'))
    assert converted.unknown_keys == {"hasPoint": 1, "zzz:x": 1}


def test_a_list_in_another_order_gives_the_same_names() -> None:
    one, two = '{"ceterms:price": 1}', '{"ceterms:price": 2}'
    first, _ = run(document(f'"ceterms:estimatedCost": [{one}, {two}, {two}]'))
    second, _ = run(document(f'"ceterms:estimatedCost": [{two}, {one}, {two}]'))
    assert set(first.lines) == set(second.lines)
    assert len(set(first.lines)) == len(first.lines)


def test_registry_blank_nodes_are_named_by_their_uuid_and_others_by_their_document() -> None:
    known = "_:2ef04702-4456-480d-b77a-78eb59b5fa95"
    _, store = run(document(f'"ceterms:hasPart": ["{known}", "_:b0"]'))
    assert {node.value for node in values(store, CETERMS.hasPart)} == {
        f"https://credreg.net/bnodes/{known[2:]}",
        Names().of("doc", CTID, "b0"),
    }


def test_a_resource_with_a_relative_name_is_not_lost() -> None:
    text = '{"@id": "abc", "@type": "ceasn:Competency", "ceasn:codedNotation": "K.1"}'
    converted, store = run(text)
    assert [n.value for n in values(store, CEASN.codedNotation, Names().of("doc", CTID, "abc"))]
    assert codes(converted) == ["bad-iri"]


def test_a_link_to_a_resource_with_a_relative_name_leads_there() -> None:
    nodes = '[{"@id": "top", "ceasn:hasChild": ["low", "gone"]}, {"@id": "low", "ceasn:name": "L"}]'
    converted, store = run(f'{{"@graph": {nodes}}}')
    (child,) = values(store, CEASN.hasChild, Names().of("doc", CTID, "top"))
    assert [name.value for name in values(store, CEASN.name, child.value)] == ["L"]
    told = [(note.code, note.value) for note in converted.repairs]
    assert told == [("bad-iri", "top"), ("bad-iri", "gone"), ("bad-iri", "low")]


def test_an_object_with_short_keys_is_no_language_map() -> None:
    converted, store = run(document('"ceterms:hasPart": {"ceasn:name": "Part"}'))
    (part,) = values(store, CETERMS.hasPart)
    assert [name.value for name in values(store, CEASN.name, part.value)] == ["Part"]
    assert converted.repairs == []


def test_deep_nesting_ends_with_a_note() -> None:
    text = '{"ceterms:requires": ' * 200 + "{}" + "}" * 200
    converted, _ = run(text)
    assert "nested-too-deeply" in codes(converted)
