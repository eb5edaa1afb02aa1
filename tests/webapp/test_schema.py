"""``/schema``: what can be asked for, with counts that the endpoint confirms."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.webapp.pages import csv_rows, links, page, table, words

CREDENTIAL = "https://purl.org/ctdl/terms/Credential"
NAME = "https://purl.org/ctdl/terms/name"


def count(client: FlaskClient, pattern: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    response = client.get("/sparql?" + urlencode({"query": query, "format": "csv"}))
    return int(csv_rows(response.text)[0]["n"])


def counted(rows: list[list[str]], term: str) -> int:
    (found,) = [row[-1] for row in rows if row[1] == term]
    return int(found.replace(",", ""))


def test_counts_are_those_of_the_graph(client: FlaskClient) -> None:
    shown = page(client, "/schema")
    classes, properties = table(shown, 0), table(shown, 1)
    assert counted(classes, "ceterms:Credential") == count(client, f"?s a <{CREDENTIAL}>") > 40
    assert counted(properties, "ceterms:name") == count(client, f"?s <{NAME}> ?o")
    order = [int(row[-1].replace(",", "")) for row in properties]
    assert order == sorted(order, reverse=True)
    assert sum(order) == count(client, "?s ?p ?o")


def test_a_class_with_its_properties_and_examples(client: FlaskClient) -> None:
    shown = page(client, "/schema?" + urlencode({"class": CREDENTIAL}))
    named = counted(table(shown), "ceterms:name")
    assert named == count(client, f"?s a <{CREDENTIAL}> ; <{NAME}> ?o")
    examples = shown.xpath("//h2[text()='Examples']/following-sibling::ul//a/@href")
    assert examples
    for example in examples:
        assert page(client, example).xpath("//h1")
    (ask,) = shown.xpath("//a[text()='Ask for them in SPARQL']/@href")
    assert table(page(client, ask))


def test_a_property_with_its_values(client: FlaskClient) -> None:
    shown = page(client, "/schema?" + urlencode({"property": NAME}))
    assert f"{count(client, f'?s <{NAME}> ?o'):,} statements" in words(shown)
    assert links(shown.xpath("//h2[text()='Examples']/following-sibling::ul")[0])


def test_every_class_and_property_has_its_page(client: FlaskClient) -> None:
    found = [one for one in links(page(client, "/schema")) if "?class=" in one or "?prop" in one]
    assert len(found) > 100
    for address in found[:: len(found) // 25]:
        page(client, address)


@pytest.mark.parametrize("term", ["nothing", "https://example.org/x", "<b>", "../../etc/passwd"])
def test_a_term_that_is_not_used(client: FlaskClient, term: str) -> None:
    for name in ("class", "property"):
        page(client, "/schema?" + urlencode({name: term}), 404)
