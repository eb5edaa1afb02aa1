"""Results in the console: arranged, described, drawn, and as files. CSV is the witness."""

from __future__ import annotations

import io
import json
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import polars as pl
import pytest
import rdflib
from flask.testing import FlaskClient

from graph.builds import Build
from graph.vocabulary import CG
from tests.webapp.addresses import CHARTS, GRAPH
from tests.webapp.conftest import serving
from tests.webapp.pages import PROGRAM, csv_rows, page, table, words
from tests.webapp.running import running, wait_until
from tests.webapp.small import Serve
from webapp.console import workbook

PREFIXES = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
PRICES = PREFIXES + "SELECT ?cost ?price { ?cost ceterms:price ?price }"
OCCUPATIONS = PREFIXES + "SELECT ?occupation { ?occupation a cg:Occupation }"
MIXED = """SELECT ?x ?y { VALUES (?x ?y) {
  (1 "a") (10 "=SUM(A1)") (9 "@x") (2.5 UNDEF) ("text" "+1") (<http://example.org/> "b"@en)
} }"""


def shown(client: FlaskClient, query: str, **arranged: str) -> Any:
    return page(client, "/sparql?" + urlencode({"query": query, **arranged}))


def csv(client: FlaskClient, query: str) -> list[dict[str, str]]:
    return csv_rows(client.get("/sparql?" + urlencode({"query": query, "format": "csv"})).text)


def column(found: Any, number: int) -> list[str]:
    return [row[number] for row in table(found)]


def test_sorting_is_over_all_rows_not_over_a_page(client: FlaskClient) -> None:
    prices = [float(row["price"]) for row in csv(client, PRICES) if is_number(row["price"])]
    assert len(prices) > 40
    up = [float(text) for text in column(shown(client, PRICES, sort="price"), 1)]
    assert up == sorted(prices)[: len(up)]
    down = column(shown(client, PRICES, sort="-price"), 1)
    numbers = [float(text) for text in down if is_number(text)]
    assert numbers == sorted(prices, reverse=True)[: len(numbers)]
    later = [float(text) for text in column(shown(client, PRICES, sort="price", page="2"), 1)]
    assert later == sorted(prices)[len(up) : len(up) + len(later)]


def is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def test_sorting_by_a_column_of_iris_is_by_their_names(client: FlaskClient) -> None:
    names = column(shown(client, OCCUPATIONS, sort="occupation"), 0)
    query = PREFIXES + "SELECT ?name { ?o a cg:Occupation ; rdfs:label ?name }"
    everything = sorted((row["name"] for row in csv(client, query)), key=str.casefold)
    assert names == everything[: len(names)]


def test_filter_takes_names_and_says_how_many(client: FlaskClient) -> None:
    found = shown(client, OCCUPATIONS, filter="NURS")
    names = column(found, 0)
    assert names
    assert all("nurs" in name.lower() for name in names)
    assert f", {len(names)} with “NURS”" in words(found.xpath("//p[@class='summary']")[0])
    assert "no rows" in words(shown(client, OCCUPATIONS, filter="zzzz"))


def test_columns_are_described(client: FlaskClient) -> None:
    rows = csv(client, MIXED)
    found = {row[0]: row[1:] for row in table(shown(client, MIXED), 1)}
    assert found["?y"] == ["xsd:string, text @en", "5", "1", "5", "+1", "b"]
    assert found["?x"][1:] == [str(len(rows)), "0", str(len(rows)), "1", "text"]


def test_long_texts_are_folded(client: FlaskClient) -> None:
    found = shown(client, 'SELECT ("%s" AS ?x) {}' % ("word " * 100))
    assert words(found.xpath("//td//summary")[0]).endswith("…")
    assert words(found.xpath("//td//details")[0]).count("word") > 100


def test_bars_and_map_hold_the_numbers_of_the_table(client: FlaskClient) -> None:
    found = shown(client, CHARTS)
    drawings = found.xpath("//figure")
    assert [words(one.xpath("figcaption")[0]).split(" by ")[0] for one in drawings] == [
        "Credentials",
        "Credentials",
    ]
    numbers = [int(row[1]) for row in table(found)]
    assert [int(words(one)) for one in drawings[1].xpath(".//*[@class='figure']")] == numbers
    shares = [float(w.rstrip("%")) for w in drawings[1].xpath(".//*[local-name()='rect']/@width")]
    assert shares == pytest.approx([100 * n / max(numbers) for n in numbers], abs=0.01)
    tiles = drawings[0].xpath(".//*[local-name()='text' and @class='code']")
    assert {words(tile) for tile in tiles} == {"OH", "PA", "WV"}
    assert "1 row is only in the table" in words(drawings[0])


def test_line_by_year(client: FlaskClient) -> None:
    query = "SELECT ?year ?n { VALUES (?year ?n) { (2021 4) (2023 -2) (2020 1) } }"
    (drawing,) = shown(client, query).xpath("//figure")
    (line,) = drawing.xpath(".//*[local-name()='polyline']/@points")
    places = [tuple(map(float, point.split(","))) for point in line.split()]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert places[2][1] > places[0][1] > places[1][1], "the greatest is the highest"


def test_each_number_has_its_bars(client: FlaskClient) -> None:
    query = 'SELECT ?x ?a ?b { VALUES (?x ?a ?b) { ("one" 1 20) ("two" 2 -10) } }'
    first, second = shown(client, query).xpath("//figure")
    assert words(first.xpath("figcaption")[0]) == "A by x"
    assert words(second.xpath("figcaption")[0]) == "B by x"
    bars = [(rect.get("x"), rect.get("width")) for rect in second.xpath(".//*[@height='18']/*")]
    assert bars == [("33.33%", "66.67%"), ("0.00%", "33.33%")], "left and right of 0"


def test_no_chart_where_a_name_has_several_numbers(client: FlaskClient) -> None:
    query = 'SELECT ?x ?n { VALUES (?x ?n) { ("a" 1) ("a" 2) } }'
    assert not shown(client, query).xpath("//figure")


def test_graph_is_drawn_with_links_to_its_resources(client: FlaskClient) -> None:
    found = shown(client, GRAPH)
    boxes = found.xpath("//figure//*[local-name()='a']")
    assert 1 < len(boxes) <= 24
    assert len(found.xpath("//figure//*[@class='line']")) >= len(boxes) / 4


def test_every_link_has_its_direction_and_its_name(client: FlaskClient) -> None:
    triples = "<urn:a> <urn:p> <urn:b> , <urn:a> . <urn:b> <urn:q> <urn:a> ; <urn:r> <urn:c>"
    found = shown(client, f"CONSTRUCT {{ {triples} }} {{}}")
    links = found.xpath("//figure//*[local-name()='path' and @marker-end and @class='line']")
    assert sorted(words(link) for link in links) == ["urn:p", "urn:p", "urn:q", "urn:r"]
    assert len({link.get("d") for link in links}) == 4


def test_rows_before_the_time_limit_are_kept_and_said_to_be_not_all(serve: Serve) -> None:
    lines = [f'<http://example.org/{n}> <http://example.org/p> "{n}" .\n' for n in range(3000)]
    client = serve(lines, seconds=3.0)
    # One row of 4,096 is left, of more than can be looked at in time.
    rare = 'FILTER(STRSTARTS(MD5(CONCAT(?b, "-", ?e, "-", ?h)), "000"))'
    found = shown(client, f"SELECT ?a {{ ?a ?p ?b . ?d ?q ?e . ?g ?r ?h {rare} }}")
    summary = words(found.xpath("//p[@class='summary']")[0])
    assert "Not all of them: the query took too long." in summary
    assert len(table(found)) == 100


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


TRUTH = "ASK { ?s ?p ?o }"
ODD = 'SELECT ("a`${b}\\\\" AS ?x) ("c)---\\"" AS ?y) {}'
"""Holds what ends the texts of one language or another."""
COMMENTED = "# Whoever reads this,\n# with it may INSERT or delete\n# nothing.\n" + ODD


def snippet(found: Any, name: str) -> str:
    """The code that is to be copied, below the heading that begins so."""
    for block in found.xpath("//div[@role='region'][pre]"):
        if block.get("aria-label").startswith(name):
            return str(block.xpath(".//code")[0].text_content())
    raise AssertionError(f"no {name}")


def run(server: str, client: FlaskClient, query: str, name: str, *command: str) -> str:
    """What a snippet prints when it is run as it stands, against a server of the same build."""
    code = snippet(shown(client, query), name).replace("http://localhost/", f"{server}/")
    done = subprocess.run([*command, code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("query", "ending"), [(CHARTS, "csv"), (GRAPH, "ttl"), (TRUTH, "json")])
def test_curl_brings_the_file(
    server: str, client: FlaskClient, tmp_path: Path, query: str, ending: str
) -> None:
    run(server, client, query, "curl", "env", "-C", str(tmp_path), "bash", "-c")
    found = (tmp_path / f"result.{ending}").read_text("utf-8")
    if query == CHARTS:
        expected = {row["region"]: row["credentials"] for row in csv(client, CHARTS)}
        assert {row["region"]: row["credentials"] for row in csv_rows(found)} == expected
    elif query == GRAPH:
        assert len(rdflib.Graph().parse(data=found, format="turtle")) == 20
    else:
        assert json.loads(found)["boolean"] is True


@pytest.mark.parametrize("query", [CHARTS, GRAPH, TRUTH, ODD, COMMENTED])
def test_javascript_runs(server: str, client: FlaskClient, query: str) -> None:
    said = run(server, client, query, "JavaScript", "node", "--input-type=module", "--eval")
    if query == CHARTS:
        assert all(row["region"] in said for row in csv(client, CHARTS))
    elif query == GRAPH:
        assert len(rdflib.Graph().parse(data=said, format="turtle")) == 20
    else:
        assert ("true" in said) if query == TRUTH else ("a`${b}" in said)


@pytest.mark.parametrize("query", [CHARTS, GRAPH, TRUTH, ODD, COMMENTED])
def test_python_runs(server: str, client: FlaskClient, query: str) -> None:
    said = run(server, client, query, "Python", sys.executable, "-c")
    if query == CHARTS:
        assert str(len(csv(client, CHARTS)) - 1) in said
    else:
        assert {GRAPH: "20", TRUTH: "True"}.get(query, "a`${b}") in said


@pytest.mark.parametrize("query", [CHARTS, GRAPH, TRUTH, ODD, COMMENTED])
def test_r_runs(server: str, client: FlaskClient, tmp_path: Path, query: str) -> None:
    rscript = shutil.which("Rscript")
    if (
        not rscript
        or subprocess.run([rscript, "-e", "library(httr)"], capture_output=True).returncode
    ):
        pytest.skip("R or its httr is not installed (apt-get install r-cran-httr)")
    code = snippet(shown(client, query), "R,").replace("http://localhost/", f"{server}/")
    (tmp_path / "code.R").write_text(code, "utf-8")
    done = subprocess.run(
        [rscript, "code.R"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    if query == CHARTS:
        assert all(row["region"] in done.stdout for row in csv(client, CHARTS))
    elif query == GRAPH:
        found = (tmp_path / "result.ttl").read_text("utf-8")
        assert len(rdflib.Graph().parse(data=found, format="turtle")) == 20
    else:
        assert {TRUTH: "TRUE"}.get(query, "a`${b}") in done.stdout


def test_datatypes_are_told(client: FlaskClient) -> None:
    """By the column where all are of one, else by each value."""
    found = shown(client, MIXED)
    assert found.xpath("//tbody/tr[1]/td[1]/@data-type") == ["xsd:integer"]
    assert found.xpath("//tbody/tr[4]/td[1]/@data-type") == ["xsd:decimal"]
    assert not found.xpath("//th/@data-type")
    year = shown(client, "SELECT ?year { VALUES ?year { 2020 2021 } }")
    assert year.xpath("//th/@data-type") == ["xsd:integer"]
    assert not year.xpath("//td/@data-type")


def test_long_decimals_are_cut_and_whole_on_hover(client: FlaskClient) -> None:
    (cell,) = shown(client, "SELECT (1/3 AS ?x) (2.5 AS ?y) {}").xpath("//td/span[@title]")
    assert words(cell) == "0.333333…"
    assert re.fullmatch(r"0\.3{7,}", cell.get("title"))


@pytest.mark.parametrize(
    ("query", "said"), [(TRUTH, "In "), (GRAPH, "20 triples in "), (CHARTS, " rows in ")]
)
def test_what_is_told_of_a_result(
    client: FlaskClient, sample: Build, query: str, said: str
) -> None:
    summary = words(shown(client, query).xpath("//p[@class='summary']")[0])
    assert said in summary
    assert " s, " in summary
    assert sample.id in summary


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "PREFIX cg: <urn:>\nselect distinct ?s (STR(?p) AS ?q) { ?s ?p ?o } # all",
        "SELECT ?s { ?s ?p ?o } LIMIT 20000 VALUES ?x { 1 2 }",
    ],
)
def test_rows_that_are_not_read_can_be_counted(client: FlaskClient, query: str) -> None:
    found = shown(client, query)
    assert "10,000 or more rows" in words(found.xpath("//p[@class='summary']")[0])
    (link,) = found.xpath("//a[.='Count them all']/@href")
    (row,) = table(page(client, link))
    assert int(row[0]) == len(csv(client, query))
    posted = client.post("/sparql", data={"query": query}, headers={"Accept": "text/html"})
    assert "Count them all" in posted.text


def test_what_is_read_whole_needs_no_count(client: FlaskClient) -> None:
    assert not shown(client, CHARTS).xpath("//a[.='Count them all']")


def test_an_empty_result_offers_nothing_that_it_has_not(client: FlaskClient) -> None:
    found = shown(client, "SELECT ?x { ?x <urn:no> 1 }")
    assert "0 rows" in words(found.xpath("//p[@class='summary']")[0])
    files = [words(link) for link in found.xpath("//*[@id='files']//a")]
    assert files == ["json", "xml", "csv", "tsv"]
    assert not found.xpath("//form[@id='again']")
    left = shown(client, "SELECT ?x { VALUES ?x { 1 } }", filter="7")
    assert left.xpath("//form[@id='again']"), "a filter that leaves nothing can be taken back"


def test_charts_name_things_as_the_table_does(client: FlaskClient) -> None:
    things = f"(<{CG.iri}none> 2) (<urn:b> 3)"
    found = shown(client, f"SELECT ?x ?n {{ VALUES (?x ?n) {{ {things} }} }}")
    names = [words(name) for name in found.xpath("//*[@class='bars']//*[@class='name']")]
    assert sorted(names) == ["cg:none", "urn:b"]
    assert sorted(words(link) for link in found.xpath("//tbody//td/a")) == ["cg:none", "urn:b"]


def test_a_result_may_hold_the_property_that_searches(client: FlaskClient) -> None:
    about = f"?term rdfs:comment ?about FILTER(STRSTARTS(STR(?term), '{CG.iri}s'))"
    found = shown(client, f"{PREFIXES}SELECT ?term {{ {about} }}")
    assert "search" in column(found, 0)


def test_what_is_below_a_long_table_can_be_reached(client: FlaskClient) -> None:
    for query, names in ((CHARTS, ["Charts", "Files"]), (GRAPH, ["Drawing", "Files"])):
        found = shown(client, query)
        (nav,) = found.xpath("//nav[@aria-label='Below the table']")
        assert [words(link).split(",")[0] for link in nav.xpath("a")] == names
        for link in nav.xpath("a/@href"):
            assert len(found.xpath(f"//*[@id='{link[1:]}']")) == 1
    assert "20 triples." in snippet(shown(client, GRAPH), "Citation")


def test_every_tile_is_in_the_map(client: FlaskClient) -> None:
    (drawing,) = shown(client, CHARTS).xpath("//*[local-name()='svg' and @class='tiles']")
    tiles = drawing.xpath("./*[local-name()='rect']")
    assert len(tiles) == 50 + 1 + 5, "the states, DC and the territories"
    lowest = max(int(tile.get("y")) + int(tile.get("height")) for tile in tiles)
    assert lowest <= int(drawing.get("height"))


def test_permalink_gives_the_same_again(client: FlaskClient) -> None:
    found = shown(client, CHARTS)
    (link,) = found.xpath("//a[text()='permalink']/@href")
    again = page(client, link.removeprefix("http://localhost"))
    assert table(again) == table(found)
