"""``credgraph serve`` and ``credgraph demo``, in processes of their own."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.request import urlopen

from graph import builds
from tests.cli.running import process
from tests.servers import started


def test_the_demo_builds_once(tmp_path: Path) -> None:
    times = []
    for number in range(2):
        began = time.monotonic()
        with started("demo", "--data", tmp_path) as server:
            times.append(time.monotonic() - began)
            with urlopen(server.address, timeout=10) as response:
                assert response.status == 200
            assert ("building the sample" in server.said) == (number == 0)
    assert len(builds.builds(tmp_path / "demo")) == 1
    assert times[1] < max(5, times[0])


def test_a_port_that_is_taken_is_told_in_one_line(sample_data: Path) -> None:
    with started("serve", "--data", sample_data) as server:
        port = server.address.rpartition(":")[2]
        second = process("serve", "--data", sample_data, "--port", port)
    assert second.returncode == 3
    assert "--port" in second.stderr
    assert len(second.stderr.strip().split("\n")) == 1
