"""Makes docs/pathway.png, the picture in README: a pathway of the sample, as a browser shows it.

Run it by ``make screenshot`` where chromium is installed. It builds and serves the sample in a
folder of its own, and stops when the picture is written.
"""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import sync_playwright

from scripts import demo
from scripts.demo import ROOT

PICTURE = ROOT / "docs" / "pathway.png"
PATHWAY = "Into the Electrical Trade"
WIDTH, HEIGHT = 1280, 920


def main() -> None:
    """Serve the sample, take the picture, stop."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is not installed: apt-get install chromium")
    with demo.served() as address:
        take(chromium, address)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size / 1000:.0f} kB")


def take(chromium: str, server: str) -> None:
    """Click through to the pathway, and save what the window shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(f"{server}/pathways/")
        page.get_by_role("link", name=PATHWAY).click()
        page.locator("svg.pathway").wait_for()
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
