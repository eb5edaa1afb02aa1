"""How long the console's completion takes, from a key to the list, in a real browser.

Usage: ``python -m benchmarks.completion DATA [ROUNDS]`` (a data folder with a build; 40 rounds).
Time is taken in the page: from the key's event to the frame in which the list that belongs to it
stands in the document. "Anything by name" is asked for at the server, on loopback.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PREFIXES = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
SELECT * WHERE { """
PLACES = {
    "class, a letter": ("?c a ", "c"),
    "class, the fourth letter": ("?c a ", "cred"),
    "property of a class, a letter": ("?c a ceterms:Credential ; ", "o"),
    "property of a class, Ctrl+Space": ("?c a ceterms:Credential ; ", "Control+Space"),
    "value, a letter": ("?c cg:region ", "o"),
    "concept, Ctrl+Space": ("?c ceterms:audienceType ", "Control+Space"),
    "occupation by name, a letter": ("?c cg:ratedOccupation ", "{}e"),
    "anything by name, a letter": ("?c ?p ", "{}e"),
}
NAMES = ("nurs", "weld", "teach", "manag", "machin", "engin", "softwar", "driv", "bak", "paint")
_PAUSE = 80
"""Milliseconds between two keys of somebody who writes fast."""
WATCH = """() => {
  addEventListener("keydown", (event) => {
    if (event.key !== "Control") window.pressed = performance.now();
  }, true);
  new MutationObserver(() => {
    const list = document.querySelector(".cm-tooltip-autocomplete [role=option]");
    if (list && window.pressed && !window.shown) requestAnimationFrame(() => {
      window.shown ??= performance.now();
    });
  }).observe(document.body, { childList: true, subtree: true });
}"""


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """A server of the data folder; gives its address."""
    command = [sys.executable, "-m", "credgraph", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, "the server does not start"
            yield found.group()
        finally:
            process.terminate()
            process.wait(20)


def measure(page: Page, before: str, typed: str) -> float:
    """Milliseconds from the last key of what is typed to the list that it opens."""
    editor = page.get_by_role("textbox", name="Query")
    editor.fill(PREFIXES + before.rstrip(" "))
    page.keyboard.press("Control+End")
    *first, key = [typed] if "+" in typed else list(typed)
    page.keyboard.type(" " + "".join(first), delay=_PAUSE)
    page.keyboard.press("Escape")
    page.wait_for_timeout(_PAUSE)
    page.evaluate("() => { window.pressed = window.shown = undefined; }")
    page.keyboard.press(key)
    page.wait_for_function("() => window.shown", timeout=5000)
    return float(page.evaluate("() => window.shown - window.pressed"))


def main(data: Path, rounds: int) -> None:
    """Measure every place, and print a table."""
    with serving(data) as server, sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{server}/sparql")
        page.wait_for_load_state("networkidle")
        page.evaluate(WATCH)
        print("| what | median, ms | p99, ms |\n|---|---|---|")
        for name, (before, typed) in PLACES.items():
            found = [
                measure(page, before, typed.format(NAMES[n % len(NAMES)])) for n in range(rounds)
            ]
            p99 = statistics.quantiles(found, n=100, method="inclusive")[98]
            print(f"| {name} | {statistics.median(found):.0f} | {p99:.0f} |")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40)
