"""Queries of the console, and their results as the page and as CSV, which is the witness."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from tests.webapp.pages import csv_rows, page

PREFIXES = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
PRICES = PREFIXES + "SELECT ?cost ?price { ?cost ceterms:price ?price }"
OCCUPATIONS = PREFIXES + "SELECT ?occupation { ?occupation a cg:Occupation }"
TRUTH = "ASK { ?s ?p ?o }"
MIXED = """SELECT ?x ?y { VALUES (?x ?y) {
  (1 "a") (10 "=SUM(A1)") (9 "@x") (2.5 UNDEF) ("text" "+1") (<http://example.org/> "b"@en)
} }"""


def shown(client: FlaskClient, query: str, **arranged: str) -> Any:
    return page(client, "/sparql?" + urlencode({"query": query, **arranged}))


def csv(client: FlaskClient, query: str) -> list[dict[str, str]]:
    return csv_rows(client.get("/sparql?" + urlencode({"query": query, "format": "csv"})).text)


def snippet(found: Any, name: str) -> str:
    """The code that is to be copied, below the heading that begins so."""
    for block in found.xpath("//div[@role='region'][pre]"):
        if block.get("aria-label").startswith(name):
            return str(block.xpath(".//code")[0].text_content())
    raise AssertionError(f"no {name}")
