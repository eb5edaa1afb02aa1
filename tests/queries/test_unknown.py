"""Terms that nothing in the graph has are told, with the nearest that something has."""

from __future__ import annotations

import pytest

from graph.vocabulary import CEASN, CETERMS, RDF_TYPE
from queries.advice import Profile
from queries.unknown import unknown_terms

PREFIXES = (
    f"PREFIX ceterms: <{CETERMS}>\nPREFIX ceasn: <{CEASN}>\nPREFIX ex: <http://example.org/>\n"
)
PROFILE = Profile(
    triples=4,
    classes={CETERMS.Certificate: 1, CETERMS.Certification: 1},
    properties={RDF_TYPE: 2, CETERMS.name: 1, CETERMS.ownedBy: 1, CEASN.isChildOf: 1},
)


@pytest.mark.parametrize(
    ("query", "written", "place", "nearest"),
    [
        ("SELECT * { ?s ceterms:nam ?o }", "ceterms:nam", (4, 15), "ceterms:name"),
        ("SELECT * { ?s a ceterms:Certificat }",
         "ceterms:Certificat", (4, 17), "ceterms:Certificate"),
        ("SELECT * { ?s ceterms:ownedby/a ?o }", "ceterms:ownedby", (4, 15), "ceterms:ownedBy"),
        ("SELECT * { ?s ^(ceterms:isChildOf)* ?o }",
         "ceterms:isChildOf", (4, 17), "ceasn:isChildOf"),
        ("SELECT * { ?s <http://purl.org/ctdl/terms/name> ?o }",
         "<http://purl.org/ctdl/terms/name>", (4, 15), "ceterms:name"),
        ("SELECT * { OPTIONAL { ?s\nceterms:xyz ?o } }", "ceterms:xyz", (5, 1), ""),
        ("SELECT * { [ ex:nam ?o ] }", "ex:nam", (4, 14), ""),
        ("SELECT * { ?s a ceterms:name }", "ceterms:name", (4, 17), ""),
        ("ASK { FILTER EXISTS { ?s ceterms:Name ?o } }", "ceterms:Name", (4, 26), "ceterms:name"),
    ],
)  # fmt: skip
def test_a_term_is_told_with_its_place_and_the_nearest(
    query: str, written: str, place: tuple[int, int], nearest: str
) -> None:
    (found,) = unknown_terms(PREFIXES + query, PROFILE)
    assert (found.written, (found.line, found.column), found.nearest) == (written, place, nearest)
    assert written in str(found)
    assert found.sparql == ((PREFIXES + query).replace(written, nearest) if nearest else "")
    assert not found.sparql or not unknown_terms(found.sparql, PROFILE)


def test_without_a_prefix_the_nearest_is_written_out() -> None:
    (found,) = unknown_terms("SELECT * { ?s <https://purl.org/ctdl/terms/Name> ?o }", PROFILE)
    assert found.sparql == "SELECT * { ?s <https://purl.org/ctdl/terms/name> ?o }"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s a ceterms:Certificate ; ceterms:name ?n ; ?p ?o }",
        "SELECT * { ?s a ?type . ?type ceterms:name ceterms:NoValue }",
        'SELECT * { ?s <https://w3id.org/credgraph/vocab#search> "nurse" }',
        "SELECT * { VALUES ?s { ceterms:nothing } }",
        "SELECT * { ?s ceterms:nam }",
        "SELECT * { ?s undeclared:nam ?o }",
    ],
)
def test_known_terms_and_errors_bring_no_warning(query: str) -> None:
    assert unknown_terms(PREFIXES + query, PROFILE) == []


def test_of_a_graph_that_was_not_counted_nothing_is_said() -> None:
    assert not unknown_terms("ASK { ?s <urn:p> ?o }", Profile(triples=0, classes={}, properties={}))


def test_each_term_is_told_once_and_only_some() -> None:
    names = " ; ".join(f"ex:p{n} ?o{n} ; ex:p{n} ?q{n}" for n in range(20))
    found = unknown_terms(f"{PREFIXES}SELECT * {{ ?s {names} }}", PROFILE)
    assert [one.written for one in found] == [f"ex:p{n}" for n in range(5)]
    (long,) = unknown_terms(f"ASK {{ ?s <urn:{'x' * 5000}> ?o }}", PROFILE)
    assert len(str(long)) < 300
