"""The demo, served for a script that needs it."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def served() -> Iterator[str]:
    """Build and serve the sample in a folder of its own; gives the server's address."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "credgraph", "demo", "--data", folder, "--port", "0"]
        with subprocess.Popen(  # noqa: S603 our own command
            command, stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as server:
            try:
                yield _address(server)
            finally:
                server.terminate()


def _address(server: subprocess.Popen[str]) -> str:
    """Where the server is, as soon as it says so."""
    assert server.stdout
    for line in server.stdout:
        if found := re.search(r"credgraph is at (http://\S+)", line):
            return found.group(1)
    sys.exit("the server did not start")
