"""A worker that dies, however it dies, is seen by the client whose query it ran and by no other."""

from __future__ import annotations

import http.client
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.processes import ticks, workers
from tests.servers import Server, started
from tests.webapp.conftest import serving
from tests.webapp.running import running, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

KEPT = 64 << 10
NURSES = "<https://www.onetonline.org/link/summary/29-1141.00>"
SILENT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
BOMBS = {
    "a sort": "SELECT ?c ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "a set": "SELECT DISTINCT ?c ?f { ?a ?b ?c . ?d ?e ?f } OFFSET 100000000",
}
"""Queries over every pair of statements: more than any memory holds."""


@pytest.fixture(scope="module")
def narrow(sample_data: Path) -> Iterator[str]:
    """The address of a server whose queries may take 128 MiB."""
    with serving(sample_data, workers="3", memory=str(128 << 20), seconds="60") as address:
        yield address


@pytest.fixture(scope="module")
def crowded(sample_data: Path) -> Iterator[Server]:
    """A server that runs three queries at a time."""
    with started("serve", "--data", sample_data, workers="3", seconds="25") as server:
        yield server


def ask(server: str, query: str, source: str) -> tuple[int, bytes]:
    """Status and body of the answer to the client at this address; what broke off is status 0, and
    of a long one only the beginning is kept."""
    place = urlsplit(server)
    connection = http.client.HTTPConnection(
        place.hostname or "", place.port, timeout=60, source_address=(source, 0)
    )
    try:
        target = "/sparql?" + urlencode({"query": query})
        connection.request("GET", target, headers={"Accept": "text/csv"})
        response = connection.getresponse()
        begin = response.read(KEPT)
        while response.read(KEPT):
            pass
        return response.status, begin
    except http.client.IncompleteRead:
        return 0, b""
    finally:
        connection.close()


def hard_at_work(server: int) -> int:
    """The worker that uses the processor most from now on, once that is half a second."""
    before: dict[int, int] = {}

    def used() -> dict[int, int]:
        now = {pid: ticks(pid) for pid in workers(server)}
        return {pid: count - before.setdefault(pid, count) for pid, count in now.items()}

    wait_until(lambda: max(used().values(), default=0) > 50, seconds=20)
    return max(used().items(), key=lambda one: one[1])[0]


@contextmanager
def others(server: str) -> Iterator[list[bool]]:
    """Two clients ask one small question after another, each with an answer of its own, which no
    cache has; gives whether each was right."""
    rights: list[bool] = []
    over = threading.Event()

    def ask_on(source: str, first: int) -> None:
        number = first
        while not over.is_set():
            number += 2
            query = f"SELECT (?n * 3 AS ?m) {{ VALUES ?n {{ {number} }} {NURSES} a ?c }} LIMIT 1"
            rights.append(ask(server, query, source) == (200, b"m\r\n%d\r\n" % (number * 3)))

    threads = [threading.Thread(target=ask_on, args=(f"127.0.0.{n}", n)) for n in (5, 6)]
    for thread in threads:
        thread.start()
    try:
        yield rights
    finally:
        over.set()
        for thread in threads:
            thread.join()


def await_more(rights: list[bool]) -> None:
    """Wait until the others have ten more answers."""
    asked = len(rights)
    wait_until(lambda: len(rights) > asked + 10, seconds=30)


@pytest.mark.parametrize("query", [SILENT, ENDLESS])
def test_a_worker_that_is_killed(crowded: Server, query: str) -> None:
    told: list[tuple[int, bytes]] = []
    with others(crowded.address) as rights:
        for _ in range(3):
            victim = threading.Thread(
                target=lambda: told.append(ask(crowded.address, query, "127.0.0.2"))
            )
            victim.start()
            os.kill(hard_at_work(crowded.pid), signal.SIGKILL)
            victim.join(30)
            await_more(rights)
    statuses = [status for status, _ in told]
    assert statuses == ([500] * 3 if query == SILENT else [0] * 3)
    assert all(rights)
    assert len(rights) > 30


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_query_that_takes_all_memory(narrow: str, bomb: str) -> None:
    with others(narrow) as rights:
        status, body = ask(narrow, BOMBS[bomb], "127.0.0.2")
        await_more(rights)
    assert status == 507, body
    assert "MiB" in json.loads(body)["detail"]
    assert all(rights)
    assert len(rights) > 10


def test_all_workers_killed_at_once_while_they_idle(crowded: Server) -> None:
    wait_until(lambda: running(crowded.address) == 0, seconds=10)
    killed = workers(crowded.pid)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not workers(crowded.pid) & killed, seconds=10)
    for number in range(8):
        query = f"SELECT (?n AS ?m) {{ VALUES ?n {{ {number} }} {NURSES} a ?c }} LIMIT 1"
        assert ask(crowded.address, query, "127.0.0.5") == (200, b"m\r\n%d\r\n" % number)
