"""Full-text search: what is found, in which order, and inside a query."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from graph.builds import Build
from graph.search.searching import MOST, Search
from graph.stores import EmbeddedStore, QueryError, media
from graph.vocabulary import CG, RDFS, SKOS
from tests.webapp.pages import csv_rows

NURSES = "https://www.onetonline.org/link/summary/29-1141.00"
P = f"PREFIX cg: <{CG}>\nPREFIX rdfs: <{RDFS}>\n"


@pytest.fixture(scope="module")
def search(sample: Build) -> Search:
    return Search(sample.folder)


@pytest.fixture(scope="module")
def store(sample: Build) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(sample.public, workers=1, spares=0) as opened:
        yield opened


def found(search: Search, words: str) -> list[str]:
    return [hit.iri for hit in search.find(words)]


@pytest.mark.parametrize(
    "words",
    [
        "Registered Nurses",
        "registered NURSES",
        "nurses registered",
        "registerd nurses",
        "regis* nurs*",
        "registered nurs",
        '"registered nurses"',
        "Régistered Nurses",
    ],
)
def test_an_occupation_is_found_by_its_name(search: Search, words: str) -> None:
    assert NURSES in found(search, words)[:5]


@pytest.mark.parametrize("words", ['"nurses registered"', "registered nurses xylophone", "", "*"])
def test_what_is_not_there_is_not_found(search: Search, words: str) -> None:
    assert NURSES not in found(search, words)


def test_every_label_with_a_word_is_found(search: Search, sample: Build) -> None:
    """Against a plain look at every label of the store."""
    store = ox.Store.read_only(str(sample.public))
    labels = [
        quad
        for term in (RDFS.label, SKOS.altLabel)
        for quad in store.quads_for_pattern(None, ox.NamedNode(term), None)
        if isinstance(quad.subject, ox.NamedNode) and "/id/node/" not in quad.subject.value
    ]
    for word in ("electrical", "nursing", "software"):
        wanted = {
            str(getattr(quad.subject, "value", ""))
            for quad in labels
            if word in re.findall(r"\w+", str(getattr(quad.object, "value", "")).lower())
        }
        assert len(wanted) > 5
        assert wanted <= set(found(search, word))


def test_a_name_goes_before_a_text(search: Search) -> None:
    hits = search.find("electricians")
    assert hits[0].score > hits[-1].score
    assert "47-2111" in hits[0].iri or "47-2111" in hits[1].iri


@pytest.mark.parametrize(
    "words", ["a AND (b", 'x" OR "', "name:nurse", "[1 TO 2]", "\\", "^~", "💡"]
)
def test_no_words_are_an_error(search: Search, words: str) -> None:
    assert len(search.find(words, 10)) <= 10


def rows(store: EmbeddedStore, query: str) -> list[dict[str, str]]:
    with store.query(P + query, media.CSV) as answer:
        return csv_rows(answer.read().decode())


@pytest.mark.parametrize(
    "pattern",
    [
        '?s cg:search "registered nurses" . ?s a cg:Occupation',
        '?s a cg:Occupation . ?s cg:search "registered nurses"',
        '?s a cg:Occupation ; cg:search "registered nurses" .',
        '?s a cg:Occupation ;\n cg:search "registered nurses" ; rdfs:label ?l .',
        '?s cg:search "registered nurses" ; a cg:Occupation .',
        '(?s ?score) cg:search ("registered nurses" 50) . ?s a cg:Occupation FILTER(?score > 0)',
        f'?s <{CG.search}> """registered nurses""" . {{ ?s a cg:Occupation }}',
        '{ { ?s cg:search "registered nurses" } ?s a cg:Occupation }',
        '?s cg:search "registered nurses" . ?s cg:search "registered" ; a cg:Occupation',
    ],
)
def test_a_search_stands_wherever_a_triple_can(store: EmbeddedStore, pattern: str) -> None:
    assert NURSES in {row["s"] for row in rows(store, f"SELECT ?s {{ {pattern} }}")}


def test_a_search_is_joined_and_no_more(store: EmbeddedStore, search: Search) -> None:
    hits = found(search, "nurs*")
    assert {row["s"] for row in rows(store, 'SELECT ?s { ?s cg:search "nurs*" }')} == set(hits)
    assert len(rows(store, 'SELECT ?s { ?s cg:search ("nurs*" 3) }')) == 3
    assert not rows(store, 'SELECT ?s { ?s cg:search "xylophonists" . ?s ?p ?o }')


def test_a_search_has_an_end(search: Search) -> None:
    assert len(search.find("a* e* o*", 10**9)) <= MOST


@pytest.mark.parametrize(
    "pattern",
    [
        f'<{NURSES}> cg:search "nurse"',
        "?s cg:search ?words",
        '?s cg:search ("nurse" "many")',
        "?s cg:search 5",
        '?s cg:search "nurse"@en',
        '?s cg:search "nurse"^^<http://www.w3.org/2001/XMLSchema#string> .',
        '?s cg:search ("nurse" 5)^^<urn:a>',
        '?s cg:search "nurse", "health"',
        '(?a ?b ?c) cg:search "nurse"',
    ],
)
def test_what_is_no_search_is_told_at_its_place(store: EmbeddedStore, pattern: str) -> None:
    with pytest.raises(QueryError) as caught:
        rows(store, f"SELECT * {{ {pattern} }}")
    assert (caught.value.status, caught.value.code, caught.value.line) == (400, "search", 3)


@pytest.mark.parametrize("end", ["?s ?p }", "\n ?s ?p }"])
def test_an_error_behind_a_search_keeps_its_place(store: EmbeddedStore, end: str) -> None:
    plain, place = 'SELECT * { ?s rdfs:label "nurse" . ' + end, []
    for query in (plain, plain.replace("rdfs:label", "cg:search ")):
        with pytest.raises(QueryError) as caught:
            rows(store, query)
        place.append((caught.value.line, caught.value.column))
    assert place[0] == place[1]


def test_in_a_string_or_comment_nothing_is_a_search(store: EmbeddedStore) -> None:
    query = 'SELECT ?s { VALUES ?s { "cg:search" } # ?s cg:search "x"\n }'
    assert [row["s"] for row in rows(store, query)] == ["cg:search"]


@pytest.mark.parametrize(
    "pattern",
    [
        "VALUES ?s { <urn:a> cg:search cg:label }",
        'VALUES (?s ?n) { (<urn:a> 1) (cg:search "x") }',
        "?s a rdf:Property FILTER(?s IN (cg:region, cg:search, cg:owner))",
        "?s a rdf:Property FILTER(?s = cg:search || false)",
    ],
)
def test_what_is_only_named_is_not_searched(store: EmbeddedStore, pattern: str) -> None:
    rdf = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    with store.query(f"{P}{rdf}SELECT ?s {{ {pattern} }}", media.CSV) as answer:
        assert f"{CG.search}" in answer.read().decode()


@pytest.mark.parametrize(
    ("written", "plain"),
    [("n\\u0075rses", "nurses"), ("nurses\\tcare", "nurses care"), ('\\"nurses\\"', '"nurses"')],
)
def test_escapes_in_the_words(
    store: EmbeddedStore, search: Search, written: str, plain: str
) -> None:
    wanted = set(found(search, plain))
    assert wanted
    assert {row["s"] for row in rows(store, f'SELECT * {{ ?s cg:search "{written}" }}')} == wanted


def test_no_hits_are_asked_for(store: EmbeddedStore, search: Search) -> None:
    assert search.find("nurse", 0) == []
    assert rows(store, 'SELECT * { ?s cg:search ("nurse" 0) }') == []


def test_the_hits_of_several_searches_together(store: EmbeddedStore, search: Search) -> None:
    """More than one message to a worker holds."""
    union = " UNION ".join(f'{{ (?s ?score) cg:search "{letter}*" }}' for letter in "abcdefgh")
    wanted = {iri for letter in "abcdefgh" for iri in found(search, f"{letter}*")}
    assert len(wanted) > 2 * MOST
    assert {row["s"] for row in rows(store, f"SELECT ?s {{ {union} }}")} == wanted
    for _ in range(2):  # the worker is as before
        assert len(rows(store, "SELECT * { ?s ?p ?o } LIMIT 5")) == 5


def test_so_many_searches_in_a_query(store: EmbeddedStore) -> None:
    patterns = '?s cg:search "a" . ' * 9
    with pytest.raises(QueryError) as caught:
        store.query(f"{P}SELECT * {{ {patterns} }}", media.JSON)
    assert (caught.value.code, caught.value.line, caught.value.token) == ("search", 3, "cg:search")


@pytest.mark.parametrize("head", ['CONSTRUCT { ?s cg:search "nurse" } WHERE', "CONSTRUCT WHERE"])
def test_what_is_made_is_not_searched(store: EmbeddedStore, head: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(f'{P}{head} {{ ?s cg:search "nurse" }}', media.TURTLE)
    assert (caught.value.code, caught.value.line) == ("search", 3)
    assert "WHERE" in caught.value.detail


@pytest.mark.parametrize(
    ("pattern", "token"),
    [
        ('?s rdfs:label ?l (?n ?score) cg:search ("a" 5) .', "("),
        ('?s rdfs:label ?l ?s cg:search "a"', "?s"),
        ('?s cg:search "a" . . ?s rdfs:label ?l', "."),
        ('?s cg:search "a" ?s rdfs:label ?l', "?s"),
        ('?s cg:search "a" ; ; . . ?s rdfs:label ?l', "."),
    ],
)
def test_a_search_hides_no_error(store: EmbeddedStore, pattern: str, token: str) -> None:
    with pytest.raises(QueryError) as caught:
        rows(store, f"SELECT * {{ {pattern} }}")
    assert (caught.value.code, caught.value.line, caught.value.token) == ("syntax", 3, token)


def test_a_variable_that_has_a_value_already(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError) as caught:
        rows(store, 'SELECT * { BIND(<urn:a> AS ?s) ?s cg:search "nurse" }')
    assert (caught.value.code, caught.value.line) == ("syntax", None)
    assert "search" in caught.value.detail
