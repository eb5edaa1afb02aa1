from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright

from graph.settings import Settings
from tests.servers import started
from tests.shared import absent
from tests.webapp.small import serve as serve
from webapp import create_app

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def app(sample_data: Path) -> Flask:
    return create_app(sample_data, Settings(page_size=20), "test")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[str]:
    """`credgraph serve` in a process of its own, at a free port; gives its address."""
    with started("serve", "--data", data, **settings) as server:
        yield server.address


@pytest.fixture(scope="session")
def server(sample_data: Path) -> Iterator[str]:
    """The address of a server of the sample."""
    with serving(sample_data) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium. Without it these tests are skipped; where CI=true that is a failure."""
    if CHROMIUM is None:
        absent("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new window of the browser."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield opened
    opened.close()


@pytest.fixture
def page_without_script(browser: Browser) -> Iterator[Page]:
    """A new window in which JavaScript is switched off."""
    opened = browser.new_page(java_script_enabled=False)
    yield opened
    opened.close()
