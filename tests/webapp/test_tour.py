"""The guided tour: every step runs, its exercise is marked on this graph, and it works by forms."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient

from graph.builds import Build
from queries import catalog
from tests.webapp.pages import Page, links, page, table, words
from webapp.tour.steps import Step, steps

STEPS = steps()
each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
STEP = {step.name: step for step in STEPS}


def tried(client: FlaskClient, step: Step, query: str, status: int = 200) -> Page:
    return page(client, f"/tour/{step.name}?check=1&query={quote(query)}", status)


def told(shown: Page) -> str:
    """What the page says of the reader's answer."""
    (verdict,) = shown.xpath("//section[@id='answer']//*[@role='status']")
    return words(verdict)


def test_every_query_of_the_tour_is_a_step_or_the_answer_to_one() -> None:
    ids = {name for name in catalog() if name.startswith("tour/")}
    assert ids == {step.query.id for step in STEPS} | {step.answer.id for step in STEPS}
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))
    assert len(STEPS) >= 10


@each_step
def test_a_step_runs_and_its_exercise_is_marked(client: FlaskClient, step: Step) -> None:
    begun = page(client, f"/tour/{step.name}")
    assert begun.xpath("//textarea")[0].text_content() == step.query.body
    assert not begun.xpath("//table")
    run = page(client, f"/tour/{step.name}?query={quote(step.query.body)}")
    assert table(run)
    assert "Not yet" in told(tried(client, step, step.query.body))
    solved = tried(client, step, step.answer.body)
    assert told(solved).startswith("Right.")
    assert solved.xpath("//@data-done") == [step.name]
    assert table(solved)


def test_the_steps_lead_from_one_to_the_next(client: FlaskClient) -> None:
    overview = page(client, "/tour/")
    assert links(overview.xpath("//ol")[0]) == [f"/tour/{s.name}" for s in STEPS]
    address, seen = f"/tour/{STEPS[0].name}", []
    while address.startswith("/tour/"):
        seen.append(address.removeprefix("/tour/"))
        shown = page(client, address)
        address = next(iter(shown.xpath("//a[@rel='next']/@href")), "")
    assert seen == [step.name for step in STEPS]
    page(client, "/tour/nothing", 404)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SELECT ?code ?name", "SELECT ?name ?code"),
        ("SELECT ?code ?name", "SELECT ?occupation ?name ?code"),
        ("?name", "?whatItIsCalled"),
        ("SELECT ?code ?name", "SELECT ?code (STR(?name) AS ?text)"),
        ('CONTAINS(LCASE(?name), "nurs")', 'REGEX(?name, "nurs", "i")'),
        ("}", "} ORDER BY DESC(?code)"),
    ],
)
def test_another_way_to_say_it_is_right_too(client: FlaskClient, old: str, new: str) -> None:
    step = STEP["filter"]
    assert old in step.answer.body
    assert told(tried(client, step, step.answer.body.replace(old, new))).startswith("Right.")


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("filter", 'LCASE(?name), "nurs"', '?name, "nurs"', "gives 0 rows, not 3"),
        ("filter", "SELECT ?code ?name", "SELECT ?code", "there should be 2 columns"),
        ("filter", '"nurs"', '"teach"', "something else"),
        ("variables", "job-zone/4", "job-zone/3", "rows, not 19"),
        ("counting", "COUNT(DISTINCT ?credential)", "COUNT(DISTINCT ?region)", "something else"),
        ("optional", "OPTIONAL {", "{", "rows, not 19"),
    ],
)
def test_what_is_not_right_is_told(
    client: FlaskClient, name: str, old: str, new: str, why: str
) -> None:
    query = STEP[name].answer.body
    assert old in query
    shown = tried(client, STEP[name], query.replace(old, new))
    assert told(shown).startswith("Not yet")
    assert why in told(shown)
    assert not shown.xpath("//@data-done")


def test_mistakes_are_told_where_they_are(client: FlaskClient) -> None:
    step = STEP["variables"]
    broken = tried(client, step, "SELECT ?s WHERE { ?s ?p }", 400)
    (alert,) = broken.xpath("//*[@role='alert']")
    assert "Line 1, column" in words(alert)
    assert broken.xpath("//textarea/@aria-invalid") == ["true"]
    other = tried(client, step, "ASK { ?s ?p ?o }", 400)
    assert "begin with SELECT" in words(other.xpath("//*[@role='alert']")[0])
    tried(client, step, "DELETE WHERE { ?s ?p ?o }", 400)


def test_an_answer_can_be_cited_and_taken_to_the_console(client: FlaskClient) -> None:
    step = STEP["citing"]
    shown = tried(client, step, step.answer.body)
    there, cited = shown.xpath("//section[@id='answer']//p[@class='downloads']//a/@href")
    assert parse_qs(urlsplit(there).query)["query"] == [step.answer.body]
    (version,) = parse_qs(urlsplit(cited).query)["build"]
    assert version in table(shown)[0]


def test_the_tour_stays_in_a_pinned_version(client: FlaskClient, sample: Build) -> None:
    pinned = f"build={sample.id}"
    shown = page(client, f"/tour/variables?{pinned}")
    (form,) = shown.xpath("//main//form")
    assert pinned in form.get("action")
    assert form.xpath(".//input[@name='build']/@value") == [sample.id]
    assert all(pinned in link for link in shown.xpath("//main//a[contains(@href, '/tour/')]/@href"))


def test_a_query_that_is_too_long_for_an_address_is_posted(client: FlaskClient) -> None:
    step = STEP["variables"]
    form = {"query": f"# {'long ' * 2000}\n{step.answer.body}", "check": "1"}
    response = client.post(f"/tour/{step.name}", data=form, headers={"Accept": "text/html"})
    assert "Right." in response.text
