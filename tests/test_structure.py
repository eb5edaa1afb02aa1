"""The structure: which room may import which, and that no page fetches anything from elsewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "graph": set[str](),
    "loaders": {"graph"},
    "queries": {"graph"},
    "webapp": {"graph", "queries"},
}
LOCKS = [
    ROOT / "requirements.lock",
    ROOT / "package-lock.json",
    ROOT / "tests" / "webapp" / "clients" / "package-lock.json",
]
ROOMS = {*MAY_IMPORT, "credgraph", "tests"}
# An address that a browser fetches by itself, in HTML, CSS or a script.
FETCHED = re.compile(
    r"""(?:\bsrc(?:set)?|\bposter|\bdata|\baction)\s*=\s*["']?\s*(?:https?:)?//"""
    r"""|<link\b(?![^>]*\brel=["']?(?:canonical|license|alternate))[^>]*\bhref\s*=\s*["']?(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//"""
    r"""|@import\s+["'](?:https?:)?//"""
    r"""|\b(?:fetch|import|EventSource|WebSocket|Worker|sendBeacon)\(\s*["'`](?:(?:https?|wss?):)?//"""
    r"""|\bfrom\s*["'](?:https?:)?//""",
    re.I,
)


def imported(file: Path) -> Iterator[tuple[int, str]]:
    """The line and the name of every module that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = file.relative_to(ROOT).parent.parts
            up = package[: len(package) - node.level + 1] if node.level else ()
            yield node.lineno, ".".join([*up, *([node.module] if node.module else [])])


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_go_one_way(room: str) -> None:
    files = list((ROOT / room).rglob("*.py"))
    assert files
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for file in files
        for line, name in imported(file)
        if (other := name.partition(".")[0]) in ROOMS - {room} and other not in MAY_IMPORT[room]
    ]
    assert not wrong


def test_every_room_is_known() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"credgraph", "tests", "scripts", "benchmarks"} == set(MAY_IMPORT)


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_no_page_fetches_from_a_foreign_host(folder: str) -> None:
    place = ROOT / "webapp" / folder
    if not place.is_dir():
        pytest.skip(f"webapp/{folder} is not there yet")
    texts = (".html", ".css", ".js", ".mjs", ".svg", ".xml", ".txt", ".json", ".j2")
    files = [file for file in place.rglob("*") if file.suffix in texts]
    assert files
    wrong = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in files
        for match in FETCHED.finditer(file.read_text("utf-8"))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "fetches"),
    [
        ('<script src="https://cdn.example/x.js">', True),
        ("<img src=//cdn.example/x.png>", True),
        ('<link rel="stylesheet" href="https://fonts.example/css">', True),
        ("@font-face { src: url(https://fonts.example/x.woff) }", True),
        ('import x from "https://cdn.example/x.js"', True),
        ("fetch('https://api.example/')", True),
        ('<a href="https://example.org/">', False),
        ('<link rel="canonical" href="https://example.org/">', False),
        ('<svg xmlns="http://www.w3.org/2000/svg">', False),
        ('<img src="/static/x.png">', False),
    ],
)
def test_the_search_finds_what_a_browser_fetches(text: str, fetches: bool) -> None:
    assert bool(FETCHED.search(text)) is fetches


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_lock_files_name_no_host(lock: Path) -> None:
    assert "://" not in lock.read_text("utf-8")
