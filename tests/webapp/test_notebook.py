"""The notebook in docs/ runs from start to end over a served graph, and gives what is in it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from graph.builds import Build
from tests.webapp.conftest import ROOT
from tests.webapp.pages import csv_rows

WRITTEN = ROOT / "docs" / "work-that-pays.ipynb"
SHOWN = "http://127.0.0.1:8000/sparql"
VERSION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


@pytest.fixture(scope="module")
def run_anew(server: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notebook, run on the sample in a process of its own."""
    target = tmp_path_factory.mktemp("notebook") / "run.ipynb"
    command = [sys.executable, "-m", "scripts.notebook", f"{server}/sparql", str(target)]
    subprocess.run(command, check=True, cwd=ROOT, timeout=120, capture_output=True)
    return target


def outputs(path: Path) -> list[dict[str, Any]]:
    """What each output of a notebook holds, by its media type; printed text as text/plain."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    found = [output for cell in cells for output in cell.get("outputs", ())]
    return [output.get("data") or {"text/plain": output["text"]} for output in found]


def texts(path: Path) -> list[str]:
    """What its outputs say, whichever the dataset version."""
    media_types = ("text/plain", "text/markdown")
    said = ["".join(one.get(kind, "")) for one in outputs(path) for kind in media_types]
    return [VERSION.sub("VERSION", text) for text in said]


def test_it_gives_what_is_written_in_it(run_anew: Path) -> None:
    assert texts(run_anew) == texts(WRITTEN)
    assert sum("image/png" in one for one in outputs(run_anew)) == 1


def test_its_citation_leads_to_the_rows_in_their_version(
    run_anew: Path, server: str, sample: Build
) -> None:
    (citation,) = ("".join(o["text/markdown"]) for o in outputs(run_anew) if "text/markdown" in o)
    assert f"dataset version {sample.id}" in citation
    assert "O*NET 30.1 Database" in citation
    found = re.search(r"\((http://[^)]+build=[^)]+)\)", citation)
    assert found
    address = found[1].replace(SHOWN, f"{server}/sparql")
    with urlopen(Request(address, headers={"Accept": "text/csv"})) as response:
        assert response.headers["Credgraph-Build"] == sample.id
        rows = csv_rows(response.read().decode())
    assert f"{len(rows)} occupations" in citation
    plumbers = next(row for row in rows if row["code"] == "47-2152.00")
    assert plumbers["wage"] in "".join(texts(WRITTEN))
