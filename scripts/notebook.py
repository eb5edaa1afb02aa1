"""Runs docs/work-that-pays.ipynb on a served graph and writes it with its output.

``make notebook`` runs it on the demo and writes it in its place. ``python -m scripts.notebook
ENDPOINT FILE`` runs it on another endpoint and writes it elsewhere, as its test does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from scripts import demo
from scripts.demo import ROOT

NOTEBOOK = ROOT / "docs" / "work-that-pays.ipynb"
SHOWN = "http://127.0.0.1:8000/sparql"
"""The endpoint that the written notebook names: that of ``make run``."""


def main() -> None:
    """Run and write the notebook, on the endpoint that is given or on the demo."""
    if len(sys.argv) == 3:
        run(sys.argv[1], Path(sys.argv[2]))
        return
    with demo.served() as address:
        run(f"{address}/sparql", NOTEBOOK)


def run(endpoint: str, target: Path) -> None:
    """Run the notebook against an endpoint. Errors: nbclient's, of the first cell that fails."""
    os.environ["CREDGRAPH_ENDPOINT"] = endpoint
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, timeout=60, record_timing=False)
    client.create_kernel_manager().transport = "ipc"  # no port is opened
    client.execute()
    notebook.metadata["language_info"] = {"name": "python"}  # its version is this machine's
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    target.write_text(text.replace(endpoint, SHOWN), "utf-8")


if __name__ == "__main__":
    main()
