"""A server that is told to stop: what runs ends or is told so, and nothing stays."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.processes import descendants, is_alive
from tests.servers import Server, started
from tests.webapp.running import running, wait_until, waiting

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
SOON = """SELECT (COUNT(*) AS ?n) {
    { SELECT * { ?a ?b ?c } LIMIT 1500 } { SELECT * { ?d ?e ?f } LIMIT 1500 }
}"""
"""Takes about a second: 2,250,000 pairs."""
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
STOP = 30
"""Seconds in which a server ends, also on a busy machine; it says six."""


class Told(NamedTuple):
    """Status 0: the answer broke off."""

    status: int
    retry_after: str | None
    body: bytes


def ask(address: str, query: str) -> Told:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        target = "/sparql?" + urlencode({"query": query})
        connection.request("GET", target, headers={"Accept": "text/csv"})
        response = connection.getresponse()
        body = b""
        while block := response.read(1 << 16):
            body = block
        return Told(response.status, response.headers["Retry-After"], body)
    except (http.client.HTTPException, ConnectionError):
        return Told(0, None, b"")
    finally:
        connection.close()


@pytest.fixture
def server(sample_data: Path) -> Iterator[Server]:
    with started("serve", "--data", sample_data, workers="4") as running:
        yield running


def stopped_while(server: Server, *queries: str) -> list[Told]:
    """Their answers, when the server is told to stop while all of them run."""
    with ThreadPoolExecutor(len(queries)) as asking:
        told: list[Future[Told]] = [asking.submit(ask, server.address, q) for q in queries]
        wait_until(lambda: running(server.address) == len(queries), seconds=20)
        processes = descendants(server.pid)
        server.process.terminate()
        wait_until(lambda: is_refused(server.address), seconds=3)
        assert server.process.wait(STOP) == 0
        wait_until(lambda: not any(map(is_alive, processes)), seconds=5)
        assert len(processes) > len(queries)
        return [one.result() for one in told]


def drain(response: http.client.HTTPResponse) -> None:
    while response.read(1 << 20):
        pass


def is_refused(address: str) -> bool:
    place = urlsplit(address)
    try:
        socket.create_connection((place.hostname or "", place.port or 0), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_query_that_ends_in_time_is_answered(server: Server) -> None:
    (told,) = stopped_while(server, SOON)
    assert (told.status, told.body) == (200, b"n\r\n2250000\r\n")


def test_a_query_that_does_not_is_told_so(server: Server) -> None:
    for told in stopped_while(server, LONG, LONG.replace("?n", "?m")):
        assert (told.status, json.loads(told.body)["type"].rpartition("#")[2]) == (503, "stopping")
        assert int(told.retry_after or 0) > 0


def test_a_result_that_is_being_sent_breaks_off(server: Server) -> None:
    address = f"{server.address}/sparql?{urlencode({'query': ENDLESS})}"
    with urlopen(Request(address, headers={"Accept": "text/csv"}), timeout=60) as response:
        assert response.read(1 << 10)
        server.process.terminate()
        with pytest.raises(http.client.IncompleteRead):
            drain(response)
    assert server.process.wait(STOP) == 0


def test_those_who_wait_for_their_turn_are_told_so(sample_data: Path) -> None:
    with started("serve", "--data", sample_data, workers="1") as server:
        with ThreadPoolExecutor(3) as asking:
            told = [asking.submit(ask, server.address, LONG.replace("?n", f"?n{n}")) for n in "abc"]
            wait_until(lambda: waiting(server.address) == 2, seconds=20)
            server.process.terminate()
            assert [one.result().status for one in told] == [503] * 3
        assert server.process.wait(STOP) == 0


def test_a_server_that_is_killed_leaves_no_process(server: Server) -> None:
    with ThreadPoolExecutor(1) as asking:
        told = asking.submit(ask, server.address, ENDLESS)
        wait_until(lambda: running(server.address) == 1, seconds=20)
        processes = descendants(server.pid)
        os.kill(server.pid, signal.SIGKILL)
        wait_until(lambda: not any(map(is_alive, processes)), seconds=STOP)
        assert told.result().status in (0, 503)
