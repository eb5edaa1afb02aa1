"""``credgraph serve`` and ``credgraph demo`` in processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests import mortal
from tests.processes import descendants

ROOT = Path(__file__).resolve().parents[1]
STOP_SECONDS = 30


class Server(NamedTuple):
    """A server that listens; `said` is what it printed before it did."""

    address: str
    process: subprocess.Popen[str]
    said: str

    @property
    def pid(self) -> int:
        return self.process.pid


@contextmanager
def started(*arguments: object, **settings: str) -> Iterator[Server]:
    """Run a command that serves, at a free port; it is stopped in the end."""
    environ = os.environ | {f"CREDGRAPH_{name.upper()}": text for name, text in settings.items()}
    command = mortal.command("-m", "credgraph", *arguments, "--port", "0")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environ
    ) as process:
        try:
            yield _listening(process)
        finally:
            _stop(process)


def _listening(process: subprocess.Popen[str]) -> Server:
    assert process.stdout
    said = ""
    for line in process.stdout:
        if match := re.search(r"http://\S+", line):
            return Server(match.group(), process, said)
        said += line
    raise AssertionError(f"it ended: {said}")


def _stop(process: subprocess.Popen[str]) -> None:
    """A server that does not stop is a failure, and must not be waited for."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        for pid in descendants(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.kill()
        raise
