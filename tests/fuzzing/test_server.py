"""Random queries at a real server: each has its answer in time, the one that the engine by itself
would give, and nothing grows with their number.

FUZZ_TIMES=100 asks a hundred times as many, and FUZZ_SEED=7 others; a long run needs
`-o faulthandler_timeout=0`, and `-rP` shows what it counted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.fuzzing import grammar, mutations
from tests.fuzzing.asking import LIMIT, ask_all
from tests.processes import children, handles, memory, threads, workers
from tests.servers import Server, started
from tests.webapp.running import running, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

TIMES = int(os.environ.get("FUZZ_TIMES", "1"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
CLIENTS = 2
WORKERS = 4
"""As many for each client as it may have, so that none waits for another."""
MEMORY = 256 << 20
"""Bytes that a query may take."""
GROWTH = MEMORY // 4
"""Bytes by which all processes together may have grown from one round to the next like it: as much
as a worker may keep of a query before another takes its place. One query leaves 50 MB, in the same
worker as in the round before or in another."""


@pytest.fixture(scope="module")
def server(sample_data: Path) -> Iterator[Server]:
    limits = {"seconds": str(LIMIT), "memory": str(MEMORY), "result_bytes": "4000000"}
    with started("serve", "--data", sample_data, workers=str(WORKERS), **limits) as server:
        yield server


class Held(NamedTuple):
    """What a server holds when it is at rest."""

    workers: int
    memory: int
    handles: int
    threads: int


def held(server: Server) -> Held:
    """Once nothing runs any more."""
    wait_until(lambda: running(server.address) == 0, seconds=15)
    (serving,) = children(server.pid) - workers(server.pid)
    pids = {serving, *workers(server.pid)}
    return Held(
        len(pids) - 1,
        sum(map(memory, pids)),
        sum(map(handles, pids)),
        threads(serving),
    )


@pytest.mark.parametrize(
    ("make", "count"), [(grammar.query, 40), (mutations.mutated, 150)], ids=["grammar", "mutations"]
)
def test_random_queries(server: Server, make: Callable[[Random], str], count: int) -> None:
    for mark in ("to warm up", "first round"):
        ask_all(server.address, make, CLIENTS, count * TIMES, SEED, mark)
    before = held(server)
    statuses = ask_all(server.address, make, CLIENTS, count * TIMES, SEED, "second round")
    wait_until(lambda: len(workers(server.pid)) == before.workers, seconds=30)
    after = held(server)
    print(f"{statuses=} {before=} {after=}")
    assert min(statuses[200], statuses[400]) > count // 10
    assert after.memory < before.memory + GROWTH
    assert after.handles < before.handles + 10
    assert after.threads < before.threads + 5
