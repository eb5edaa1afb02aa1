"""Whatever comes in, there is an answer in time, and never a 500."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.settings import Settings
from queries import catalog
from tests.webapp.pages import BROWSER, PROGRAM
from webapp import create_app

SECONDS = 1.0
FINE = (200, 301, 302, 304, 400, 403, 404, 406, 410, 413, 504, 507)
few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def quick(sample_data: Path) -> Iterator[FlaskClient]:
    """A client whose queries may take a second."""
    app = create_app(sample_data, Settings(seconds=SECONDS, page_size=20), "test")
    yield app.test_client()
    app.extensions["credgraph"].builds.close()


def answered(client: FlaskClient, address: str, **asked: str) -> None:
    for headers in (BROWSER, PROGRAM):
        began = time.monotonic()
        response = client.get(address, query_string=asked, headers=headers)
        assert response.status_code in FINE, f"{address} {asked}: {response.text[:500]}"
        assert response.data or response.status_code in (301, 302, 304)
        assert time.monotonic() - began < SECONDS * 4 + 10


REAL = [query.body for query in catalog().values()]
WORDS = r"""
{ } ( ) . ; , ?s $s a <urn:x> <> <a b> ex:y "x" 'x' @en ^^ 1 1.5e3 * + / | ^ ! = < > && || [ ] _:b
SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER BIND AS VALUES
UNDEF SERVICE INSERT DELETE LOAD PREFIX BASE DISTINCT ORDER BY LIMIT OFFSET GROUP HAVING COUNT(*)
EXISTS NOT IN REGEX # \ \u0041 << >> '''
"""
SEARCHES = [
    'cg:search "nurs*"', "cg:search", '(?s ?score) cg:search ("a" 5)', '("a" 5', "5", "; ?s",
]  # fmt: skip
PIECES = [*WORDS.split(), '"""', *SEARCHES]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A real query with some of it cut out, doubled, or replaced."""
    text = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=8) | st.just(text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    return text


@few
@given(st.text(max_size=300))
def test_any_text_as_a_query(quick: FlaskClient, text: str) -> None:
    answered(quick, "/sparql", query=text)


@few
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_words_of_sparql_in_any_order(quick: FlaskClient, text: str) -> None:
    answered(quick, "/sparql", query=text)


@few
@given(mutated())
def test_real_queries_with_errors_in_them(quick: FlaskClient, text: str) -> None:
    answered(quick, "/sparql", query=text)


@few
@given(st.lists(st.sampled_from([*SEARCHES, ".", ";", "{", "}", "?s", "(", ")", "a"]), max_size=12))
def test_searches_in_any_surroundings(quick: FlaskClient, pieces: list[str]) -> None:
    prefix = "PREFIX cg: <https://w3id.org/credgraph/vocab#>"
    answered(quick, "/sparql", query=f"{prefix} SELECT * {{ ?s {' '.join(pieces)} }}")


@few
@given(st.text(max_size=60))
def test_any_words_in_a_search(quick: FlaskClient, words: str) -> None:
    text = words.replace("\\", "").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    prefix = "PREFIX cg: <https://w3id.org/credgraph/vocab#>"
    answered(quick, "/sparql", query=f'{prefix} SELECT * {{ ?s cg:search "{text}" }} LIMIT 5')


@few
@given(st.text(max_size=70))
def test_any_id_of_a_query(quick: FlaskClient, query_id: str) -> None:
    asked = {"query": "ASK {}", "query-id": query_id}
    assert quick.get("/sparql", query_string=asked).status_code in (200, 400)
    cancelled = quick.post("/sparql/cancel", data={"query-id": query_id})
    assert cancelled.status_code in (204, 400, 404)


@few
@given(st.binary(max_size=200))
def test_any_bytes_as_a_query(quick: FlaskClient, data: bytes) -> None:
    response = quick.post("/sparql", data=data, content_type="application/sparql-query")
    assert response.status_code in FINE


HOSTILE = [
    "",
    "\x00",
    "0",
    "-1",
    "1e999",
    "9" * 400,
    "NaN",
    "½",
    "٣",
    "../../../../etc/passwd",
    "%00",
    "javascript:alert(1)",
    '"><script>alert(1)</script>',
    "' OR 1=1 --",
    "http://[::1",
    "http://example.org/ } DROP ALL #",
    "https://credentialengineregistry.org/resources/ce-",
    "\ud7ff",
    "\u202e",
    "x" * 5000,
]
values = st.sampled_from(HOSTILE) | st.text(max_size=60)
TARGETS = [
    ("/resource", "iri"),
    ("/pathways/view", "iri"),
    ("/pathways/view/embed", "iri"),
    ("/schema", "class"),
    ("/schema", "property"),
    ("/occupations/", "q"),
    ("/linkage/findings.csv", "organization"),
    ("/queries/occupations/skill-gap", "from"),
    ("/queries/occupations/skill-gap", "importance"),
    ("/queries/checks/linked-records", "says"),
    ("/queries/pathways/credentials-for-occupation", "region"),
    ("/queries/pathways/credentials-for-occupation/embed", "occupation"),
    ("/queries/pathways/steps.csv", "pathway"),
    ("/queries/pathways/all", "page"),
    ("/queries/pathways/all", "format"),
    ("/resource?iri=https://www.onetonline.org/link/summary/29-1141.00", "page"),
    ("/sparql?query=ASK%7B%7D", "format"),
    ("/sparql?query=ASK%7B%7D", "build"),
    ("/sparql?query=SELECT*%7B%7D", "page"),
    ("/datasets", "format"),
    ("/", "build"),
]


@pytest.mark.parametrize(("address", "name"), TARGETS)
@settings(few, max_examples=12)
@given(value=values)
def test_any_value_of_a_parameter(quick: FlaskClient, address: str, name: str, value: str) -> None:
    path, _, query = address.partition("?")
    given_already = dict(parse_qsl(query))
    answered(quick, path, **given_already, **{name: value})


@few
@given(st.text(max_size=80))
def test_any_accept_header(quick: FlaskClient, accept: str) -> None:
    ascii_only = "".join(char for char in accept if " " <= char <= "~")
    for header in (ascii_only, f"text/csv;q={ascii_only}", f"*/{ascii_only}, text/html"):
        response = quick.get("/sparql", query_string={"query": "ASK{}"}, headers={"Accept": header})
        assert response.status_code in FINE


@few
@given(st.text(min_size=1, max_size=40))
def test_any_code_of_an_occupation(quick: FlaskClient, code: str) -> None:
    path = code.replace("/", "").replace("?", "").replace("#", "") or "x"
    assert quick.get(f"/occupations/{path}").status_code in (*FINE, 308)
