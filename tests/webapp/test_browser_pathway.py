"""A pathway's picture in a real browser: a way to each step by mouse, arrow keys, and no script."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.webapp.addresses import pathways


@pytest.fixture
def electrical(server: str) -> str:
    """The address of the pathway with a choice of two out of three."""
    for path in pathways(server):
        with urlopen(server + path) as response:
            if "Into the Electrical Trade" in response.read().decode():
                return server + path
    raise AssertionError("the sample has lost its electrical pathway")


def box(page: Page, name: str) -> Locator:
    """A box of the drawing by its accessible name."""
    return page.locator("svg.pathway").get_by_role("link", name=name)


def test_arrow_keys_move_between_boxes(electrical: str, page: Page) -> None:
    page.goto(electrical)
    box(page, "Start and finish the apprenticeship").focus()
    page.keyboard.press("ArrowDown")
    expect(box(page, "Get the journey certificate")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box(page, "Get the contractor license")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box(page, "Get the contractor license")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box(page, "Get the journey certificate")).to_be_focused()
    box(page, "Try building: a summer on site").focus()
    page.keyboard.press("ArrowRight")
    expect(box(page, "Try electricity: the fundamentals course")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(box(page, "Try building: a summer on site")).to_be_focused()


def test_enter_goes_to_the_step(electrical: str, page: Page) -> None:
    page.goto(electrical)
    box(page, "Get the contractor license").focus()
    page.keyboard.press("Enter")
    step = page.locator("li:target")
    expect(step.get_by_role("heading")).to_have_text("Get the contractor license")
    expect(step).to_be_in_viewport()


def test_zoom_buttons_change_the_size(electrical: str, page: Page) -> None:
    page.goto(electrical)
    drawing = page.locator("svg.pathway")

    def width() -> float:
        return float(drawing.evaluate("e => e.getBoundingClientRect().width"))

    first = width()
    page.get_by_role("button", name="Larger").click()
    assert width() == pytest.approx(1.25 * first, rel=0.01)
    page.get_by_role("button", name="Smaller").click()
    page.get_by_role("button", name="Smaller").click()
    assert width() == pytest.approx(0.8 * first, rel=0.01)
    page.get_by_role("button", name="As it was").click()
    assert width() == pytest.approx(first, rel=0.01)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_pathway_is_whole_without_script(electrical: str, page_without_script: Page) -> None:
    page = page_without_script
    page.goto(electrical)
    steps = page.locator("ol.steps > li")
    expect(steps).to_have_count(page.locator("svg.pathway a").count())
    expect(steps.filter(has_text="Any 2 of 3")).to_have_count(1)
    expect(page.locator("svg.pathway")).to_contain_text("any 2 of 3")
    expect(page.get_by_role("button", name="Larger")).to_be_hidden()
    box(page, "Get the contractor license").click()
    expect(page.locator("li:target")).to_contain_text("Get the contractor license")
