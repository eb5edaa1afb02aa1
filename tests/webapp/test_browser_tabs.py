"""Tabs of the console, and what can be undone in each, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.webapp.console_page import CREDENTIALS, editor_of, opened, run, text_of


def test_each_tab_has_its_own_history(server: str, page: Page) -> None:
    opened(page, server, "ASK {}")
    page.keyboard.type(" # one")
    page.get_by_role("button", name="New", exact=True).click()
    page.keyboard.type("ASK { ?s ?p ?o }")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert "one" not in text_of(page)
    page.get_by_role("button", name="Query 1", exact=True).click()
    assert text_of(page) == "ASK {} # one"
    page.keyboard.press("Control+z")
    assert text_of(page) == "ASK {}"
    page.keyboard.press("Control+y")
    assert text_of(page) == "ASK {} # one"


def test_undo_reaches_behind_a_run(server: str, page: Page) -> None:
    opened(page, server, "ASK {}")
    page.keyboard.type(" # one")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".truth")).to_have_text("Yes")
    editor_of(page).focus()
    page.keyboard.press("Control+z")
    assert text_of(page) == "ASK {}"
    page.keyboard.press("Control+y")
    assert text_of(page) == "ASK {} # one"


def test_a_history_that_can_not_be_read_is_passed_over(server: str, page: Page) -> None:
    opened(page, server, "ASK {}")
    page.evaluate(
        """() => {
          const { tabs: [{ id }] } = JSON.parse(localStorage["credgraph.tabs"]);
          addEventListener("pagehide", () => {
            sessionStorage["credgraph.histories"] = JSON.stringify({ [id]: { doc: 5 } });
          });
        }"""
    )
    run(page)
    expect(page.locator(".truth")).to_have_text("Yes")
    assert text_of(page) == "ASK {}"
    expect(page.get_by_role("button", name="Query 1")).to_be_visible()


def test_back_shows_the_query_before_in_its_own_tab(server: str, page: Page) -> None:
    opened(page, server, "ASK {}").press("Control+Enter")
    expect(page.locator(".truth")).to_have_text("Yes")
    editor_of(page).fill("ASK { FILTER(false) }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".truth")).to_have_text("No")
    page.go_back()
    expect(page.locator(".truth")).to_have_text("Yes")
    assert text_of(page) == "ASK {}"
    expect(page.get_by_role("button", name="Query 2")).to_have_count(0)
    editor_of(page).focus()
    page.keyboard.press("Control+z")
    assert text_of(page) == "ASK { FILTER(false) }"


def test_windows_do_not_take_tabs_from_each_other(server: str, browser: Browser) -> None:
    context = browser.new_context()
    one, two = context.new_page(), context.new_page()
    opened(one, server, "ASK { # one\n}")
    opened(two, server)
    two.get_by_role("button", name="New", exact=True).click()
    two.keyboard.type("ASK { # two")
    one.get_by_role("textbox", name="Query").press("Control+Home")
    one.keyboard.type("#still ")
    expect(one.get_by_role("button", name="Query 2")).to_be_visible()
    opened(two, server)
    two.get_by_role("button", name="Query 2").click()
    assert text_of(two).startswith("ASK { # two")
    two.get_by_role("button", name="Query 1").click()
    assert text_of(two).startswith("#still ASK { # one")
    context.close()


def test_tabs_are_kept_in_this_browser_alone(server: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    opened(page, server, CREDENTIALS)
    page.get_by_role("button", name="New", exact=True).click()
    page.keyboard.type("ASK {}")
    page.get_by_role("button", name="Query 1", exact=True).click()
    expect(page.get_by_role("textbox", name="Query")).to_contain_text("ceterms:Credential")
    page.get_by_role("button", name="Query 2").click()
    opened(page, server)
    assert text_of(page) == "ASK {}"
    run(page)
    expect(page.locator(".truth")).to_have_text("Yes")
    expect(page.get_by_role("button", name="Query 2")).to_have_attribute("aria-current", "true")
    assert context.cookies() == []
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Query 2", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Reopen Query 2").click()
    assert text_of(page) == "ASK {}"
    expect(page.get_by_role("button", name="Reopen Query 2")).to_have_count(0)
    context.close()
