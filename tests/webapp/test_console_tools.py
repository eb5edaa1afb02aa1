"""What the console's editor asks the server for: checking, layout, terms, names."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import pprintAlgebra

from graph import vocabulary
from graph.stores import QueryError
from queries import catalog
from tests.webapp.pages import BROWSER
from tests.webapp.test_fuzz import few, mutated
from webapp.console.formatting import essence, formatted

REAL = {name: query.body for name, query in catalog().items()}
CREDENTIAL = "https://purl.org/ctdl/terms/Credential"


def checked(client: FlaskClient, query: str) -> tuple[int, int, str] | None:
    """(line, column, detail) of the error in a query."""
    response = client.post("/sparql/check", data={"query": query})
    assert response.status_code == 200
    error = response.json["error"] if response.json else None
    return (error["line"], error["column"], error["detail"]) if error else None


@pytest.mark.parametrize("query", REAL.values(), ids=REAL)
def test_real_queries_have_no_error(client: FlaskClient, query: str) -> None:
    assert checked(client, query) is None


@pytest.mark.parametrize(
    ("query", "line", "column", "words"),
    [
        ("SELECT * WHERE { ?s ?p }", 1, 24, "} can't stand here"),
        ("SELECT *\nWHERE { ?s ex:p ?o }", 2, 12, "prefix ex: is not declared"),
        ("SELECT * WHERE { ?s ?p ?o", 1, 26, "ends too soon"),
        ("SELECT * WHERE { ?s ?p ?o } LIMIT", 1, 34, "ends too soon"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, 8, "?s stands beside an aggregate"),
        ("SELECT * { ?s ?p 'x }", 1, 18, "has no end"),
        ("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", 1, 1, "Updates are not accepted"),
        ("SELECT * { ?s ?p } VALUES ?s { <urn:x> }", 1, 18, "} can't stand here"),
        ("SELECT * { ?s ?p ?o }\nVALUES (?s ?p) { (<urn:x>) }", 2, 29, "exactly the same number"),
        ("SELECT * { ?s ?p ?o } VALUES ?s { <urn:x> } LIMIT 1", 1, 45, "LIMIT can't stand here"),
    ],
)
def test_place_of_an_error(
    client: FlaskClient, query: str, line: int, column: int, words: str
) -> None:
    found = checked(client, query)
    assert found
    assert found[:2] == (line, column)
    assert words in found[2]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } VALUES ?s { <urn:x> }",
        "PREFIX x: <urn:> SELECT * { ?a ?b ?c . ?d ?e ?f } VALUES ?b { x:p 1 } # a remark",
        "DESCRIBE ?s { ?s ?p ?o } LIMIT 2 VALUES (?s ?p) { (<urn:x> UNDEF) }",
        "SELECT * { ?s ?p ?o } # a remark",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "ASK { ?a ?b ?c . ?d ?e ?f . FILTER(?c = ?f && ?a != ?d && ?c > 7) }",
        "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c",
    ],
)
def test_checking_runs_nothing(client: FlaskClient, query: str) -> None:
    """The last three would take minutes; the limit of a query is half of one."""
    assert checked(client, query) is None


@pytest.mark.parametrize("query", REAL.values(), ids=REAL)
def test_layout_keeps_the_meaning(query: str) -> None:
    """By rdflib, which knows nothing of our tokens."""
    once = formatted(query)
    assert formatted(once) == once
    assert algebra(once) == algebra(query)


def algebra(query: str) -> list[str]:
    """What rdflib understands; in pieces, sorted, where blank nodes put triples in any order."""
    prepared = prepareQuery(query)
    pprintAlgebra(prepared)
    text = repr(prepared.algebra)
    named = re.sub(r"BNode\('\w+'\)", "BNode", text)
    return [text] if named == text else sorted(re.split(r"[\[(), \])]+", named))


@few
@given(mutated())
def test_layout_changes_no_token(query: str) -> None:
    try:
        before = essence(query)
    except QueryError:
        assert formatted(query) == query
    else:
        assert essence(formatted(query)) == before


def test_layout() -> None:
    query = (
        "prefix a: <urn:a> select ?s (count(*) as ?n) where { ?s a a:B; a:c ?d,?e."
        "optional { ?s a:x -1 } # why\nfilter(?d<?e && !(?n = 'a'@en)) { ?s a:p/a:q* ?z\n"
        "} union { ?s ^a:p ?z } } group by ?s limit 10 # end"
    )
    assert formatted(query).splitlines() == [
        "prefix a: <urn:a>",
        "select ?s (count(*) as ?n) where {",
        "  ?s a a:B ;",
        "    a:c ?d, ?e .",
        "  optional { ?s a:x -1 } # why",
        "  filter(?d<?e && !(?n = 'a'@en)) {",
        "    ?s a:p/a:q* ?z",
        "  } union { ?s ^a:p ?z }",
        "}",
        "group by ?s",
        "limit 10 # end",
    ]


def test_layout_as_text_and_as_a_page(client: FlaskClient) -> None:
    asked = {"query": "ASK{?s ?p ?o}"}
    response = client.post("/sparql/format", data=asked, headers={"Accept": "text/plain"})
    assert response.text == "ASK { ?s ?p ?o }\n"
    page = client.post("/sparql/format", data=asked, headers=BROWSER)
    assert "ASK { ?s ?p ?o }" in page.text
    assert client.post("/sparql/format", headers=BROWSER).status_code == 400


def test_terms_are_those_of_the_graph(client: FlaskClient) -> None:
    response = client.get("/sparql/terms")
    found = response.json
    assert found
    credential = found["classes"]["ceterms:Credential"]
    assert credential["label"] == "Credential"
    assert "achievement" in credential["about"]
    assert credential["n"] == rows(client, f"?s a <{CREDENTIAL}>")
    assert found["of"]["ceterms:Credential"]["cg:occupation"] == rows(
        client, f"?s a <{CREDENTIAL}> ; <https://w3id.org/credgraph/vocab#occupation> ?o"
    )
    assert found["to"]["ceterms:Credential"]["cg:occupation"] == "cg:Occupation"
    assert [label for _, label in found["values"]["cg:region"]] == sorted(
        label for _, label in found["values"]["cg:region"]
    )
    assert "dcterms:isPartOf" not in found["values"], "these have no names to choose from"
    tag = response.headers["ETag"]
    assert client.get("/sparql/terms", headers={"If-None-Match": tag}).status_code == 304


def test_targets_are_what_alignment_objects_point_at(client: FlaskClient) -> None:
    found = client.get("/sparql/terms").json
    assert found
    some = {name: targets for name, targets in found["targets"].items() if targets}
    assert len(some) > 10
    for name, targets in some.items():
        iri = vocabulary.CETERMS.iri + name.removeprefix("ceterms:")
        pattern = f"?s <{iri}>/<{vocabulary.CETERMS.targetNode}> ?target"
        query = f"SELECT DISTINCT ?label {{ {pattern} . ?target <{vocabulary.RDFS.label}> ?label }}"
        answer = client.get("/sparql", query_string={"query": query, "format": "json"}).json
        assert answer
        labels = sorted(row["label"]["value"] for row in answer["results"]["bindings"])
        assert labels == sorted({label for _, label in targets}), name
        assert name not in found["values"]


def rows(client: FlaskClient, pattern: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    response = client.get("/sparql", query_string={"query": query, "format": "csv"})
    return int(response.text.split()[1])


def test_every_term_can_be_written_in_a_query(client: FlaskClient) -> None:
    found = client.get("/sparql/terms").json
    assert found
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in found["prefixes"].items())
    terms = [*found["classes"], *(term for some in found["values"].values() for term, _ in some)]
    ox.Store().query(f"{prefixes}SELECT * {{ VALUES ?x {{ {' '.join(terms)} }} }}")
    paths = "|".join(found["properties"])
    ox.Store().query(f"{prefixes}SELECT * {{ ?s {paths} ?o }}")


def test_names(client: FlaskClient) -> None:
    found = client.get("/sparql/names?q=registered+NUR").json
    assert found
    assert found[0] == {
        "term": "<https://www.onetonline.org/link/summary/29-1141.00>",
        "label": "Registered Nurses",
        "type": "cg:Occupation",
    }
    misspelt = client.get("/sparql/names?q=registerd+nurse").json
    assert misspelt
    assert "Registered Nurses" in [one["label"] for one in misspelt[:5]]
    occupation = "https://w3id.org/credgraph/vocab#Occupation"
    of_class = client.get("/sparql/names", query_string={"q": "nurs", "class": occupation}).json
    assert of_class
    assert {one["type"] for one in of_class} == {"cg:Occupation"}
    assert client.get("/sparql/names?q=registered+nurse&class=urn:none").json
    taught = {"q": "nurs", "class": occupation, "property": f"{vocabulary.CETERMS.iri}teaches"}
    assert client.get("/sparql/names", query_string=taught).json == of_class
    held = {"q": "nurse", "property": f"{vocabulary.CETERMS.iri}occupationType"}
    through = client.get("/sparql/names", query_string=held).json
    assert through
    assert through[0]["label"] == "Registered Nurses"
    assert client.get("/sparql/names?q=nu").json == []
    assert client.get("/sparql/names").json == []
    assert client.get("/sparql/names", query_string={"q": 'a"b}\\ ?x'}).json == []


def test_things_of_a_class_that_a_property_leads_to(client: FlaskClient) -> None:
    cg = vocabulary.CG
    asked = {"class": cg.Occupation, "property": cg.ratedOccupation}
    response = client.get("/sparql/things", query_string=asked)
    found = response.json
    assert found
    assert ["<https://www.onetonline.org/link/summary/29-1141.00>", "Registered Nurses"] in found
    count = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s <%s> ?o . ?o <%s> ?label }"
    query = count % (cg.ratedOccupation, vocabulary.RDFS.label)
    answer = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert len(found) == int(answer.text.split()[1])
    tag = {"If-None-Match": response.headers["ETag"]}
    assert client.get("/sparql/things", query_string=asked, headers=tag).status_code == 304
    large = {"class": vocabulary.PROV["Entity"], "property": cg.ratedOccupation}
    assert client.get("/sparql/things", query_string=large).json == []
    assert client.get("/sparql/things").json == []
