"""The pages by keyboard alone: everything is reached, in order, and seen when it is reached."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.webapp.addresses import PATHWAYS, address_of

QUESTION = "/queries/pathways/credentials-for-occupation"
FOCUSABLE = """
() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], " +
    "[contenteditable='true']"
  )]
  .filter(e => e.checkVisibility())
  .map((e, number) => Number(e.dataset.order = number))
"""
FOCUSED = """
() => {
  const e = document.activeElement;
  const shown = getComputedStyle(e.querySelector(":scope > rect") ?? e.closest(".cm-editor") ?? e);
  return {
    order: e.dataset.order === undefined ? null : Number(e.dataset.order),
    visible: shown.outlineStyle === "solid" || parseFloat(shown.strokeWidth) >= 3,
  };
}
"""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        QUESTION,
        "/sparql",
        "/tour/variables",
        "/linkage/",
        "/pathways/",
        "/occupations/29-1141.00",
    ],
)
def test_keyboard_reaches_everything_in_order(server: str, page: Page, path: str) -> None:
    page.goto(server + path)
    walk(page)


def test_keyboard_reaches_everything_of_a_pathway(server: str, page: Page) -> None:
    page.goto(address_of(server, PATHWAYS[0]))
    walk(page)


def walk(page: Page) -> None:
    """Tab from the first control to the last: none left out, none a trap, each seen in focus."""
    expected = page.evaluate(FOCUSABLE)
    reached = []
    for _ in expected:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["visible"], focused
        reached.append(focused["order"])
    assert reached == expected


def test_skip_link_leads_to_the_content(server: str, page: Page) -> None:
    page.goto(f"{server}/sparql")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Query 1")).to_be_focused()
