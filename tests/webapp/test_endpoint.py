"""The SPARQL 1.1 Protocol's query operation: ways to ask, refusals, headers, builds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph import builds
from graph.builds import Build
from graph.settings import Settings
from tests.graph.building import build, credential
from tests.webapp.pages import BROWSER, PROGRAM, page, words
from tests.webapp.small import Serve
from webapp import create_app

QUERY = """SELECT ?code WHERE {
  ?o <http://www.w3.org/2004/02/skos/core#notation> ?code ;
    a <https://w3id.org/credgraph/vocab#Occupation>
} ORDER BY ?code LIMIT 3"""
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


def address(query: str = QUERY, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def codes(response: TestResponse) -> list[str]:
    assert response.status_code == 200, response.text
    bindings = json.loads(response.data)["results"]["bindings"]
    return [row["code"]["value"] for row in bindings]


def test_each_of_the_three_ways_to_ask_gives_the_same_rows(client: FlaskClient) -> None:
    by_get = codes(client.get(address()))
    assert by_get == sorted(by_get)
    assert len(by_get) == 3
    assert codes(client.post("/sparql", data={"query": QUERY})) == by_get
    assert codes(client.post("/sparql", data=QUERY, content_type=DIRECT)) == by_get
    spelled = f"{DIRECT}; charset=UTF-8"
    assert codes(client.post("/sparql", data=QUERY.encode(), content_type=spelled)) == by_get


def problem(response: TestResponse, status: int, code: str) -> dict[str, object]:
    """The problem details of an error, as RFC 9457 wants them."""
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    body: dict[str, object] = json.loads(response.data)
    assert body["status"] == status
    assert str(body["type"]).endswith(f"#{code}")
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    ("query", "code", "line", "column"),
    [
        ("SELECT ?s WHERE {\n  ?s ?p }", "syntax", 2, 9),
        ("SELECT ?s\nWHERE { ?s none:such ?o }", "prefix", 2, 12),
        ("SELECT * {\n SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "service", 2, 2),
        ("SELECT *\nFROM <http://example.org/g> { ?s ?p ?o }", "from", 2, 1),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "update", 1, 1),
        ("DROP ALL", "update", 1, 1),
        ("FIND ?s { ?s ?p ?o }", "syntax", 1, 1),
        ("", "syntax", None, None),
    ],
)
def test_a_query_at_fault_is_answered_with_its_place(
    client: FlaskClient, query: str, code: str, line: int | None, column: int | None
) -> None:
    body = problem(client.get(address(query)), 400, code)
    assert body.get("line") == line
    if column is not None:
        place = body["column"]
        assert isinstance(place, int)
        assert abs(place - column) <= 1


def test_the_console_shows_the_place_of_an_error(client: FlaskClient) -> None:
    shown = page(client, address("SELECT ?s\nWHERE { ?s none:such ?o }"), 400)
    (alert,) = shown.xpath("//*[@role='alert']")
    assert "PREFIX none:" in words(alert)
    assert "Line 2, column 12" in words(alert)
    line, marker = alert.xpath(".//pre")[0].text_content().split("\n")[:2]
    assert line[marker.index("^") :].startswith("none:such")
    assert shown.xpath("//textarea")[0].text_content().endswith("WHERE { ?s none:such ?o }")


def dataset(sample: Build) -> str:
    return f"https://w3id.org/credgraph/id/build/{sample.id}"


ANY = "ASK { ?s ?p ?o }"
ELSEWHERE = "http://example.org/g"


def says_yes(response: TestResponse) -> bool:
    assert response.status_code == 200, response.text
    return bool(json.loads(response.data)["boolean"])


def test_the_datasets_own_iri_means_the_whole_store(client: FlaskClient, sample: Build) -> None:
    own = {"default-graph-uri": dataset(sample)}
    assert says_yes(client.get(address(ANY, **own)))
    assert says_yes(client.post("/sparql", data={"query": ANY, **own}))
    both = [("query", ANY), ("default-graph-uri", ELSEWHERE), *own.items()]
    assert says_yes(client.get("/sparql?" + urlencode(both)))
    as_named = client.get(address(ANY, **{"named-graph-uri": dataset(sample)}))
    assert "default-graph-uri" in str(problem(as_named, 400, "dataset")["detail"])


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_any_other_graph_is_empty(client: FlaskClient, name: str) -> None:
    other = {name: ELSEWHERE}
    whole = client.get(address(ANY))
    empty = client.get(address(ANY, **other))
    assert says_yes(whole)
    assert not says_yes(empty)
    assert whole.headers["ETag"] != empty.headers["ETag"]
    assert not says_yes(client.post("/sparql", data={"query": ANY, **other}))
    direct = client.post("/sparql?" + urlencode(other), data=ANY, content_type=DIRECT)
    assert not says_yes(direct)
    assert says_yes(client.get(address("ASK {}", **other)))
    shown = page(client, address("SELECT * { ?s ?p ?o }", **other))
    assert not shown.xpath("//tbody/tr/td/a")


def test_updates_are_refused_however_they_come(client: FlaskClient) -> None:
    update = "INSERT DATA { <urn:a> <urn:b> 1 }"
    problem(client.post("/sparql", data={"update": update}), 403, "update")
    kind = "application/sparql-update"
    problem(client.post("/sparql", data=update, content_type=kind), 403, "update")
    problem(client.get("/sparql?" + urlencode({"update": update})), 403, "update")


def test_several_queries_at_once_are_refused(client: FlaskClient) -> None:
    both = "/sparql?" + urlencode([("query", QUERY), ("query", QUERY)])
    problem(client.get(both), 400, "400")
    posted = urlencode([("query", QUERY), ("query", QUERY)])
    problem(client.post("/sparql", data=posted, content_type=FORM), 400, "400")


def test_no_query_is_an_error_for_programs_and_the_console_for_people(client: FlaskClient) -> None:
    problem(client.get("/sparql", headers=PROGRAM), 400, "400")
    problem(client.post("/sparql", data={"nothing": "1"}), 400, "400")
    assert page(client, "/sparql").xpath("//textarea[@name='query']")


def test_what_is_no_query_by_its_type_is_refused(client: FlaskClient) -> None:
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x"):
        body = problem(client.post("/sparql", data=QUERY, content_type=kind), 415, "415")
        assert DIRECT in str(body["detail"])


def test_what_is_not_utf_8_is_refused_and_not_changed(client: FlaskClient) -> None:
    latin = b"ASK { FILTER('caf\xe9' = 'caf\xe9') }"
    form = f"query={quote(latin)}"
    for response in (
        client.post("/sparql", data=latin, content_type=DIRECT),
        client.post("/sparql", data=form, content_type="application/x-www-form-urlencoded"),
        client.get(f"/sparql?{form}"),
    ):
        assert "UTF-8" in str(problem(response, 400, "400")["detail"])


def test_a_query_that_is_too_big_is_refused(client: FlaskClient) -> None:
    long = f"{QUERY} #{'x' * 21_000}"
    problem(client.get(address(long)), 413, "too-long")
    problem(client.post("/sparql", data={"query": long}), 413, "too-long")
    problem(client.post("/sparql", data=long, content_type=DIRECT), 413, "413")
    huge = "x" * 2_000_000
    problem(client.post("/sparql", data=huge, content_type=DIRECT), 413, "413")
    problem(client.post("/sparql", data={"query": huge}), 413, "413")
    # A form within the limit of a query is taken, even when each of its signs takes three bytes.
    fits = f"{QUERY} #{'é' * 9_000}"
    assert len(codes(client.post("/sparql", data={"query": fits}))) == 3


def test_an_error_page_for_a_body_that_is_too_big(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": "x" * 2_000_000}, headers=BROWSER)
    assert response.status_code == 413
    assert response.mimetype == "text/html"


def test_head_answers_like_get_without_a_body(client: FlaskClient) -> None:
    get, head = client.get(address()), client.head(address())
    assert head.status_code == 200
    assert head.data == b""
    for name in ("Content-Type", "ETag", "Vary", "Access-Control-Allow-Origin"):
        assert head.headers[name] == get.headers[name]
    assert client.head(address("SELECT")).status_code == 400


def test_pages_of_other_sites_may_ask(client: FlaskClient) -> None:
    """The preflight of a browser for a POST of application/sparql-query."""
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type, if-none-match",
    }
    allowed = client.options("/sparql", headers=asked).headers
    assert allowed["Access-Control-Allow-Origin"] == "*"
    assert "POST" in allowed["Access-Control-Allow-Methods"]
    names = allowed["Access-Control-Allow-Headers"].lower()
    assert "content-type" in names
    assert "if-none-match" in names
    for response in (client.get(address()), client.get(address("SELECT"))):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.put("/sparql", data=QUERY).status_code == 405


def test_an_operator_can_keep_other_sites_out(sample_data: Path) -> None:
    app = create_app(sample_data, Settings(cors=""), "test")
    response = app.test_client().get(address())
    assert "Access-Control-Allow-Origin" not in response.headers
    app.extensions["credgraph"].builds.close()


def test_what_was_sent_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(address())
    tag = first.headers["ETag"]
    again = client.get(address(), headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag
    assert client.get(address(), headers={"If-None-Match": '"other"'}).status_code == 200
    other = client.get(address(), headers={"Accept": "text/csv", "If-None-Match": tag})
    assert other.status_code == 200  # a cache that holds the JSON does not hold the CSV
    assert "Accept" in first.headers["Vary"]
    # https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match is about GET and HEAD
    posted = client.post("/sparql", data={"query": QUERY}, headers={"If-None-Match": tag})
    assert len(codes(posted)) == 3


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?n) {}",
        "SELECT (RAND() AS ?n) {}",
        "SELECT (UUID() AS ?n) {}",
        "SELECT (STRUUID() AS ?n) {}",
        "CONSTRUCT { [] <urn:p> ?o } { ?s ?p ?o } LIMIT 1",
    ],
)
def test_what_changes_between_two_requests_is_not_kept(client: FlaskClient, query: str) -> None:
    response = client.get(address(query))
    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert "no-cache" in response.headers["Cache-Control"]


@pytest.fixture
def two_builds(tmp_path: Path, serve: Serve) -> tuple[FlaskClient, str, str]:
    """A client, the id of an older build with 2 credentials, and of the current one with 3."""
    serve([line for n in range(2) for line in credential(n)])
    client = serve([line for n in range(3) for line in credential(n)])
    new, old = (one.id for one in builds.builds(tmp_path))
    current = builds.current_id(tmp_path)
    return (client, old, new) if current == new else (client, new, old)


COUNT = "SELECT (COUNT(*) AS ?code) { ?s a <https://purl.org/ctdl/terms/Certificate> }"


def test_an_answer_can_be_pinned_to_a_build(two_builds: tuple[FlaskClient, str, str]) -> None:
    client, old, new = two_builds
    assert codes(client.get(address(COUNT))) == ["3"]
    assert codes(client.get(address(COUNT, build=new))) == ["3"]
    pinned = client.get(address(COUNT, build=old))
    assert codes(pinned) == ["2"]
    assert "max-age=31536000" in pinned.headers["Cache-Control"]
    assert pinned.headers["ETag"] != client.get(address(COUNT)).headers["ETag"]
    posted = client.post(f"/sparql?build={old}", data={"query": COUNT})
    assert codes(posted) == ["2"]
    # In the form it would be passed over, and the answer be of another build.
    in_form = client.post("/sparql", data={"query": COUNT, "build": old})
    problem(in_form, 400, "400")


def test_a_build_that_never_was_and_one_that_is_gone(
    tmp_path: Path, two_builds: tuple[FlaskClient, str, str]
) -> None:
    client, old, _ = two_builds
    for unknown in ("nothing", "20200101T000000Z-00000000", "../../etc/passwd", f"{old}/.."):
        problem(client.get(address(build=unknown)), 404, "unknown-build")
    shutil.rmtree(tmp_path / "builds" / old / "public")
    body = problem(client.get(address(build=old)), 410, "pruned-build")
    account = body["build"]
    assert isinstance(account, dict)
    assert account["id"] == old
    assert account["triples"] > 0
    shown = page(client, f"/?build={old}", 410)
    assert old in words(shown)


def test_a_new_build_is_served_without_a_restart(tmp_path: Path, serve: Serve) -> None:
    client = serve(credential(1))
    first = client.get(address(COUNT))
    assert codes(first) == ["1"]
    build(tmp_path, [line for n in range(5) for line in credential(n)], (str(tmp_path), "next"))
    second = client.get(address(COUNT), headers={"If-None-Match": first.headers["ETag"]})
    assert codes(second) == ["5"]


@pytest.mark.parametrize(
    ("settings", "query", "status", "code"),
    [
        (
            {"seconds": 0.4},
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
            504,
            "timeout",
        ),
        (
            {"memory": 64 << 20},
            "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
            507,
            "memory",
        ),
        ({"result_bytes": 2_000}, "SELECT * { ?s ?p ?o } LIMIT 1000", 413, "too-large"),
    ],
)
def test_limits_are_told_by_their_own_status(
    sample_data: Path, settings: dict[str, float], query: str, status: int, code: str
) -> None:
    app: Flask = create_app(sample_data, Settings(**settings), "test")  # type: ignore[arg-type]
    client = app.test_client()
    body = problem(client.get(address(query)), status, code)
    assert any(char.isdigit() for char in str(body["detail"]))  # it says which limit
    assert len(codes(client.get(address()))) == 3  # and the next query is answered
    assert code != "timeout" or page(client, address(query), 504).xpath("//*[@role='alert']")
    app.extensions["credgraph"].builds.close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } ORDER BY DESC(?o) LIMIT 10",
        "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o ORDER BY DESC(?n) ?o LIMIT 10",
    ],
)
def test_values_of_all_kinds_are_sorted_or_it_is_told_how(client: FlaskClient, query: str) -> None:
    """The engine has no one order for texts, numbers and dates, and gives up on some of them."""
    response = client.get(address(query))
    if response.status_code != 200:
        assert "STR(" in str(problem(response, 400, "unsortable")["detail"])
    assert (
        client.get(
            address(query.replace("?o LIMIT", "STR(?o) LIMIT").replace("DESC(?o)", "DESC(STR(?o))"))
        ).status_code
        == 200
    )
