"""Results of the console as files: workbooks and Parquet. CSV is the witness."""

from __future__ import annotations

import io
import socket
import zipfile
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import polars as pl
import pytest
import rdflib
from flask.testing import FlaskClient

from tests.webapp.addresses import GRAPH
from tests.webapp.conftest import serving
from tests.webapp.pages import PROGRAM
from tests.webapp.results import MIXED, OCCUPATIONS, PRICES, csv
from tests.webapp.running import running, wait_until
from webapp.console import workbook


def test_workbook_holds_every_row_and_no_formula(client: FlaskClient) -> None:
    response = client.get("/sparql/result.xlsx?" + urlencode({"query": MIXED}))
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    frame = pl.read_excel(io.BytesIO(response.data), infer_schema_length=0)
    assert [row["y"] or "" for row in frame.iter_rows(named=True)] == [
        row["y"] for row in csv(client, MIXED)
    ]
    with zipfile.ZipFile(io.BytesIO(response.data)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_a_workbook_tells_what_it_cut(client: FlaskClient) -> None:
    double = " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(12))
    query = f'SELECT ?t12 ?n {{ VALUES (?t0 ?n) {{ ("0123456789" 1) ("x" 2) }} {double} }}'
    response = client.get("/sparql/result.xlsx?" + urlencode({"query": query}))
    source = pl.read_excel(io.BytesIO(response.data), sheet_name="Source", has_header=False)
    assert ("Texts cut", "1: a cell holds 32,767 characters") in source.rows()


ESCAPED = r"""SELECT * { VALUES (?x ?y ?n ?d) {
  ("a\tb\n\"q\" \\ z \\n" "\r" 1 1.5) ("it's"@en-us "é 😀" -2 2.5)
  (UNDEF "" 9223372036854775807 2.25) ("<no iri>" "_:no" +4 .5)
} }"""


@pytest.mark.parametrize("query", [PRICES, OCCUPATIONS, MIXED, ESCAPED])
def test_parquet_is_the_whole_result(client: FlaskClient, query: str) -> None:
    response = client.post("/sparql/result.parquet", data={"query": query})
    frame = pl.read_parquet(io.BytesIO(response.data))
    rows = csv(client, query)
    assert frame.columns == list(rows[0])
    texts = frame.cast(pl.String()).fill_null("").rows()
    assert texts == [tuple(row.values()) for row in rows]


def test_parquet_has_numbers(client: FlaskClient) -> None:
    query = 'SELECT ?n ?d ?t { VALUES (?n ?d ?t) { (1 2 "a") (UNDEF 0.5 "b") } }'
    response = client.get("/sparql/result.parquet?" + urlencode({"query": query}))
    frame = pl.read_parquet(io.BytesIO(response.data))
    assert frame.dtypes == [pl.Int64, pl.Float64, pl.String]
    assert frame.rows() == [(1, 2.0, "a"), (None, 0.5, "b")]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ("9223372036854775807 -9223372036854775808 UNDEF", pl.Int64),
        ("1 2.5", pl.Float64),
        ('1e3 "2"^^<http://www.w3.org/2001/XMLSchema#int> 0.1', pl.Float64),
        ('1 "2"', pl.String),
        ('1 "NaN"^^<http://www.w3.org/2001/XMLSchema#double>', pl.String),
        ('1 "x"^^<http://www.w3.org/2001/XMLSchema#integer>', pl.String),
        ("true 1", pl.String),
        ("UNDEF UNDEF", pl.String),
        ('"1e" 12', pl.String),
        ("<urn:1> 1", pl.String),
    ],
)
def test_what_a_column_of_parquet_is(
    client: FlaskClient, values: str, kind: type[pl.DataType]
) -> None:
    query = f"SELECT ?x {{ VALUES ?x {{ {values} }} }}"
    response = client.get("/sparql/result.parquet?" + urlencode({"query": query}))
    frame = pl.read_parquet(io.BytesIO(response.data))
    assert frame.dtypes == [kind]
    assert len(frame) == len(values.split())


def test_parquet_of_a_graph_is_its_triples(client: FlaskClient) -> None:
    response = client.get("/sparql/result.parquet?" + urlencode({"query": GRAPH}))
    frame = pl.read_parquet(io.BytesIO(response.data))
    text = client.get("/sparql?" + urlencode({"query": GRAPH, "format": "nt"})).text
    expected = {tuple(map(str, triple)) for triple in rdflib.Graph().parse(data=text, format="nt")}
    assert frame.columns == ["subject", "predicate", "object"]
    assert set(frame.rows()) == expected
    labels = """CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(LANG(?o) != "") } LIMIT 3000"""
    response = client.get("/sparql/result.parquet?" + urlencode({"query": labels}))
    text = client.get("/sparql?" + urlencode({"query": labels, "format": "nt"})).text
    graph = {tuple(map(str, triple)) for triple in rdflib.Graph().parse(data=text, format="nt")}
    assert {row[2] for row in pl.read_parquet(io.BytesIO(response.data)).rows()} == {
        value for _, _, value in graph
    }


def test_files_that_can_not_be_made(client: FlaskClient) -> None:
    empty = client.get("/sparql/result.xlsx?" + urlencode({"query": "SELECT ?x { ?x <urn:no> 1 }"}))
    assert empty.status_code == 404
    for nothing in (
        "SELECT ?x { ?x <urn:no> 1 }",
        "SELECT * {}",
        "CONSTRUCT WHERE { ?x <urn:no> 1 }",
    ):
        empty = client.get("/sparql/result.parquet?" + urlencode({"query": nothing}))
        assert empty.status_code == 404
    wrong = client.get("/sparql/result.parquet?" + urlencode({"query": "SELECT ?x {"}))
    assert wrong.status_code == 400


def test_a_workbook_has_so_many_rows(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 6)
    fits = "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 } }"
    more = fits.replace("6 }", "6 7 }")

    def made(ending: str, query: str) -> tuple[int, str]:
        address = f"/sparql/result.{ending}?" + urlencode({"query": query})
        with client.get(address, headers=PROGRAM) as response:
            found = response.get_json(silent=True) or {}
            return response.status_code, found.get("detail", "")

    assert made("xlsx", fits) == (200, "")
    status, detail = made("xlsx", more)
    assert status == 413
    assert "has 6 rows" in detail
    assert made("parquet", more) == (200, "")


def test_a_file_that_nobody_waits_for_is_given_up(sample_data: Path) -> None:
    """All statements as a workbook: others would wait for it, since one is made at a time."""
    path = "/sparql/result.xlsx?" + urlencode({"query": "SELECT * { ?s ?p ?o }"})
    small = "/sparql/result.xlsx?" + urlencode({"query": "SELECT (1 AS ?x) {}"})
    with serving(sample_data) as server:
        place = urlsplit(server)
        with socket.create_connection((place.hostname or "", place.port or 80)) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            wait_until(lambda: running(server) == 1, seconds=5)
        wait_until(lambda: running(server) == 0, seconds=3)
        with urlopen(server + small, timeout=5) as response:
            assert response.status == 200
