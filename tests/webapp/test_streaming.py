"""Results over real HTTP: they arrive while the engine works, and what is cut looks cut."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from flask import Flask

from graph.stores import Answer, QueryError
from graph.stores.media import CSV
from tests.webapp.conftest import serving
from tests.webapp.running import running, wait_until
from webapp.delivery import stream

LOOK_UP = "ASK { <https://www.onetonline.org/link/summary/29-1141.00> ?p ?o }"
BIG = "SELECT * { ?s ?p ?o }"
LONG = "SELECT * { ?s ?p ?o } LIMIT 80000"
"""More than the buffers between server and client hold."""
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
SILENT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
"""Works for hours without a word."""
SECONDS = 3.0


@pytest.fixture(scope="module")
def small_server(sample_data: Path) -> Iterator[str]:
    """A server whose queries may take 3 seconds and write 20 MB, two at a time."""
    limits = {"seconds": str(SECONDS), "result_bytes": "20000000", "workers": "2"}
    with serving(sample_data, **limits) as address:
        yield address


def target(query: str) -> str:
    return "/sparql?" + urlencode({"query": query})


@contextmanager
def asked(server: str, query: str, source: str = "127.0.0.1") -> Iterator[http.client.HTTPResponse]:
    """The response to a query of the client at this address, its body not read yet."""
    place = urlsplit(server)
    connection = http.client.HTTPConnection(
        place.hostname or "", place.port, timeout=30, source_address=(source, 0)
    )
    try:
        connection.request("GET", target(query), headers={"Accept": "text/csv"})
        yield connection.getresponse()
    finally:
        connection.close()


def look_up_seconds(server: str) -> float:
    """How long a small question takes."""
    began = time.monotonic()
    with asked(server, LOOK_UP) as response:
        assert response.status == 200
        assert response.read().strip() == b"true"
    return time.monotonic() - began


def test_a_big_result_arrives_whole(server: str) -> None:
    with asked(server, BIG) as response:
        assert response.status == 200
        assert response.getheader("Transfer-Encoding") == "chunked"
        lines = response.read().count(b"\n")
    with asked(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") as response:
        assert lines - 1 == int(response.read().split()[1])


def test_the_first_rows_arrive_before_the_query_has_ended(small_server: str) -> None:
    """This query never ends by itself, and its rows are there all the same."""
    began = time.monotonic()
    with asked(small_server, ENDLESS) as response:
        assert response.status == 200
        assert response.read(1000).startswith(b"a,b,c,d,e,f\r\n")
        assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("limits", [{"result_bytes": "1000000"}, {"seconds": str(SECONDS)}])
def test_a_result_that_is_cut_breaks_the_connection(
    sample_data: Path, limits: dict[str, str]
) -> None:
    with serving(sample_data, **limits) as address, asked(address, ENDLESS) as response:
        assert response.status == 200
        with pytest.raises(http.client.IncompleteRead) as cut:
            response.read()
        assert len(cut.value.partial) > 1000


def by_http_1_0(server: str, query: str) -> tuple[bytes, bytes]:
    """Head and body of the answer to a client that speaks HTTP/1.0."""
    place = urlsplit(server)
    with socket.create_connection((place.hostname, place.port), timeout=30) as raw:
        request = f"GET {target(query)} HTTP/1.0\r\nAccept: text/csv, */*;q=0.1\r\n\r\n"
        raw.sendall(request.encode())
        parts = []
        while part := raw.recv(1 << 16):
            parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    return head, body


def test_over_http_1_0_a_cut_is_an_error_from_the_first_line(small_server: str) -> None:
    head, body = by_http_1_0(small_server, ENDLESS)
    status = int(head.split()[1])
    assert status in (413, 504)
    assert json.loads(body)["status"] == status


def test_over_http_1_0_a_whole_result_has_its_length(small_server: str) -> None:
    head, body = by_http_1_0(small_server, "SELECT * { ?s ?p ?o } LIMIT 5000")
    assert b" 200 " in head.split(b"\r\n")[0]
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    assert [int(line.split(b":")[1]) for line in lengths] == [len(body)]
    assert body.count(b"\n") == 5001


def test_a_client_that_goes_away_frees_its_worker(sample_data: Path) -> None:
    """One worker, a query of a minute that writes all the time, and nobody who reads it."""
    limits = {"seconds": "60", "workers": "1"}
    with serving(sample_data, **limits) as address:
        with asked(address, ENDLESS) as response:
            response.read(1000)
        assert look_up_seconds(address) < 10


def test_a_slow_reader_holds_no_worker(sample_data: Path) -> None:
    """Results wait on disk: with one worker, four readers who read nothing disturb nobody."""
    with serving(sample_data, workers="1") as address:
        place = urlsplit(address)
        lazy = []
        try:
            for _ in range(4):
                raw = socket.create_connection((place.hostname, place.port), timeout=30)
                raw.sendall(f"GET {target(LONG)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                assert raw.recv(100)
                lazy.append(raw)
            assert look_up_seconds(address) < 20
            assert look_up_seconds(address) < 2
        finally:
            for raw in lazy:
                raw.close()


def test_hostile_queries_run_while_look_ups_go_on(small_server: str) -> None:
    """A query that never ends, and again, beside someone who looks things up."""
    statuses: list[int] = []

    def attack() -> None:
        for _ in range(2):
            with asked(small_server, SILENT, source="127.0.0.2") as response:
                statuses.append(response.status)

    attacker = threading.Thread(target=attack)
    attacker.start()
    took = []
    while attacker.is_alive():
        took.append(look_up_seconds(small_server))
        time.sleep(0.02)
    attacker.join()
    assert statuses == [504, 504]
    assert len(took) > 20
    assert sorted(took)[len(took) // 2] < 0.5
    assert max(took) < SECONDS


def leave(server: str, query: str) -> None:
    """Ask, and hang up before there is an answer."""
    place = urlsplit(server)
    with socket.create_connection((place.hostname or "", place.port or 80)) as connection:
        connection.sendall(f"GET {target(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        wait_until(lambda: running(server) == 1, seconds=5)


def test_a_query_whose_client_has_gone_is_stopped(sample_data: Path) -> None:
    """It may take 30 seconds here."""
    with serving(sample_data, workers="1") as server:
        for _ in range(3):
            leave(server, SILENT)
            wait_until(lambda: running(server) == 0, seconds=3)
        assert look_up_seconds(server) < 8


def cancel(server: str, query_id: str, source: str = "127.0.0.1") -> int:
    """Cancel a query as the client at this address; the status."""
    place = urlsplit(server)
    connection = http.client.HTTPConnection(
        place.hostname or "", place.port, timeout=10, source_address=(source, 0)
    )
    connection.request(
        "POST",
        "/sparql/cancel",
        urlencode({"query-id": query_id}),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_query_is_cancelled_by_its_own_client_alone(sample_data: Path) -> None:
    query_id = "6f1c0a52-5f0e-4a0e-9a53-9b1f1c2d3e4f"
    ended: list[tuple[int, float]] = []

    def ask() -> None:
        address = f"{server}{target(SILENT)}&query-id={query_id}"
        with pytest.raises(HTTPError) as caught:
            urlopen(address)
        ended.append((caught.value.code, time.monotonic()))
        caught.value.close()

    with serving(sample_data, workers="1") as server:  # a query may take 30 s here
        assert cancel(server, query_id) == 404
        assert cancel(server, "short") == 400
        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(1)
        assert cancel(server, query_id, source="127.0.0.2") == 404
        assert cancel(server, query_id.upper()) == 404
        began = time.monotonic()
        assert cancel(server, query_id) == 204
        asking.join(10)
        assert ended[0][0] == 499
        assert ended[0][1] - began < 1
        assert look_up_seconds(server) < 2
        assert cancel(server, query_id) == 404


def test_hostile_queries_keep_no_page_waiting(sample_data: Path) -> None:
    with serving(sample_data, workers="1", seconds="6") as server:
        hostile = [threading.Thread(target=status, args=(server, SILENT)) for _ in range(3)]
        for thread in hostile:
            thread.start()
        time.sleep(0.5)
        for path in ("/occupations/29-1141.00", "/queries/occupations/skill-gap.csv"):
            began = time.monotonic()
            assert urlopen(server + path).status == 200
            assert time.monotonic() - began < 3
        for thread in hostile:
            thread.join()


def status(server: str, query: str) -> int:
    with asked(server, query) as response:
        return response.status


def test_what_fails_before_the_first_byte_has_a_status_of_its_own(app: Flask) -> None:
    """Also when the engine had begun to write: here it is stopped just before it is read."""
    closed = []

    def chunks() -> Iterator[bytes]:
        raise QueryError(504, "timeout", "The query took too long", "It was stopped.")
        yield b""

    answer = Answer(CSV, "SELECT", True, chunks(), lambda: closed.append(1), lambda: 0)
    with app.test_request_context("/sparql"), pytest.raises(QueryError, match="too long"):
        stream(answer, CSV)
    assert closed == [1]
