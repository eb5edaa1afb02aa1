"""How many queries a server runs, and how many wait, as its metrics tell."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.request import urlopen

MEASURE = r'^credgraph_queries_{}{{pool="free"}} ([\d.]+)$'


def running(server: str) -> int:
    """The queries that people wrote and that run now."""
    return _measure(server, "running")


def waiting(server: str) -> int:
    """The queries that people wrote and that wait for their turn."""
    return _measure(server, "waiting")


def _measure(server: str, name: str) -> int:
    with urlopen(f"{server}/metrics", timeout=30) as response:
        (found,) = re.findall(MEASURE.format(name), response.read().decode(), re.M)
    return int(float(found))


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait until something holds; fail when it does not within this time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)
