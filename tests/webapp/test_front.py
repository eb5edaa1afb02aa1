"""The front page: what is loaded, and a door for each kind of user."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from graph.builds import Build
from tests.webapp.pages import csv_rows, links, number, page, table, words
from tests.webapp.small import Serve


def test_each_source_with_version_and_counts(client: FlaskClient, sample: Build) -> None:
    shown = page(client, "/")
    rows = table(shown)
    named = ["O*NET", "Credential Registry (CTDL)", "CTDL vocabulary", "Learning records"]
    assert [row[0] for row in rows] == named
    assert rows[0][1] == "30.1"
    for row, source in zip(rows, sample.info["sources"], strict=True):
        read, loaded, rejected, left_out, statements = (number(cell) for cell in row[3:8])
        tables = source["tables"].values()
        assert read == sum(one["read"] for one in tables)
        assert loaded == sum(one["loaded"] for one in tables)
        assert statements == source["triples"]
        assert read == loaded + rejected + left_out
    assert "%" in rows[1][8]
    assert sample.id in words(shown)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("credentials", "https://purl.org/ctdl/terms/Credential"),
        ("organizations", "https://purl.org/ctdl/terms/Organization"),
        ("pathways", "https://purl.org/ctdl/terms/Pathway"),
        ("occupations", "https://w3id.org/credgraph/vocab#Occupation"),
    ],
)
def test_what_the_graph_holds(client: FlaskClient, name: str, kind: str) -> None:
    """Whole records, each counted once; the sample has none of a test environment."""
    held = page(client, "/").xpath("//ul[@class='figures']/li")
    (shown,) = [one for one in map(words, held) if one.partition(" ")[2] == name]
    derived = "http://www.w3.org/ns/prov#wasDerivedFrom"
    query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{kind}> ; <{derived}> ?source }}"
    response = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert number(shown) == int(csv_rows(response.text)[0]["n"]) > 0


def test_the_counts_are_those_of_the_query_that_stands_by_them(client: FlaskClient) -> None:
    held = page(client, "/").xpath("//ul[@class='figures']/li")
    shown = sorted(number(words(one)) for one in held)
    found = csv_rows(client.get("/queries/credentials/holdings.csv").text)
    assert shown == sorted(int(row["records"]) for row in found)


def test_the_doors_are_open(client: FlaskClient) -> None:
    """From the front page to a question, a pathway, an occupation, the linkage, the console."""
    doors = links(page(client, "/").xpath("//ul[@class='cards']")[0])
    assert set(doors) >= {"/queries/", "/pathways/", "/occupations/", "/linkage/", "/sparql"}
    for door in doors:
        page(client, door)


def test_nothing_is_loaded(serve: Serve) -> None:
    """Of an empty build every list is empty, and none an error."""
    client = serve([])
    for address in ("/pathways/", "/occupations/", "/linkage/", "/schema", "/datasets"):
        page(client, address)
