"""The guided tour in a real browser: with the editor, and without script."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.webapp.console_page import editor_of
from webapp.tour.steps import steps

FIRST, SECOND = steps()[:2]


def test_a_step_is_solved_in_the_editor_and_kept_in_the_browser(server: str, page: Page) -> None:
    page.goto(f"{server}/tour/")
    page.get_by_role("link", name="Begin with step 1").click()
    editor = page.get_by_role("textbox", name="Query")
    expect(editor).to_contain_text("29-1141.00")
    expect(page.locator(".cm-name").first).to_have_text("Registered Nurses")
    editor.press("Control+Enter")
    expect(page.get_by_role("region", name="Your query")).to_be_visible()
    editor_of(page).fill(FIRST.answer.body)
    page.get_by_role("button", name="Check my answer").click()
    answer = page.locator("#answer")
    expect(answer.get_by_role("status")).to_contain_text("Right.")
    expect(answer).to_be_in_viewport()
    expect(editor).to_contain_text("15-1212.00")
    editor.press("Control+z")
    expect(editor).to_contain_text("29-1141.00")
    answer.get_by_role("link", name="On to the next step").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SECOND.query.title)
    page.goto(f"{server}/tour/")
    expect(page.get_by_text("✓ done")).to_have_count(1)
    expect(page.get_by_role("listitem").filter(has_text="✓ done")).to_contain_text(
        FIRST.query.title
    )


def test_a_step_without_script(server: str, page_without_script: Page) -> None:
    page = page_without_script
    page.goto(f"{server}/tour/{FIRST.name}")
    page.get_by_role("textbox", name="Query").fill(FIRST.answer.body)
    page.get_by_role("button", name="Check my answer").click()
    expect(page.locator("#answer").get_by_role("status")).to_contain_text("Right.")
    page.get_by_role("link", name="Next step", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SECOND.query.title)
