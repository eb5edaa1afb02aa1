"""The console in a real browser: what is run and shown, saved and cancelled, and without script."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from graph.builds import Build
from tests.webapp.conftest import serving
from tests.webapp.console_page import CREDENTIALS, PREFIX, offered, opened, run, said, text_of
from tests.webapp.running import running, wait_until
from tests.webapp.test_browser_pages import EVERYTHING, rows

LINKS = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
CONSTRUCT { ?x cg:nextStep ?y ; ceterms:ownedBy ?owner }
WHERE { ?x cg:nextStep ?y OPTIONAL { ?x ceterms:ownedBy ?owner } }"""
LONG_COMMENT = "# " + "long " * 2000 + "\n"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(STR(?c)) > ?f) }"


def test_ctrl_enter_runs_and_names_are_shown(server: str, page: Page) -> None:
    opened(page, server, CREDENTIALS).press("Control+Enter")
    link = rows(page).first.get_by_role("link")
    expect(link).not_to_contain_text("http")
    expect(link).to_have_attribute("href", re.compile("^/resource"))
    link.click()
    expect(page.get_by_role("heading", name="What it says")).to_be_visible()


def test_place_of_an_error_after_a_run(server: str, page: Page) -> None:
    editor = opened(page, server, "SELECT *\nWHERE { ?s ?p }")
    run(page)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Line 2, column")
    expect(alert.locator("pre")).to_contain_text("WHERE { ?s ?p }")
    expect(editor).to_have_accessible_description(re.compile("Line 2, column"))
    assert text_of(page) == "SELECT *\nWHERE { ?s ?p }"


def test_the_editor_shows_the_place_of_an_error_far_down(server: str, page: Page) -> None:
    lines = "".join(f"  ?s{n} ?p{n} ?o{n} .\n" for n in range(90))
    opened(page, server, f"SELECT * WHERE {{\n{lines}  ?x skos:note\n}}\n{'#' * 9}")
    run(page)
    expect(page.get_by_role("alert")).to_contain_text("Line")
    expect(page.locator(".cm-line", has_text="?x skos:note")).to_be_in_viewport()
    page.get_by_role("textbox", name="Query").focus()
    page.keyboard.type("?y ")
    expect(page.locator(".cm-activeLine")).to_contain_text("?y")
    expect(page.locator(".cm-activeLine")).to_be_in_viewport()


def test_place_of_an_error_while_writing(server: str, page: Page) -> None:
    opened(page, server, "SELECT *\nWHERE { ?s ex:p ?o }")
    expect(page.locator(".cm-lintRange-error")).to_have_text("ex:p")
    expect(said(page)).to_contain_text("Line 2, column 12: The prefix ex:")
    page.get_by_role("textbox", name="Query").fill("SELECT * WHERE { ?s ?p ?o }")
    expect(said(page)).to_have_text("")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_what_is_too_long_for_an_address_is_posted(server: str, page: Page) -> None:
    opened(page, server, LONG_COMMENT + CREDENTIALS)
    with page.expect_request(lambda request: request.is_navigation_request()) as sent:
        run(page)
    assert sent.value.method == "POST"
    expect(rows(page)).not_to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="csv").click()
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0] == "credential"
    assert len(lines) - 1 >= rows(page).count()


def test_a_long_query_to_a_pinned_build(
    server: str, sample: Build, page: Page, page_without_script: Page
) -> None:
    for one in (page, page_without_script):
        one.goto(f"{server}/sparql?build={sample.id}&query=ASK%7B%7D")
        by_name = one.locator("[role=textbox], textarea").first
        by_name.fill(LONG_COMMENT + CREDENTIALS)
        name = "Run" if one == page else "more than"
        one.get_by_role("button", name=name).first.click()
        expect(rows(one)).not_to_have_count(0)
        assert f"build={sample.id}" in one.url


def test_the_result_is_in_sight(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, server, EVERYTHING)
    run(page)
    expect(page.locator(".summary")).to_be_in_viewport()
    for turn in ("Next rows", "S", "Filter"):
        page.get_by_role("button" if turn == "Filter" else "link", name=turn, exact=True).click()
        expect(page).to_have_url(re.compile("#result$"))
        expect(page.get_by_role("heading", name="Result", exact=True)).to_be_in_viewport()
    expect(page.locator("caption").first).to_be_visible()


def test_pages_of_a_long_query(server: str, page: Page) -> None:
    opened(page, server, LONG_COMMENT + EVERYTHING)
    run(page)
    first = page.locator("caption").first.inner_text()
    page.get_by_role("button", name="Next rows").click()
    expect(page.locator("caption").first).not_to_have_text(first)
    expect(page.get_by_role("button", name="Previous rows")).to_be_visible()


def test_examples_run(server: str, page: Page) -> None:
    editor = opened(page, server)
    page.get_by_text("What is offered, and where?").click()
    page.get_by_role("link", name="Credentials by state").click()
    expect(editor).to_contain_text("cg:region")
    expect(rows(page)).not_to_have_count(0)


def test_examples_are_found_by_their_words(server: str, page: Page) -> None:
    opened(page, server)
    page.get_by_role("searchbox", name="Examples with the words").fill("nobody teach")
    expect(page.get_by_role("link", name="Which competencies does nobody teach?")).to_be_visible()
    expect(page.get_by_role("link", name="Credentials by state")).to_be_hidden()
    expect(page.get_by_text("What is offered, and where?")).to_be_hidden()
    expect(page.get_by_text("1 example", exact=True)).to_be_visible()


def test_names_of_links_cover_nothing(server: str, page: Page) -> None:
    page.goto(f"{server}/sparql?{urlencode({'query': LINKS})}")
    places = page.evaluate(
        """() => [...document.querySelectorAll(".network text.edge, .network a rect")]
            .map(e => [e.tagName, e.getBoundingClientRect().toJSON()])"""
    )
    names = [place for kind, place in places if kind == "text"]
    assert len(names) > 5
    for number, name in enumerate(names):
        boxes = [place for kind, place in places if kind == "rect"]
        for other in (*names[:number], *boxes):
            apart = (
                name["right"] <= other["left"]
                or other["right"] <= name["left"]
                or name["bottom"] <= other["top"] + 2
                or other["bottom"] <= name["top"] + 2
            )
            assert apart, (name, other)


def test_after_a_run_one_writes_on_and_hears_what_came(server: str, page: Page) -> None:
    opened(page, server, CREDENTIALS).press("Control+Enter")
    expect(rows(page)).not_to_have_count(0)
    expect(page.get_by_role("textbox", name="Query")).to_be_focused()
    expect(said(page)).to_contain_text("61 rows in")
    page.keyboard.type(" LIMIT 3")
    assert text_of(page) == f"{CREDENTIALS} LIMIT 3"
    run(page)
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_role("textbox", name="Query")).not_to_be_focused()
    expect(said(page)).to_have_text("")


def test_a_warning_is_not_shown_as_an_error(server: str, page: Page) -> None:
    opened(page, server, PREFIX + "SELECT * { ?s ceterms:nam ?o }")
    colour = "element => getComputedStyle(element).color"
    expect(said(page)).to_contain_text("The nearest here is ceterms:name")
    warning = said(page).evaluate(colour)
    page.get_by_role("textbox", name="Query").fill("SELECT * { ?s }")
    expect(said(page)).to_contain_text("can't stand here")
    assert said(page).evaluate(colour) != warning


def test_a_screen_reader_is_told_what_the_editor_is(server: str, page: Page) -> None:
    editor = opened(page, server, "SELECT * WHERE { ?s ?p ?o }")
    expect(editor).to_have_attribute("aria-multiline", "true")
    expect(editor).to_have_accessible_description(re.compile("Tab leaves the editor"))
    expect(said(page)).to_have_role("status")
    page.keyboard.type(" LIM")
    expect(editor).to_have_attribute("aria-controls", re.compile("."))
    expect(offered(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()


def test_tab_leaves_the_editor(server: str, page: Page) -> None:
    editor = opened(page, server, CREDENTIALS)
    editor.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor).to_be_focused()
    assert text_of(page) == CREDENTIALS


def test_queries_are_saved_under_a_name(server: str, page: Page) -> None:
    opened(page, server, CREDENTIALS)
    page.once("dialog", lambda dialog: dialog.accept("My credentials"))
    page.get_by_role("button", name="Save in this browser").click()
    opened(page, server, "ASK {}")
    page.get_by_text("Saved queries").click()
    page.get_by_role("button", name="My credentials", exact=True).click()
    assert text_of(page) == CREDENTIALS
    page.get_by_role("button", name="Delete My credentials").click()
    expect(page.get_by_text("Saved queries")).to_be_hidden()


def test_cancel_stops_the_query(sample_data: Path, page: Page) -> None:
    """A query of half a minute, cancelled from the keyboard."""
    with serving(sample_data) as server:
        opened(page, server, SLOW)
        expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
        page.keyboard.press("Control+Enter")
        wait_until(lambda: running(server) == 1, seconds=5)
        with page.expect_request("**/sparql/cancel"):
            for key in ("Tab", "Tab", "Enter"):
                page.keyboard.press(key)
        wait_until(lambda: running(server) == 0, seconds=3)
        expect(said(page)).to_have_text("Cancelled.")
        expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
        expect(page.get_by_role("textbox", name="Query")).to_be_focused()
        assert text_of(page) == SLOW
        opened(page, server, CREDENTIALS)
        run(page)
        expect(rows(page)).not_to_have_count(0)
        expect(page).not_to_have_url(re.compile("query-id"))
        assert "query-id" not in page.content()


def test_works_without_script(server: str, page_without_script: Page) -> None:
    page = page_without_script
    page.goto(f"{server}/sparql")
    page.get_by_label("Query").fill(CREDENTIALS)
    run(page)
    expect(rows(page)).not_to_have_count(0)
    page.get_by_role("button", name="Lay out").click()
    expect(page.get_by_label("Query")).to_have_value(
        PREFIX + "SELECT ?credential WHERE { ?credential a ceterms:Credential }\n"
    )
