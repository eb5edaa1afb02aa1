"""Makes docs/pathway.png, the picture in README: a pathway of the sample, as a browser shows it.

Run it by ``make screenshot`` where chromium is installed. It builds and serves the sample in a
folder of its own, and stops when the picture is written.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pathway.png"
PATHWAY = "Into the Electrical Trade"
WIDTH, HEIGHT = 1280, 920


def main() -> None:
    """Serve the sample, take the picture, stop."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "credgraph", "demo", "--data", folder, "--port", "0"]
        with subprocess.Popen(  # noqa: S603 our own command
            command, stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as server:
            try:
                take(chromium, address(server))
            finally:
                server.terminate()
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size / 1000:.0f} kB")


def address(server: subprocess.Popen[str]) -> str:
    """Where the server is, as soon as it says so."""
    assert server.stdout
    for line in server.stdout:
        if found := re.search(r"credgraph is at (http://\S+)", line):
            return found.group(1)
    sys.exit("the server did not start")


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
