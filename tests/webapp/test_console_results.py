"""Results in the console: arranged, described, drawn, and as files. CSV is the witness."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.builds import Build
from graph.vocabulary import CG
from tests.webapp.addresses import CHARTS, GRAPH
from tests.webapp.pages import page, table, words
from tests.webapp.results import MIXED, OCCUPATIONS, PREFIXES, PRICES, TRUTH, csv, shown, snippet
from tests.webapp.small import Serve


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
