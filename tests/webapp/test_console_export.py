"""A query from the console as a query file, in the application and in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from queries import Query, catalog
from tests.webapp.pages import BROWSER, PROGRAM, csv_rows, words
from tests.webapp.test_browser_accessibility import faults

EXAMPLES = {n: q.body for n, q in catalog().items() if n.startswith("examples/")}
STATES = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
# Which of them?
SELECT * WHERE {
  ?credential a ceterms:Credential ; cg:region <https://w3id.org/credgraph/id/region/US-OH> .
  FILTER(STRLEN(STR(?credential)) > 3)
}
LIMIT 900
"""
SEARCH = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
SELECT ?record { ?record cg:search "nurse" ; cg:recordType ?type }"""
FILLED = {"title": "Credentials of a state", "summary": "All of them."}


def form(client: FlaskClient, query: str, status: int = 200, **filled: Any) -> Any:
    path = "/sparql/export.rq" if filled else "/sparql/export"
    response = client.post(path, data={"query": query, **filled}, headers=BROWSER)
    assert response.status_code == status, response.text
    return html.fromstring(response.data)


def offers(found: Any) -> dict[str, str]:
    """The number of each constant that is offered, by its text."""
    items = found.xpath("//ul[@class='constants']/li")
    return {words(one.xpath(".//code")[0]): one.xpath(".//input/@value")[0] for one in items}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_gives_the_same_answer(client: FlaskClient, name: str) -> None:
    query = EXAMPLES[name]
    use = list(offers(form(client, query)).values())
    response = client.post("/sparql/export.rq", data={"query": query, "use": use, **FILLED})
    assert response.status_code == 200, response.text
    file = Query.parse("mine/query", response.text)
    assert len(file.parameters) == len(use)
    answers = [
        client.post(
            "/sparql", data={"query": text}, headers={"Accept": "text/csv, application/n-triples"}
        )
        for text in (query, file.bind())
    ]
    if "ORDER BY" in query and "LIMIT" not in query:
        assert sorted(answers[0].text.split()) == sorted(answers[1].text.split())
    assert len(answers[0].text.splitlines()) == len(answers[1].text.splitlines())


def test_chosen_constants_become_parameters(client: FlaskClient) -> None:
    found = form(client, STATES)
    number = offers(found)
    class_, state = number["ceterms:Credential"], number[STATES.split("region ")[1].split(" ")[0]]
    assert "SPARQL takes only a number there" in words(found.xpath("//details")[-1])
    filled = FILLED | {"use": [class_, state], f"name-{state}": "state", f"label-{state}": "State"}
    response = client.post("/sparql/export.rq", data={"query": STATES, **filled})
    name = 'attachment; filename="credentials-of-a-state.rq"'
    assert response.headers["Content-Disposition"] == name
    file = Query.parse("mine/states", response.text)
    assert [(p.name, p.label, p.type) for p in file.parameters] == [
        ("type", "Type", "iri"),
        ("state", "State", "iri"),
    ]
    other = file.bind(state="https://w3id.org/credgraph/id/region/US-PA")
    expected = csv(client, STATES.replace("US-OH", "US-PA"))
    assert expected
    assert csv(client, other) == expected != csv(client, STATES)


def csv(client: FlaskClient, query: str) -> list[dict[str, str]]:
    rows = csv_rows(client.post("/sparql?format=csv", data={"query": query}).text)
    return sorted(rows, key=lambda row: row["credential"])


def test_a_search_needs_its_words(client: FlaskClient) -> None:
    """What the engine does not take as a variable is not offered."""
    found = form(client, SEARCH)
    assert list(offers(found)) == ["cg:recordType"]
    assert "nurse" in words(found.xpath("//details")[-1])


def test_a_query_file_is_read_without_its_header(client: FlaskClient) -> None:
    query = catalog()["occupations/skill-gap"]
    found = form(client, query.text)
    assert len(found.xpath("//input[@name='use' and @checked]")) == len(query.parameters)
    filled = {i.get("name"): i.get("value") for i in found.xpath("//form//input[@name]")}
    use = found.xpath("//input[@name='use' and @checked]/@value")
    response = client.post("/sparql/export.rq", data=filled | FILLED | {"use": use})
    again = Query.parse("mine/gap", response.text)
    defaults = [{p.name: p.default for p in one.parameters} for one in (query, again)]
    assert defaults[0] == defaults[1]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("credential", "taken"), ("page", "something else"), ("a b", "letters"), ("", "letters")],
)
def test_a_name_that_can_not_be_is_told_and_nothing_is_lost(
    client: FlaskClient, name: str, reason: str
) -> None:
    filled = FILLED | {"use": "0", "name-0": name, "label-0": "My label"}
    found = form(client, STATES, 400, **filled)
    assert reason in words(found.xpath("//div[@role='alert']")[0])
    assert found.xpath("//input[@name='label-0']/@value") == ["My label"]
    assert found.xpath("//input[@name='title']/@value") == [FILLED["title"]]
    assert found.xpath("//input[@name='use' and @checked]/@value") == ["0"]


def test_a_query_with_an_error_is_shown_with_it(client: FlaskClient) -> None:
    found = form(client, "SELECT * { ?s ?p }", 400)
    assert "can't stand here" in words(found.xpath("//div[@role='alert']")[0])
    assert found.xpath("//textarea")
    response = client.post("/sparql/export", data={"query": "SELECT {"}, headers=PROGRAM)
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert client.post("/sparql/export.rq", data=FILLED).status_code == 400
    form(client, STATES, 400, title=" ", summary="x")


def test_in_a_browser(server: str, page: Page, page_without_script: Page) -> None:
    for opened, name in ((page, "textbox"), (page_without_script, "label")):
        opened.goto(f"{server}/sparql")
        by_role = opened.get_by_role("textbox", name="Query")
        (by_role if name == "textbox" else opened.get_by_label("Query")).fill(STATES)
        opened.get_by_role("button", name="Export as a query file").click()
        opened.get_by_label("Title").fill(FILLED["title"])
        opened.get_by_label("Summary").fill(FILLED["summary"])
        opened.get_by_label("Make ceterms:Credential a parameter").check()
        opened.get_by_label("Name for ceterms:Credential").fill("kind")
        opened.get_by_label("Type of ceterms:Credential").select_option("[iri]")
        with opened.expect_download() as waiting:
            opened.get_by_role("button", name="Download").click()
        path: Path = waiting.value.path()
        assert waiting.value.suggested_filename == "credentials-of-a-state.rq"
        (parameter,) = Query.parse("mine/kind", path.read_text("utf-8")).parameters
        assert (parameter.name, parameter.many) == ("kind", True)
        opened.get_by_role("button", name="Back to the console").click()
        expect(opened.locator("table").first).to_be_visible()


def test_the_form_is_accessible(server: str, page: Page) -> None:
    page.goto(f"{server}/sparql")
    page.get_by_role("textbox", name="Query").fill(STATES)
    page.get_by_role("button", name="Export as a query file").click()
    expect(page.get_by_label("Title")).to_be_visible()
    assert faults(page) == []
