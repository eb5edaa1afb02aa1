"""The console in a browser, as tests use it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PREFIX = "PREFIX ceterms: <https://purl.org/ctdl/terms/>\n"
CREDENTIALS = PREFIX + "SELECT ?credential WHERE { ?credential a ceterms:Credential }"


def opened(page: Page, server: str, text: str | None = None) -> Locator:
    """The editor of the console, with a text in it; script has put it there."""
    page.goto(f"{server}/sparql")
    editor = page.get_by_role("textbox", name="Query")
    if text is not None:
        editor.fill(text)
        page.keyboard.press("Control+End")
    return editor


def said(page: Page) -> Locator:
    """What the editor says below itself."""
    return page.locator("#editor-status")


def offered(page: Page) -> Locator:
    """What the completion offers."""
    return page.get_by_role("option")


def choose(page: Page) -> None:
    """Take the first. A key that comes at once is for the text, since nobody reads so fast."""
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")


def run(page: Page) -> None:
    page.get_by_role("button", name="Run").click()


def editor_of(page: Page) -> Locator:
    """The editor, once script has put it in the place of the textarea: what a key or a click led to
    may still be loading when its first words can be seen."""
    expect(page.locator(".cm-content")).to_be_visible()
    return page.get_by_role("textbox", name="Query")


def text_of(page: Page) -> str:
    """The text of the editor, line by line."""
    editor_of(page)
    return "\n".join(page.locator(".cm-line").all_inner_texts())
