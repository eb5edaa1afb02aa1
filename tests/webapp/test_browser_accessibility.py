"""Every page and embed in a real browser: axe's rules, light and dark, narrow and wide."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.webapp.addresses import EMBEDS, NURSES, PAGES, PATHWAYS, address_of, pathways
from tests.webapp.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
IN_USE = f"SELECT * WHERE {{ ?s ?p <{NURSES}> . ?x a "
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = [(name, False) for name in (*PAGES, *PATHWAYS)] + [
    (name, True) for name in (*EMBEDS, *PATHWAYS)
]
every_page = pytest.mark.parametrize(
    ("name", "embed"), ALL, ids=[f"{name} embed" if embed else name for name, embed in ALL]
)


def violations(page: Page, only: dict[str, Any]) -> list[str]:
    """What axe finds: its rule and the places that break it."""
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [f"{v['id']}: {[node['html'] for node in v['nodes']]}" for v in found["violations"]]


def faults(page: Page) -> list[str]:
    """What is wrong with an open page: by axe, light and dark, and where it is too wide."""
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = violations(page, {"type": "tag", "values": TAGS})
    page.emulate_media(color_scheme="dark")
    found += violations(page, {"type": "rule", "values": ["color-contrast"]})
    page.set_viewport_size({"width": 320, "height": 640})
    if (beyond := page.evaluate("document.scrollingElement.scrollWidth - innerWidth")) > 0:
        found.append(f"{beyond} px too wide")
    return found


def test_sample_has_all_pathways_that_are_looked_at(server: str) -> None:
    assert len(pathways(server)) == len(PATHWAYS)


@every_page
def test_accessible_quiet_and_narrow(server: str, page: Page, name: str, embed: bool) -> None:
    """320 px is also what 400 % zoom leaves of 1280 px (WCAG 1.4.10)."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    response = page.goto(address_of(server, name, embed=embed))
    assert response
    assert response.status < 500
    assert faults(page) == []
    of_the_page_itself = "Failed to load resource" if response.status >= 400 else "nothing"
    assert [text for text in said if of_the_page_itself not in text] == []


@pytest.mark.parametrize("key", ["Control+Space", "Control+f", "Control+Shift+M"])
def test_the_editor_is_accessible_in_use(server: str, page: Page, key: str) -> None:
    """With completion, with the search panel, and with the list of what is wrong."""
    page.goto(f"{server}/sparql")
    page.get_by_role("textbox", name="Query").fill(IN_USE)
    expect(page.locator(".cm-lintPoint")).to_be_attached()
    expect(page.locator(".cm-name")).to_be_visible()
    page.keyboard.press("Control+End")
    page.keyboard.press(key)
    expect(page.locator(".cm-tooltip-autocomplete, .cm-panel").first).to_be_visible()
    # The list of what is offered is turned by the arrow keys, from the editor.
    assert [one for one in faults(page) if "scrollable-region" not in one] == []


def test_axe_sees_what_is_wrong(page: Page) -> None:
    """Else the tests above would pass on anything."""
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=data:,></main>")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert "image-alt" in "".join(violations(page, {"type": "tag", "values": TAGS}))
