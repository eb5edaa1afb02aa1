"""The fifteen known traps of CTDL data, one test or more for each, through the whole loader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.vocabulary import CEASN, CETERMS, CG, RDF_TYPE, SKOS
from loaders.gather import CONTEXTS
from tests.loaders.ctdl_documents import (
    CONTEXT,
    REGISTRY,
    ctid,
    envelope,
    graph,
    load_documents,
    resource,
)

ME = f"{REGISTRY}resources/{ctid(1)}"


def test_trap_1_a_graph_document_lands_in_the_default_graph(tmp_path: Path) -> None:
    loaded = load_documents(tmp_path, a=graph(1, name={"en": "Welding"}))
    assert loaded.ask(f"SELECT ?n {{ ?x a <{CETERMS.Certificate}> ; <{CETERMS.name}> ?n }}") == [
        ("Welding",)
    ]
    assert list(loaded.store.named_graphs()) == []


def test_trap_2_blank_nodes_of_two_documents_stay_apart_and_a_registry_one_is_shared(
    tmp_path: Path,
) -> None:
    uuid = "_:2ef04702-4456-480d-b77a-78eb59b5fa95"
    one = graph(1, {"@id": "_:b0", "ceterms:name": {"en": "One"}}, ownedBy=["_:b0", uuid])
    two = graph(2, {"@id": "_:b0", "ceterms:name": {"en": "Two"}}, ownedBy=["_:b0", uuid])
    loaded = load_documents(tmp_path, a=one, b=two)
    mine, other = (loaded.values(f"{REGISTRY}resources/{ctid(n)}", CETERMS.ownedBy) for n in (1, 2))
    assert set(mine) & set(other) == {f"https://credreg.net/bnodes/{uuid[2:]}"}
    assert loaded.values((set(mine) - set(other)).pop(), CETERMS.name) == ["One"]


def test_trap_2_loading_again_in_another_order_gives_the_same_names(tmp_path: Path) -> None:
    costs = [{"@type": "ceterms:CostProfile", "ceterms:price": n} for n in (1, 2, 2)]
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    first = load_documents(tmp_path / "x", a=graph(1, estimatedCost=costs))
    second = load_documents(tmp_path / "y", a=graph(1, estimatedCost=costs[::-1]))
    assert sorted(first.text.splitlines()) == sorted(second.text.splitlines())
    assert len(first.values(ME, CETERMS.estimatedCost)) == 3


def test_trap_3_prices_can_be_summed(tmp_path: Path) -> None:
    costs = '[{"ceterms:price": 9963.19}, {"ceterms:price": 0.01}, {"ceterms:price": 100}]'
    text = json.dumps(graph(1, estimatedCost="HERE")).replace('"HERE"', costs)
    loaded = load_documents(tmp_path, a=text)
    assert loaded.ask(f"SELECT (SUM(?p) AS ?s) {{ ?c <{CETERMS.price}> ?p }}") == [("10063.2",)]


def test_trap_4_a_number_where_an_iri_belongs_is_kept_and_told(tmp_path: Path) -> None:
    loaded = load_documents(tmp_path, a=graph(1, medianEarnings=70629))
    assert loaded.values(ME, CETERMS.medianEarnings) == ["70629"]
    assert loaded.report.repairs == {"literal-for-iri": 1}


@pytest.mark.parametrize(
    ("tag", "read", "told"),
    [("en-US", "en-us", False), ("english_US", "en-us", True), ("en:us", "en-us", True),
     ("", "", True), ("en-u", "", True), ("x", "", True), ("123", "", True)],
)  # fmt: skip
def test_trap_5_a_value_with_an_odd_language_tag_is_kept(
    tmp_path: Path, tag: str, read: str, told: bool
) -> None:
    loaded = load_documents(tmp_path, a=graph(1, name={tag: "Welding"}))
    query = f"SELECT ?n (LANG(?n) AS ?l) {{ <{ME}> <{CETERMS.name}> ?n }}"
    assert loaded.ask(query) == [("Welding", read)]
    assert loaded.report.repairs == ({"bad-language-tag": 1} if told else {})


def test_trap_6_what_stops_a_json_ld_processor_is_mended(tmp_path: Path) -> None:
    odd = graph(1, name="plain", subjectWebpage=[{"en-us": "https://x.org"}], description={"en": 5})
    odd["@graph"].append({"@id": None, "@type": "ceterms:Course", "ceterms:name": {"en": "Math"}})
    loaded = load_documents(tmp_path, a=odd)
    assert loaded.values(ME, CETERMS.name) == ["plain"]
    assert loaded.values(ME, CETERMS.description) == ["5"]
    assert loaded.ask(f"SELECT ?n {{ ?x a <{CETERMS.Course}> ; <{CETERMS.name}> ?n }}") == [
        ("Math",)
    ]
    assert loaded.report.repairs == {"not-a-string": 1, "unexpected-language-map": 1}


@pytest.mark.parametrize(
    ("published", "read"),
    [
        ("http://x.org/a b", "http://x.org/a%20b"),
        ("http://x.org/a|{b}", "http://x.org/a%7C%7Bb%7D"),
        ('http://x.org/"\\%zz', "http://x.org/%22%5C%25zz"),
        ("http://x.org/?a[]=1#b#c", "http://x.org/?a%5B%5D=1#b%23c"),
        (" http://x.org/a ", "http://x.org/a"),
    ],
)
def test_trap_7_an_iri_with_characters_that_it_may_not_hold(
    tmp_path: Path, published: str, read: str
) -> None:
    loaded = load_documents(tmp_path, a=graph(1, subjectWebpage=published))
    assert loaded.values(ME, CETERMS.subjectWebpage) == [read]
    assert loaded.report.repairs == {"iri-mended": 1}


def test_trap_7_no_iri_stops_the_engine(tmp_path: Path) -> None:
    bad = ["http://[::1", "http://a:b/", "http://a@b@c/", "http://x.org/\ue000", "a:", "\ud800:b"]
    loaded = load_documents(tmp_path, a=graph(1, subjectWebpage=[*bad, "http://x.org/"]))
    assert loaded.values(ME, CETERMS.subjectWebpage) == ["http://x.org/"]
    assert loaded.report.repairs == {"bad-iri": len(bad)}


def test_trap_8_relative_values_where_iris_belong(tmp_path: Path) -> None:
    values = ["www.x.org", "", ctid(7), "see our catalog"]
    loaded = load_documents(tmp_path, a=graph(1, hasPart=values))
    assert loaded.values(ME, CETERMS.hasPart) == [
        f"{REGISTRY}resources/{ctid(7)}",
        "https://www.x.org",
    ]
    assert loaded.report.repairs == {"relative-iri": 1, "bad-iri": 1}


def test_trap_9_a_bad_date_is_kept_and_told(tmp_path: Path) -> None:
    loaded = load_documents(tmp_path, a=graph(1, dateEffective="1/1/2014"))
    assert loaded.values(ME, CETERMS.dateEffective) == ["1/1/2014"]
    assert loaded.report.repairs == {"ill-typed-value": 1}


def test_trap_10_unknown_keys_are_counted_over_all_documents(tmp_path: Path) -> None:
    one, two = graph(1), graph(2)
    for document in (one, two):
        document["@graph"][0] |= {"hasPoint": 1, "HasValue": True, "@type": ["ceterms:Course", "X"]}
    loaded = load_documents(tmp_path, a=one, b=two)
    assert loaded.report.unknown_keys == {"hasPoint": 2, "HasValue": 2, "@type X": 2}


@pytest.mark.parametrize(
    "spelling",
    [
        f"https://credentialengineregistry.org/graph/{ctid(5)}",
        f"http://credentialengineregistry.org/resources/{ctid(5)}",
        f"https://credentialengineregistry.org/ce-registry/resources/{ctid(5).upper()}",
        f"urn:ctid:{ctid(5)}",
        ctid(5).upper(),
    ],
)
def test_trap_11_one_resource_has_one_iri_and_the_spelling_is_kept(
    tmp_path: Path, spelling: str
) -> None:
    target = f"{REGISTRY}resources/{ctid(5)}"
    loaded = load_documents(tmp_path, a=graph(1, hasPart=spelling))
    assert loaded.values(ME, CETERMS.hasPart) == [target]
    assert loaded.values(target, CG.originalIri) == [spelling]


def test_trap_11_terms_have_one_iri_and_the_sandbox_keeps_its_own(tmp_path: Path) -> None:
    sandbox = f"https://sandbox.credentialengineregistry.org/graph/{ctid(5)}"
    old = [
        "https://credreg.net/ctdl/terms/AudienceLevel",
        "http://purl.org/ctdl/terms/AudienceLevel",
    ]
    loaded = load_documents(tmp_path, a=graph(1, hasPart=sandbox, framework=old))
    assert loaded.values(ME, CETERMS.hasPart) == [sandbox.replace("/graph/", "/resources/")]
    assert loaded.values(ME, CETERMS.framework) == [CETERMS.AudienceLevel]


def test_trap_11_a_concept_by_its_old_address_is_the_concept_that_the_schema_describes(
    tmp_path: Path,
) -> None:
    """Every concept of the published schemas, asked for with http for https and the reverse."""
    schemas = {path.stem: path.read_bytes() for path in (CONTEXTS / "ctdl-schema").iterdir()}
    described = load_documents(tmp_path, **schemas)
    concepts = [iri for (iri,) in described.ask(f"SELECT ?c {{ ?c a <{SKOS.Concept}> }}")]
    assert len(concepts) > 400
    other = [
        iri.replace("https:", "http:") if iri[:5] == "https" else iri.replace("http:", "https:")
        for iri in concepts
    ]
    loaded = load_documents(tmp_path, a=graph(1, audienceLevelType=other))
    assert loaded.values(ME, CETERMS.audienceLevelType) == concepts
    assert not loaded.report.repairs


def test_trap_12_a_concept_is_found_direct_or_through_an_alignment(tmp_path: Path) -> None:
    concept = "audLevel:MastersDegreeLevel"
    alignment = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": concept}
    loaded = load_documents(
        tmp_path,
        a=graph(1, audienceLevelType=[alignment]),
        b=graph(2, audienceLevelType=concept),
    )
    path = f"<{CETERMS.audienceLevelType}>/<{CETERMS.targetNode}>?"
    level = "https://purl.org/ctdl/vocabs/audLevel/MastersDegreeLevel"
    found = loaded.ask(f"SELECT ?x {{ ?x {path} <{level}> }}")
    assert found == [(f"{REGISTRY}resources/{ctid(n)}",) for n in (1, 2)]


def test_trap_13_byte_order_marks_and_documents_of_2017(tmp_path: Path) -> None:
    old = resource(1, name="Welding", ownedBy=[{"@id": f"{REGISTRY}resources/{ctid(9)}"}])
    text = json.dumps(old | {"@context": CONTEXT.replace("https", "http") + "?releaseID=2017"})
    loaded = load_documents(tmp_path, a=b"\xef\xbb\xbf" + text.encode())
    assert loaded.values(ME, CETERMS.name) == ["Welding"]
    assert loaded.values(ME, CETERMS.ownedBy) == [f"{REGISTRY}resources/{ctid(9)}"]


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ('{"a": 1}\n// note', "a comment, which JSON doesn't have", "line 2, column 1"),
        ('{\n "a": [1,]}', "a comma before a closing bracket", "line 2, column"),
        ('{"a": 1', "Expecting ',' delimiter", "line 1, column 8"),
        ('{"a": NaN}', "NaN is no JSON number", ""),
        (b'{\n"a": "\xe9"}', "not UTF-8 at byte 8", "line 2"),
        ("", "an empty file", ""),
        ("[" * 100_000, "nested too deeply", ""),
    ],
)
def test_trap_13_what_is_no_json_is_rejected_with_its_place(
    tmp_path: Path, text: str | bytes, reason: str, place: str
) -> None:
    loaded = load_documents(tmp_path, bad=text, good=graph(1))
    note = loaded.report.rejects[-1]
    assert reason in note.reason
    assert note.place
    assert note.place.startswith("in/bad.json" + (f": {place}" if place else ""))
    assert loaded.values(ME, RDF_TYPE)


def test_trap_14_single_values_lists_and_lists_in_language_maps(tmp_path: Path) -> None:
    loaded = load_documents(tmp_path, a=graph(1, keyword={"en": ["a", "b"]}, naics=["1", "2"]))
    assert loaded.values(ME, CETERMS.keyword) == ["a", "b"]
    assert loaded.values(ME, CETERMS.naics) == ["1", "2"]


def test_trap_14_of_two_envelopes_with_one_ctid_the_newest_wins_whole(tmp_path: Path) -> None:
    old = envelope(1, "2019-12-31 23:00:00 UTC", name={"en": "Old"}, keyword={"en": "gone"})
    new = envelope(1, "2020-01-01T00:00:00+00:00", name={"en": "New"})
    loaded = load_documents(tmp_path, a=new, b=old, c=graph(1, name={"en": "Bare"}))
    assert loaded.values(ME, CETERMS.name) == ["New"]
    assert loaded.values(ME, CETERMS.keyword) == []
    assert [(n.code, n.value) for n in loaded.report.left_out] == [("superseded", ctid(1))] * 2
    assert loaded.report.as_of == "2020-01-01"


def test_trap_15_contact_points_load_without_the_name_of_a_person(tmp_path: Path) -> None:
    contact = {
        "@type": "ceterms:ContactPoint",
        "ceterms:name": {"en": "Jane Q. Public"},
        "ceterms:alternateName": ["Janie"],
        "ceterms:contactType": {"en": "Admissions"},
        "ceterms:telephone": ["555-0100"],
        "ceterms:email": ["admissions@example.org"],
    }
    address = {"@type": "ceterms:Place", "ceterms:targetContactPoint": [contact]}
    loaded = load_documents(tmp_path, a=graph(1, name={"en": "Kept"}, address=[address]))
    assert loaded.ask(f"SELECT ?t {{ ?c <{CETERMS.contactType}> ?t }}") == [("Admissions",)]
    assert loaded.ask(f"SELECT ?t {{ ?c <{CETERMS.email}> ?t }}") == [("admissions@example.org",)]
    assert loaded.values(ME, CETERMS.name) == ["Kept"]
    assert "Jan" not in loaded.text
    assert loaded.report.repairs == {"person-name-dropped": 2}
    assert loaded.notes == ["person-name-dropped"] * 2


def test_trap_15_an_untyped_contact_point_is_known_by_its_place(tmp_path: Path) -> None:
    contact = {"ceterms:name": "Jane Q. Public", "ceterms:telephone": "555-0100"}
    loaded = load_documents(tmp_path, a=graph(1, targetContactPoint=contact))
    assert "Jane" not in loaded.text
    assert loaded.ask(f"SELECT ?t {{ ?c <{CETERMS.telephone}> ?t }}") == [("555-0100",)]


def test_trap_15_a_name_does_not_even_decide_what_its_contact_point_is_called(
    tmp_path: Path,
) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    texts = [
        load_documents(
            tmp_path / folder,
            a=graph(1, address=[{"ceterms:targetContactPoint": {"ceterms:name": name,
                                                                "ceterms:email": "a@b.org"}}]),
        ).text
        for folder, name in (("x", "Jane Q. Public"), ("y", "John Roe"))
    ]  # fmt: skip
    assert texts[0] == texts[1]


def test_trap_15_persons_are_no_part_of_the_graph(tmp_path: Path) -> None:
    person = {"@type": "schema:Person", "schema:name": "Jane Q. Public"}
    inner = load_documents(tmp_path, a=graph(1, hasPart=[person, ctid(3)]))
    assert inner.report.repairs == {"person-dropped": 1}
    assert inner.values(ME, CETERMS.hasPart) == [f"{REGISTRY}resources/{ctid(3)}"]
    assert "Jane" not in inner.text


def test_trap_15_a_document_about_a_learner_is_left_out(tmp_path: Path) -> None:
    learner = {"@type": "ceterms:CredentialPerson", "ceterms:name": "Jane Q. Public"}
    loaded = load_documents(tmp_path, a=graph(1, learner))
    assert [note.code for note in loaded.report.left_out] == ["learner-record"]
    assert "Jane" not in loaded.text
    assert loaded.values(ME, CEASN.name) == []
