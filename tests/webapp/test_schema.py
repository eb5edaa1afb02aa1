"""``/schema``: what can be asked for, with counts that the endpoint confirms."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.vocabulary import CETERMS, CG, RDF_TYPE
from tests.webapp.pages import Page, csv_rows, links, page, table, words
from tests.webapp.small import Serve

CREDENTIAL, NAME = CETERMS.Credential, CETERMS.name


def count(client: FlaskClient, pattern: str, what: str = "*") -> int:
    query = f"SELECT (COUNT({what}) AS ?n) {{ {pattern} }}"
    response = client.get("/sparql?" + urlencode({"query": query, "format": "csv"}))
    return int(csv_rows(response.text)[0]["n"])


def of(client: FlaskClient, part: str, iri: str) -> Page:
    return page(client, "/schema?" + urlencode({part: iri}))


def named(shown: Page, caption: str) -> list[list[str]]:
    """The rows of the table with this caption."""
    captions = [words(one) for one in shown.xpath("//table/caption")]
    (number,) = [n for n, text in enumerate(captions) if text.startswith(caption)]
    return table(shown, number)


def row(rows: list[list[str]], term: str) -> list[str]:
    """The row of a term."""
    (found,) = [row for row in rows if row[0].endswith(f" {term}")]
    return found


def number(text: str) -> int:
    return int(text.replace(",", ""))


def queries(shown: Page) -> list[str]:
    """The queries that a page builds for the console."""
    asked = [urlsplit(address) for address in links(shown)]
    return [parse_qs(one.query)["query"][0] for one in asked if one.path == "/sparql" and one.query]


def test_counts_are_those_of_the_graph(client: FlaskClient) -> None:
    shown = page(client, "/schema")
    classes = table(shown, 1)
    properties = table(shown, 2)
    found = number(row(classes, "ceterms:Credential")[1])
    assert found == count(client, f"?s a <{CREDENTIAL}>") > 40
    assert number(row(properties, "ceterms:name")[1]) == count(client, f"?s <{NAME}> ?o")
    order = [number(row[1]) for row in properties]
    assert order == sorted(order, reverse=True)
    assert sum(order) == count(client, "?s ?p ?o")


def test_definitions_are_those_of_the_vocabularies(client: FlaskClient) -> None:
    for part, iri in (("class", CREDENTIAL), ("property", CETERMS.ownedBy), ("class", CG.Task)):
        lead = words(of(client, part, iri).xpath("//p[@class='lead']")[0])
        query = f"SELECT ?c {{ <{iri}> <http://www.w3.org/2000/01/rdf-schema#comment> ?c }}"
        answer = client.get("/sparql", query_string={"query": query, "format": "csv"})
        assert lead in [" ".join(row["c"].split()) for row in csv_rows(answer.text)]


def test_a_search_by_words_and_vocabulary(client: FlaskClient) -> None:
    shown = page(client, "/schema?q=occupation")
    for found in (*table(shown, 0), *table(shown, 1)):
        assert "occupation" in " ".join(found).lower() or found[2].endswith("…")
    assert row(table(shown, 1), "cg:occupation")
    only = page(client, "/schema?q=alignment&vocabulary=ceterms")
    assert row(table(only, 0), "ceterms:CredentialAlignmentObject")
    assert all(" ceterms:" in found[0] for found in (*table(only, 0), *table(only, 1)))
    none = page(client, "/schema?q=nothing+like+this")
    assert "None of the" in words(none)


def test_a_class_with_its_properties_and_examples(client: FlaskClient) -> None:
    shown = of(client, "class", CREDENTIAL)
    found = row(named(shown, "Properties"), "ceterms:ownedBy")
    having = f"?s a <{CREDENTIAL}> ; <{CETERMS.ownedBy}> ?o"
    assert number(found[3]) == count(client, having)
    every = count(client, f"?s a <{CREDENTIAL}>")
    share = count(client, having, "DISTINCT ?s") / every
    assert found[2] == ("all" if share == 1 else f"{min(round(100 * share), 99)} %")
    examples = shown.xpath("//h2[text()='Examples']/following-sibling::ul//a")
    assert len(examples) == 5
    for example in examples:
        iri = parse_qs(urlsplit(example.get("href")).query)["iri"][0]
        assert count(client, f"<{iri}> a <{CREDENTIAL}>") == 1
        assert words(page(client, example.get("href")).xpath("//h1")[0]) == words(example)


def test_classes_above_and_below(client: FlaskClient) -> None:
    degree = of(client, "class", CETERMS.Degree)
    related = {
        words(p).partition(":")[0]: links(p) for p in degree.xpath("//p[contains(., ' it: ')]")
    }
    assert any("Credential" in link for link in related["Above it"])
    assert any("AssociateDegree" in link for link in related["Below it"])


def test_what_links_to_a_class(client: FlaskClient) -> None:
    shown = of(client, "class", CG.Occupation)
    found = [one for one in named(shown, "Classes whose") if one[0].endswith("ceterms:Credential")]
    (statements,) = [number(one[2]) for one in found if one[1].endswith("cg:occupation")]
    assert statements == count(client, f"?s a <{CREDENTIAL}> ; <{CG.occupation}> ?o")


def test_a_property_with_its_values(client: FlaskClient) -> None:
    shown = of(client, "property", CG.region)
    assert f"{count(client, f'?s <{CG.region}> ?o'):,} statements" in words(shown)
    used = row(named(shown, "Classes"), "ceterms:Credential")
    assert number(used[2]) == count(client, f"?s a <{CREDENTIAL}> ; <{CG.region}> ?o")
    assert used[3] == "region"
    values = shown.xpath("//ul[@class='columns']/li")
    assert len(values) == count(client, f"?s <{CG.region}> ?o", "DISTINCT ?o")
    assert links(shown.xpath("//h2[text()='Examples']/following-sibling::ul")[0])


@pytest.mark.parametrize("iri", [CREDENTIAL, CG.Occupation, CETERMS.Organization])
def test_a_drawing_says_what_the_tables_say(client: FlaskClient, iri: str) -> None:
    shown = of(client, "class", iri)
    boxes = {
        parse_qs(urlsplit(box.get("href")).query)["class"][0]: words(box)
        for box in shown.xpath("//svg/a")
    }
    beside = {
        parse_qs(urlsplit(link).query)["class"][0]
        for link in links(shown.xpath("//h2[text()='Its properties']/following-sibling::div")[0])
        if "class=" in link
    } | {
        parse_qs(urlsplit(link).query)["class"][0]
        for part in shown.xpath("//h2[text()='What links to it']/following-sibling::div")
        for link in links(part)
        if "class=" in link
    }
    assert len(boxes) > 4
    assert set(boxes) - {iri} <= beside
    assert len(shown.xpath("//svg/g/path")) == len(shown.xpath("//svg/a")) - 1


def test_the_first_drawing_and_its_table(client: FlaskClient) -> None:
    shown = page(client, "/schema")
    rows = table(shown, 0)
    found = {(row[0], row[2]): row[1] for row in rows}
    assert "occupation" in found["Credential", "occupation"]
    lines = shown.xpath("//svg/g/path")
    assert len(lines) == len({frozenset(pair) for pair in found if pair[0] != pair[1]})
    assert {words(box) for box in shown.xpath("//svg/a")} >= {"Credential", "occupation"}


def test_queries_that_pages_build_have_answers(client: FlaskClient) -> None:
    for part, iri in (
        ("class", CREDENTIAL),
        ("class", CG.SkillRating),
        ("property", CG.occupation),
        ("property", RDF_TYPE),
    ):
        shown = of(client, part, iri)
        built = queries(shown)
        assert len(built) > 5
        for query in built[:: max(1, len(built) // 8)]:
            answer = client.get("/sparql", query_string={"query": query, "format": "csv"})
            assert answer.status_code == 200, (query, answer.text)
            assert csv_rows(answer.text), query


def test_a_query_joins_class_property_and_class(client: FlaskClient) -> None:
    shown = of(client, "property", CG.occupation)
    (query,) = [q for q in queries(shown) if "a ceterms:Credential ;" in q]
    assert "cg:occupation ?occupation ." in query
    assert "?occupation a cg:Occupation ." in query
    answer = client.get("/sparql", query_string={"query": query, "format": "csv"})
    (first, *_) = csv_rows(answer.text)
    assert list(first) == ["credential", "occupation", "credentialLabel", "occupationLabel"]
    assert re.match("http", first["credential"])
    assert first["occupationLabel"]


def test_queries_can_be_written_whatever_the_terms_are(serve: Serve) -> None:
    odd = ["urn:x:9", "https://example.org/a-b/", "https://example.org/Straße", "http://é.example"]
    facts = [f"<{s}> <{p}> <{o}> .\n" for s in odd for p in (RDF_TYPE, *odd) for o in odd]
    client = serve(facts)
    for iri in odd:
        for part in ("class", "property"):
            for query in queries(of(client, part, iri)):
                ox.Store().query(query)
                assert client.get("/sparql", query_string={"query": query}).status_code == 200


def test_every_class_and_property_has_its_page(client: FlaskClient) -> None:
    found = [one for one in links(page(client, "/schema")) if "?class=" in one or "?prop" in one]
    assert len(found) > 100
    for address in found[:: len(found) // 40]:
        page(client, address)


@pytest.mark.parametrize("term", ["nothing", "https://example.org/x", "<b>", "../../etc/passwd"])
def test_a_term_that_is_not_used(client: FlaskClient, term: str) -> None:
    for name in ("class", "property"):
        page(client, "/schema?" + urlencode({name: term}), 404)
