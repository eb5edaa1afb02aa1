"""A slow query's rewrite with one click, in a real browser, and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.webapp.conftest import serving
from tests.webapp.console_page import run, text_of
from tests.webapp.test_browser_accessibility import faults
from tests.webapp.test_browser_pages import rows

SLOW = "SELECT ?type (COUNT(*) AS ?n) WHERE { ?s a ?type } GROUP BY ?type ORDER BY DESC(?n) ?type"
MISSPELT = "SELECT ?name WHERE { ?s <https://purl.org/ctdl/terms/nam> ?name } LIMIT 3"


@pytest.fixture(scope="module")
def hasty(sample_data: Path) -> Iterator[str]:
    """A server that takes every query for slow."""
    with serving(sample_data, slow_seconds="0") as address:
        yield address


def asked(page: Page, server: str, query: str) -> None:
    page.goto(f"{server}/sparql?{urlencode({'query': query})}")


def slow(page: Page, server: str) -> None:
    """Ask what is slow, and look at what would make it faster."""
    asked(page, server, SLOW)
    page.get_by_text("What would make it faster").click()


def test_one_click_puts_the_faster_query_into_the_editor(hasty: str, page: Page) -> None:
    slow(page, hasty)
    before = rows(page).all_inner_texts()
    page.get_by_role("button", name="Use this query").click()
    expect(page.get_by_role("textbox", name="Query")).to_be_focused()
    assert "void:entities" in text_of(page)
    expect(page.locator("#editor-status")).to_contain_text("Ctrl+Z brings yours back")
    assert page.url.endswith(urlencode({"query": SLOW}))
    page.keyboard.press("Control+z")
    assert text_of(page) == SLOW
    page.get_by_role("button", name="Use this query").click()
    run(page)
    page.wait_for_url("**void*")
    assert rows(page).all_inner_texts() == before


def test_the_advice_can_be_used_by_everyone(hasty: str, page: Page) -> None:
    slow(page, hasty)
    page.get_by_text("The query, rewritten").click()
    assert faults(page) == []


def test_without_script_the_console_opens_with_the_faster_query(
    hasty: str, page_without_script: Page
) -> None:
    page = page_without_script
    slow(page, hasty)
    page.get_by_role("button", name="Use this query").click()
    expect(page.get_by_label("Query")).to_have_value(re.compile("void:entities"))
    expect(page.get_by_role("heading", name="Result")).to_have_count(0)
    run(page)
    assert rows(page).count() > 0


def test_a_term_that_is_not_there_is_underlined_and_written_anew(server: str, page: Page) -> None:
    asked(page, server, MISSPELT)
    expect(page.locator(".cm-lintRange-warning")).to_have_text("<https://purl.org/ctdl/terms/nam>")
    page.get_by_role("button", name="Write <https://purl.org/ctdl/terms/name>").click()
    run(page)
    expect(rows(page)).to_have_count(3)
    expect(page.locator(".cm-lintRange-warning")).to_have_count(0)
