"""``credgraph serve`` and ``credgraph demo``, in processes of their own."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from graph import builds
from tests.test_cli import process


def started(*arguments: object) -> tuple[subprocess.Popen[str], str, str]:
    """A server that has begun: its process, its address, and what it said before."""
    process = subprocess.Popen(
        [sys.executable, "-m", "credgraph", *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout
    said = ""
    for line in process.stdout:
        if match := re.search(r"http://\S+", line):
            return process, match.group(), said
        said += line
    raise AssertionError(f"it ended: {said}")


def test_the_demo_builds_once(tmp_path: Path) -> None:
    times = []
    for number in range(2):
        began = time.monotonic()
        server, address, said = started("demo", "--data", tmp_path, "--port", "0")
        times.append(time.monotonic() - began)
        try:
            with urlopen(address, timeout=10) as response:
                assert response.status == 200
        finally:
            server.terminate()
            server.wait(20)
            assert server.stdout
            server.stdout.close()
        assert ("building the sample" in said) == (number == 0)
    assert len(builds.builds(tmp_path / "demo")) == 1
    assert times[1] < max(5, times[0])


def test_a_port_that_is_taken_is_told_in_one_line(sample_data: Path) -> None:
    server, address, _ = started("serve", "--data", sample_data, "--port", "0")
    try:
        port = address.rpartition(":")[2]
        second = process("serve", "--data", sample_data, "--port", port)
        assert second.returncode == 3
        assert "--port" in second.stderr
        assert len(second.stderr.strip().split("\n")) == 1
    finally:
        server.terminate()
        server.wait(20)
        assert server.stdout
        server.stdout.close()
