"""Each rewrite gives the answer of the query that it is for, on a real store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest

from graph.builds import Build
from graph.stores import EmbeddedStore
from graph.stores.guard import inspect
from graph.stores.media import JSON, TSV
from queries.advice import Advice, Profile, advise

PREFIXES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
PREFIX ceasn: <https://purl.org/ctdlasn/terms/>
PREFIX cg: <https://w3id.org/credgraph/vocab#>
"""
NOWHERE = Profile(triples=0, classes={}, properties={})
ELEMENT = "https://w3id.org/credgraph/id/onet/element/2.A"


@pytest.fixture(scope="module")
def store(sample: Build) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(sample.public) as opened:
        yield opened


@pytest.fixture(scope="module")
def profile(sample: Build) -> Profile:
    return cast(Profile, sample.info["profile"])


def advice(query: str, code: str, profile: Profile = NOWHERE) -> Advice:
    """The advice of this pattern."""
    found = {one.code: one for one in advise(PREFIXES + query, profile)}
    assert code in found, found
    return found[code]


def answer(store: EmbeddedStore, query: str) -> tuple[str, Counter[str]]:
    """The columns, and the rows as often as they come; of ASK the truth."""
    media_type = JSON if inspect(query).form == "ASK" else TSV
    with store.query(query, media_type) as found:
        columns, *rows = found.read().decode().splitlines()
    return columns, Counter(rows)


SAME = {
    "summary": [
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
        "SELECT (COUNT(?s) AS ?n) { ?s ?p ?o . }",
        "SELECT ?type (COUNT(*) AS ?n) WHERE { ?s a ?type } GROUP BY ?type",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) ?type { ?s a ?type } GROUP BY ?type ORDER BY DESC(?n)",
        "SELECT ?p (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n) ?p LIMIT 12",
        "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p",
        "SELECT DISTINCT ?c { ?s a ?c } LIMIT 5 OFFSET 10000",
        "SELECT (COUNT(*) AS ?n) { ?s a ceterms:Certificate }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ceterms:NoSuchClass }",
        "SELECT (COUNT(*) AS ?found) { ?s ceterms:name ?name }",
        "SELECT (COUNT(?type) AS ?n) { ?s a ?type }",
        "SELECT (COUNT(*) AS ?n) { ?s <http://rdfs.org/ns/void#triples> ?o }",
    ],
    "product": [
        "SELECT ?a ?c { ?a ceterms:ownedBy ?b . ?c a ceterms:CredentialOrganization "
        "FILTER(?b = ?c) }",
        "SELECT * { ?a ceterms:ownedBy ?b ; ceterms:name ?n FILTER(?c = ?b && ISLITERAL(?n)) "
        "?c ceterms:name ?m }",
        "SELECT ?m (COUNT(?a) AS ?n) { ?a ceterms:ownedBy ?b . ?c ceterms:name ?m "
        "FILTER(((?b = ?c))) FILTER(?a != ?b) } GROUP BY ?m",
        "ASK { ?a ceterms:ownedBy ?b . ?c ceterms:email ?n FILTER(?b = ?c) }",
    ],
    "iri-as-text": [
        f'SELECT ?p ?o {{ ?s ?p ?o FILTER(STR(?s) = "{ELEMENT}") }}',
        f"SELECT * {{ ?s ?p ?o FILTER(ISIRI(?o) && STR(?s) = '{ELEMENT}') }}",
        'SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(str(?p)="https://purl.org/ctdl/terms/name") }',
    ],
    "late-path": [
        f"SELECT ?o {{ ?o cg:element/skos:broader* <{ELEMENT}> }}",
        f"SELECT ?s (COUNT(*) AS ?n) {{ ?s rdfs:label ?l . ?r cg:element/skos:broader+ <{ELEMENT}> "
        "; cg:ratedOccupation ?s } GROUP BY ?s",
        "SELECT ?s { ?s a/rdfs:subClassOf* ceterms:Credential }",
        "ASK { OPTIONAL { ?s ceterms:ownedBy/a/rdfs:subClassOf* ceterms:Agent } }",
    ],
    "exists-path": [
        "SELECT ?c { ?c a ceterms:Credential FILTER EXISTS { ?c ceterms:estimatedCost/ceterms:price"
        " ?p } }",
        "SELECT * { ?c a ceterms:Credential ; ceterms:ownedBy ?o FILTER NOT EXISTS { "
        "?o ceterms:address/ceterms:addressRegion ?p . } }",
        "SELECT ?c ?has ?m { ?c a ceterms:Credential ; cg:occupation ?m . BIND(EXISTS { ?c "
        "ceterms:ownedBy/a ceterms:CredentialOrganization } AS ?has) FILTER(!EXISTS { "
        "?m skos:broader/skos:broader/skos:broader/skos:broader/skos:broader ?group }) }",
        "SELECT ?c ?m { ?c a ceterms:Credential . ?m a cg:Occupation FILTER(EXISTS { ?c "
        "cg:occupation/skos:broader/^skos:broader ?m } || EXISTS { ?c cg:occupation/skos:related "
        "?m }) }",
    ],
    "late-names": [
        "SELECT ?o ?l ?n { { SELECT ?o (COUNT(*) AS ?n) { ?x cg:owner ?o } GROUP BY ?o } "
        "?o rdfs:label ?l . FILTER(?n > 1) }",
        "SELECT * { { { SELECT ?t (COUNT(?x) AS ?n) { ?x cg:recordType ?t } GROUP BY ?t } "
        "?t skos:prefLabel|rdfs:label ?any . } { SELECT ?t { ?x a ?t } GROUP BY ?t HAVING("
        "COUNT(*) > 5) } ?t rdfs:label ?l } ORDER BY ?n",
    ],
    "steps": [
        "SELECT ?s (COUNT(DISTINCT ?later) AS ?n) { ?s cg:nextStep+ ?later } GROUP BY ?s",
        "SELECT (COUNT(DISTINCT ?l) AS ?n) ?s ?name { ?s a ceterms:Credential ; cg:nextStep+ ?l ; "
        "rdfs:label ?name } GROUP BY ?s ?name ORDER BY DESC(?n)",
        "SELECT ?s (COUNT(DISTINCT ?e) AS ?n) { ?s a ceterms:Credential . "
        "?e <https://w3id.org/credgraph/vocab#nextStep>+ ?s } GROUP BY ?s",
    ],
    "grouped-names": [
        "SELECT ?t ?tLabel (COUNT(?r) AS ?n) { ?r cg:recordType ?t . "
        "OPTIONAL { ?t rdfs:label ?tLabel } } GROUP BY ?t ?tLabel ORDER BY DESC(?n) ?tLabel",
        "SELECT ?nameOfOwner (COUNT(*) AS ?n) ?o { ?r cg:owner ?o ; a ceterms:Credential . "
        "?o rdfs:label ?nameOfOwner } GROUP BY ?o ?nameOfOwner HAVING(COUNT(*) > 1)",
        "SELECT ?o ?a ?b (COUNT(DISTINCT ?r) AS ?n) (MIN(?r) AS ?first) { ?o rdfs:label ?a ; "
        "a ceterms:Organization ; ceterms:name ?b . OPTIONAL { ?r cg:owner ?o } FILTER(?o != ?r) }"
        "GROUP BY ?o ?a ?b",
        "SELECT ?b ?l (COUNT(?x) AS ?n) { ?x ceterms:accreditedBy|^ceterms:accredits ?b . "
        "OPTIONAL { ?b rdfs:label ?l } . ?x a ceterms:Credential } GROUP BY ?b ?l LIMIT 50",
        "SELECT ?o ?alt { ?o skos:altLabel ?alt . ?o a cg:Occupation } GROUP BY ?o ?alt",
    ],
}


@pytest.mark.parametrize(
    ("code", "query"), [(code, query) for code, found in SAME.items() for query in found]
)
def test_a_rewrite_gives_the_same_answer(
    store: EmbeddedStore, profile: Profile, code: str, query: str
) -> None:
    found = advice(query, code, profile)
    assert found.difference == ""
    assert found.sparql
    before, after = answer(store, PREFIXES + query), answer(store, found.sparql)
    assert after == before
    assert before[1] or "OFFSET" in query or "ASK" in query


LISTED = "{ ?r cg:recordType ?t ; cg:owner ?o . OPTIONAL { ?o rdfs:label ?l } }"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?t ?l (COUNT(*) AS ?n) {LISTED} GROUP BY ?t ?l",
        "SELECT * { ?r cg:owner ?o ; cg:recordType ?t , ?other BIND(STR(?t) AS ?text) } "
        "ORDER BY ?text",
        f"SELECT ?t ?l {{ {{ SELECT ?t (COUNT(?r) AS ?n) {LISTED} GROUP BY ?t }} "
        "?t rdfs:label ?l FILTER(?n > 1) }",
        "SELECT (COUNT(*) AS ?n) { ?r ceterms:ownedBy/cg:recordType ?t ; cg:owner ?o }",
        "SELECT ?c (COUNT(DISTINCT ?r) AS ?n) (COUNT(DISTINCT ?o) AS ?m) { ?c a ceasn:Competency . "
        "?r ceterms:teaches/ceterms:targetNode? ?c . OPTIONAL { ?r cg:owner ?o } } GROUP BY ?c",
    ],
)
def test_long_lists_are_read_whole(store: EmbeddedStore, profile: Profile, query: str) -> None:
    found = advice(query, "lists", _times(profile, 100_000))
    assert found.sparql
    assert found.difference == ""
    assert answer(store, found.sparql) == answer(store, PREFIXES + query)
    assert answer(store, found.sparql)[1]
    assert "lists" not in {one.code for one in advise(PREFIXES + query, profile)}


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?t ?l {LISTED} LIMIT 10",
        "SELECT (COUNT(*) AS ?n) { ?r cg:recordType ?t ; cg:owner ?o FILTER(?o = <urn:x>) }",
        "SELECT (COUNT(*) AS ?n) { ?r cg:recordType ?t ; cg:owner ?o . ?o rdfs:label ?l }",
        "SELECT (COUNT(*) AS ?n) { ?r ceterms:ownedBy ?o ; cg:owner ?o }",
        "SELECT (COUNT(*) AS ?n) { ?r ceterms:ownedBy|cg:recordType ?t ; cg:owner ?o }",
        "SELECT (COUNT(*) AS ?n) { ?r ?p ?t ; cg:owner ?o }",
        "SELECT (COUNT(*) AS ?n) { ?r cg:recordType ceterms:License ; cg:owner ?o }",
        "SELECT (COUNT(*) AS ?n) { ?r cg:owner ?o ; cg:region ?r }",
        "SELECT (COUNT(*) AS ?n) { ?r cg:owner [ rdfs:label ?l ] ; cg:recordType ?t }",
        "SELECT (COUNT(*) AS ?n) { ?r a ?t ; cg:envelopeOwner ?o }",
        "ASK { ?r cg:recordType ?t ; cg:owner ?o }",
    ],
)
def test_lists_stay_where_looking_up_is_quicker(profile: Profile, query: str) -> None:
    large = _times(profile, 100_000)
    assert "lists" not in {one.code for one in advise(PREFIXES + query, large)}


def _times(profile: Profile, factor: int) -> Profile:
    """The profile of a graph so many times as large."""
    classes = {name: factor * count for name, count in profile["classes"].items()}
    properties = {name: factor * count for name, count in profile["properties"].items()}
    return Profile(triples=0, classes=classes, properties=properties)


def test_sorting_by_a_key_keeps_the_rows(store: EmbeddedStore) -> None:
    query = "SELECT ?s ?l { ?s a cg:Occupation ; skos:prefLabel ?l } ORDER BY DESC(?l) ?s"
    found = advice(query, "sort")
    assert found.sparql
    assert "ORDER BY DESC(LCASE(STR(?l))) ?s" in found.sparql
    assert answer(store, found.sparql) == answer(store, PREFIXES + query)
    assert "LIMIT" not in found.difference
    assert "LIMIT" in advice(query + " LIMIT 5", "sort").difference


def test_names_that_are_grouped_by_alone_are_told_apart_by_what_they_name(
    store: EmbeddedStore,
) -> None:
    query = """SELECT ?label (COUNT(?r) AS ?n) {
      ?r cg:owner ?o ; cg:recordType ?type . ?o rdfs:label ?label } GROUP BY ?label"""
    found = advice(query, "grouped-names")
    assert found.sparql
    assert "rows of their own" in found.difference
    assert "GROUP BY ?o" in found.sparql
    assert sum(answer(store, found.sparql)[1].values()) >= 5


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?c ?l ?o { ?c a ceterms:Credential ; rdfs:label ?l "
        "OPTIONAL { ?c cg:owner ?o } } ORDER BY DESC(?c) ?l LIMIT 7",
        "SELECT * { ?c a ceterms:Credential FILTER(ISIRI(?c)) OPTIONAL { ?c cg:region ?r } "
        "OPTIONAL { ?c cg:occupation ?o . ?o rdfs:label ?l } } ORDER BY ?c LIMIT 3 OFFSET 2",
    ],
)
def test_what_is_optional_comes_after_the_rows_are_cut(store: EmbeddedStore, query: str) -> None:
    found = advice(query, "late-optionals")
    assert found.sparql
    assert "sort alike" in found.difference
    (columns, before), (same, after) = answer(store, PREFIXES + query), answer(store, found.sparql)
    place = columns.split("\t").index("?c")
    assert same == columns
    assert sum(after.values()) == sum(before.values())
    assert {row.split("\t")[place] for row in after} == {row.split("\t")[place] for row in before}


@pytest.mark.parametrize(
    "condition",
    [
        'CONTAINS(LCASE(?l), "nurse")',
        'CONTAINS(LCASE(STR(?l)), "registered nurse") && ISLITERAL(?l)',
        'REGEX(?l, "^[Nn]urse") || CONTAINS(?l, "x")',
        'CONTAINS(?l, "nurse") || CONTAINS(?l, "web")',
        'CONTAINS(LCASE(?l), "nurse") || CONTAINS(LCASE(STR(?about)), "nurse")',
        'REGEX(?l, "electric", "i")',
        'STRSTARTS(?l, "Web ")',
    ],
)
def test_a_search_before_a_filter_finds_the_same_words(
    store: EmbeddedStore, condition: str
) -> None:
    about = "OPTIONAL { ?s <http://purl.org/dc/terms/description> ?about }"
    query = f"SELECT ?s ?l {{ ?s a cg:Occupation ; rdfs:label ?l {about} FILTER({condition}) }}"
    if "||" in condition and "?about" not in condition:
        assert not advise(PREFIXES + query, NOWHERE)
        return
    found = advice(query, "text-filter")
    assert found.sparql
    assert found.difference
    assert answer(store, found.sparql) == answer(store, PREFIXES + query)
    assert answer(store, found.sparql)[1]


def test_addresses_sort_behind_what_they_begin_with(store: EmbeddedStore) -> None:
    start = "https://credentialengineregistry.org/resources/ce-"
    query = (
        f'SELECT ?c {{ ?c a ceterms:Credential FILTER(STRSTARTS(STR(?c), "{start}")) }} ORDER BY ?c'
    )
    found = advice(query, "sort")
    assert found.sparql
    assert "others sort differently" in found.difference
    with (
        store.query(PREFIXES + query, TSV) as before,
        store.query(found.sparql, TSV) as after,
    ):
        rows = before.read()
        assert rows.count(b"\n") > 10
        assert after.read() == rows
    assert "sort" not in {
        one.code for one in advise(PREFIXES + "SELECT ?o { ?s ?p ?o } ORDER BY ?o", NOWHERE)
    }


def test_addresses_behind_a_count_decide_much(store: EmbeddedStore) -> None:
    query = "SELECT ?c (COUNT(?o) AS ?n) { ?c cg:owner ?o } GROUP BY ?c ORDER BY DESC(?n) ?c"
    found = advice(query, "sort")
    assert found.sparql
    assert "ORDER BY DESC(?n) SUBSTR(STR(?c), " in found.sparql
    assert answer(store, found.sparql) == answer(store, PREFIXES + query)


def test_a_path_of_one_step_and_more_leaves_out_only_what_is_said(store: EmbeddedStore) -> None:
    query = "SELECT ?a ?b { ?a ceasn:isChildOf* ?b }"
    found = advice(query, "open-path")
    assert found.sparql
    assert "itself" in found.difference
    _, every = answer(store, PREFIXES + query)
    _, some = answer(store, found.sparql)
    assert some
    left_out = every - some
    assert every == some + left_out
    assert all(len(set(row.split("\t"))) == 1 for row in left_out)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a { ?a ceterms:ownedBy ?b . ?c ceterms:name ?n }",
        "SELECT ?a { { ?a ceterms:ownedBy ?b . ?c ceterms:name ?n FILTER(?n != ?b) } }",
        "SELECT ?a { ?a ceterms:ownedBy ?b . ?c ceterms:name ?n FILTER(?b = ?c) "
        "OPTIONAL { ?c rdfs:label ?l } ?d ceterms:name ?m FILTER(?d != ?c) }",
    ],
)
def test_parts_that_nothing_joins_are_named(query: str) -> None:
    found = advice(query, "product")
    assert "?b" in found.detail
    assert found.sparql is None or "?d" in found.sparql


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?l { ?s rdfs:label ?l } LIMIT 5",
        "SELECT ?s ?n { ?s cg:importance ?n } ORDER BY ?n",
        "SELECT ?s ?l { ?s rdfs:label ?l } ORDER BY LCASE(STR(?l))",
        "SELECT ?a { <urn:a> rdfs:label ?a . <urn:b> rdfs:label ?b }",
        "SELECT ?a { ?a ceterms:ownedBy ?b . OPTIONAL { ?b rdfs:label ?c . ?a rdfs:label ?d } }",
        "SELECT ?a { ?a rdfs:label ?x { ?a ceterms:ownedBy ?b } ?b rdfs:label ?c }",
        "SELECT ?a ?b { ?a ceasn:isChildOf* ?b . ?a a ceasn:Competency }",
        'SELECT ?s { ?s rdfs:label ?o FILTER(STR(?o) = "http://example.org/") }',
        "SELECT ?s { ?s cg:element|skos:broader* <urn:x> }",
        "SELECT ?s { ?s cg:element/skos:broader* <urn:x>, <urn:y> }",
        'SELECT ?o { BIND(<urn:x> AS ?s) ?s rdfs:label ?o FILTER(STR(?s) = "urn:x") }',
        'SELECT ?o { BIND(<urn:x> AS ?s) ?s rdfs:label ?o FILTER(CONTAINS(?o, "nurse")) }',
        "SELECT ?type (COUNT(*) AS ?n) { ?s a ?type } GROUP BY ?type HAVING(COUNT(*) > 5)",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?type }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ceterms:name ?name }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?s }",
        "SELECT (COUNT(*) AS ?n) { ?s ^ceterms:ownedBy ?o }",
        "SELECT ?c (COUNT(*) AS ?n) { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        "/rdfs:subClassOf ?c } GROUP BY ?c",
        "SELECT (COUNT(*) AS ?n) { ?s a ceterms:Certificate FILTER(?s != <urn:x>) }",
        'SELECT (COUNT(*) AS ?n) { ?s rdfs:label ?l FILTER(CONTAINS(?l, "nurse")) }',
        "SELECT ?s (COUNT(?l) AS ?n) { ?s cg:nextStep+ ?l } GROUP BY ?s",
        "SELECT ?s (COUNT(DISTINCT ?l) AS ?n) { ?s cg:nextStep ?l } GROUP BY ?s",
        "SELECT ?s (COUNT(DISTINCT ?l) AS ?n) { ?s cg:nextStep+ ?l . ?l a ceterms:License } "
        "GROUP BY ?s",
        "SELECT ?s (COUNT(DISTINCT ?e) AS ?n) { ?e cg:nextStep+ ?s ; a ceterms:License } "
        "GROUP BY ?s",
        "SELECT ?t (COUNT(DISTINCT ?l) AS ?n) { ?s a ?t ; cg:nextStep+ ?l } GROUP BY ?t",
        "SELECT ?o ?l (SAMPLE(?l) AS ?m) { ?r cg:owner ?o . ?o rdfs:label ?l } GROUP BY ?o ?l",
        "SELECT ?o ?l (COUNT(?r) AS ?n) { ?r cg:owner ?o . ?o rdfs:label ?l FILTER(?l != ?n) } "
        "GROUP BY ?o ?l",
        "SELECT ?o ?l (COUNT(*) AS ?n) { ?o rdfs:label ?l } GROUP BY ?o ?l",
        "SELECT ?o ?l (COUNT(*) AS ?n) { OPTIONAL { ?o rdfs:label ?l } ?r cg:owner ?o } "
        "GROUP BY ?o ?l",
        "SELECT ?o ?l (COUNT(*) AS ?n) { ?r cg:owner ?o . ?o rdfs:label ?l } GROUP BY ?o ?l "
        "ORDER BY COUNT(*)",
        "SELECT ?c { ?c a ceterms:Credential OPTIONAL { ?c cg:owner ?o } } ORDER BY ?o LIMIT 5",
        "SELECT ?c { ?c a ceterms:Credential OPTIONAL { ?c cg:owner ?o } } ORDER BY STR(?c)",
        "SELECT DISTINCT ?c { ?c a ceterms:Credential OPTIONAL { ?c cg:owner ?o } } "
        "ORDER BY STR(?c) LIMIT 5",
        "SELECT ?c { ?c a ceterms:Credential FILTER(BOUND(?o)) OPTIONAL { ?c cg:owner ?o } } "
        "ORDER BY STR(?c) LIMIT 5",
        "SELECT * { { SELECT ?o (COUNT(*) AS ?n) { ?x cg:owner ?o } GROUP BY ?o } "
        "?o ceterms:alternateName ?l . ?t a ceterms:License ; rdfs:label ?l }",
        "SELECT ?c { OPTIONAL { ?c cg:owner ?o } ?c a ceterms:Credential } ORDER BY STR(?c) "
        "LIMIT 5",
        "SELECT ?s { ?s ?p }",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "",
    ],
)
def test_nothing_is_said_of_what_needs_no_advice(profile: Profile, query: str) -> None:
    assert advise(PREFIXES + query, profile) == []


def test_counts_are_offered_only_by_builds_that_hold_them(profile: Profile) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert advise(query, profile)
    assert not advise(query, NOWHERE)


def test_a_new_variable_is_never_added_to_what_takes_all() -> None:
    for query in (
        f"SELECT * {{ ?o cg:element/skos:broader* <{ELEMENT}> }}",
        f"SELECT (COUNT(DISTINCT *) AS ?n) {{ ?o cg:element/skos:broader* <{ELEMENT}> }}",
    ):
        found = advice(query, "late-path")
        assert found.sparql is None
        assert "instead of *" in found.detail
