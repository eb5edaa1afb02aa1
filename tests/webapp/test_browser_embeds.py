"""Embeds as other sites use them: a page on another port frames one by the snippet it copied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.webapp.addresses import EMBEDS, PAGES, PATHWAYS, address_of
from tests.webapp.conftest import serving

HOST_PAGE = """<!doctype html>
<html lang="en"><title>A state's page</title><body><h1>Careers</h1>
{snippet}
</body></html>"""
REFUSED = "chrome-error://chromewebdata/"
"""What chromium shows instead of a page that may not be framed."""
PAGES_WITH_SNIPPETS = {"pathway": PATHWAYS[0], "question": "skill gap", "occupation": "occupation"}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def hosting(folder: Path) -> Iterator[str]:
    """Another site, with the pages in a folder; gives its origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def host_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("host")


@pytest.fixture(scope="module")
def host(host_folder: Path) -> Iterator[str]:
    with hosting(host_folder) as origin:
        yield origin


@pytest.fixture(scope="module")
def allowing(sample_data: Path, host: str) -> Iterator[str]:
    """A server of the sample whose embeds this host may frame."""
    with serving(sample_data, embed_hosts=host) as address:
        yield address


def copy_snippet(page: Page, address: str, folder: Path) -> None:
    """Open a page, copy the HTML it offers, and make it a page of the host."""
    page.goto(address)
    page.get_by_text("The HTML to copy").click()
    snippet = page.get_by_role("region", name="HTML to copy").inner_text()
    (folder / "index.html").write_text(HOST_PAGE.format(snippet=snippet), encoding="utf-8")


def framed(page: Page) -> Frame:
    """The embed in the page."""
    page.wait_for_load_state("networkidle")
    (frame,) = page.main_frame.child_frames
    return frame


def wait_for_fit(page: Page) -> int:
    """Wait until the frame is as tall as its content; gives that height."""
    content: float = framed(page).evaluate(
        "document.documentElement.getBoundingClientRect().height"
    )
    page.wait_for_function(
        "h => Math.abs(document.querySelector('iframe').clientHeight - h) <= 1", arg=content
    )
    return round(content)


@pytest.mark.parametrize("kind", PAGES_WITH_SNIPPETS)
def test_allowed_site_shows_the_embed(
    allowing: str, host: str, host_folder: Path, browser: Browser, kind: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    copy_snippet(page, address_of(allowing, PAGES_WITH_SNIPPETS[kind]), host_folder)
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(host)
    frame = framed(page)
    expect(page.locator("iframe")).to_have_attribute("title", frame.locator("h1").inner_text())
    wait_for_fit(page)
    assert frame.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    assert frame.evaluate("getComputedStyle(document.body).paddingLeft") == "16px", "no styles"
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in asked} == {host, allowing}
    assert context.cookies() == []
    assert [text for text in said if "favicon" not in text and "404" not in text] == []
    context.close()


def test_height_follows_the_content(
    allowing: str, host: str, host_folder: Path, page: Page
) -> None:
    copy_snippet(page, address_of(allowing, PATHWAYS[0]), host_folder)
    page.goto(host)
    wide = wait_for_fit(page)
    page.set_viewport_size({"width": 360, "height": 800})
    framed(page).wait_for_function("w => innerWidth < w", arg=360)
    narrow = wait_for_fit(page)
    assert narrow > wide
    framed(page).evaluate("document.querySelector('ol.steps').remove()")
    assert wait_for_fit(page) < narrow


def test_other_site_is_refused(allowing: str, page: Page, tmp_path: Path) -> None:
    copy_snippet(page, address_of(allowing, PATHWAYS[0]), tmp_path)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    with hosting(tmp_path) as stranger:
        page.goto(stranger)
        assert framed(page).url == REFUSED
    assert any("frame-ancestors" in text for text in said), said


def test_pages_that_are_no_embeds_are_refused(
    allowing: str, host: str, host_folder: Path, page: Page
) -> None:
    html = HOST_PAGE.format(snippet=f'<iframe src="{allowing}{PAGES["front"]}"></iframe>')
    (host_folder / "page.html").write_text(html, encoding="utf-8")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{host}/page.html")
    assert framed(page).url == REFUSED
    assert any("frame-ancestors" in text for text in said), said


def test_links_open_outside_and_steps_stay_inside(
    allowing: str, host: str, host_folder: Path, page: Page
) -> None:
    copy_snippet(page, address_of(allowing, PATHWAYS[0]), host_folder)
    page.goto(host)
    wait_for_fit(page)
    frame = framed(page)
    before = frame.url
    frame.locator("svg.pathway a").last.click()
    expect(frame.locator("li:target")).to_have_count(1)
    assert frame.url.split("#")[0] == before
    assert len(page.context.pages) == 1
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Open the full page").click()
    expect(opened.value.get_by_role("navigation", name="Main")).to_be_visible()
    assert page.url.rstrip("/") == host
    assert frame.url.split("#")[0] == before


def test_embed_is_complete_without_script(server: str, page_without_script: Page) -> None:
    page = page_without_script
    page.goto(server + EMBEDS["occupation"])
    expect(page.locator("table")).not_to_have_count(0)
    expect(page.locator(".attribution")).to_be_visible()
