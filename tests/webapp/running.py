"""How many queries a server runs, as its metrics tell."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.request import urlopen

RUNNING = re.compile(r'^credgraph_queries_running{pool="free"} ([\d.]+)$', re.M)


def running(server: str) -> int:
    """The queries that people wrote and that run now."""
    with urlopen(f"{server}/metrics", timeout=30) as response:
        (found,) = RUNNING.findall(response.read().decode())
    return int(float(found))


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait until something holds; fail when it does not within this time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)
