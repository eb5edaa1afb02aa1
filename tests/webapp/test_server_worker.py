"""What is no HTTP, and a request that ends worse than by an exception: the server goes on, and the
log holds no query."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.servers import ROOT
from webapp import reading

SECRET = "something_secret"
BAD = """
from flask import Flask
from webapp.serve import serve_app
class Panic(BaseException): pass
app = Flask("bad")
@app.get("/panic")
def panic(): raise Panic
@app.get("/later")
def later():
    def blocks():
        yield b"a beginning"
        raise Panic
    return blocks()
@app.get("/fine")
def fine(): return "fine"
serve_app(app, "127.0.0.1", 0)
"""
"""A library that is written in Rust panics like this; pyoxigraph and tantivy are such."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad") / "log"


@pytest.fixture(scope="module")
def bad(log: Path) -> Iterator[str]:
    """The address of a server whose pages end badly."""
    with log.open("wb") as errors, subprocess.Popen(
        [sys.executable, "-c", BAD], stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT
    ) as process:  # fmt: skip
        assert process.stdout
        yield process.stdout.readline().split()[3]
        process.terminate()


def told(address: str, request: bytes) -> bytes:
    place = urlsplit(address)
    with socket.create_connection(
        (place.hostname or "", place.port or 0), timeout=20
    ) as connection:
        connection.sendall(request)
        answer = b""
        while block := connection.recv(1 << 16):
            answer += block
    return answer


@pytest.mark.parametrize("path", ["panic", "later"])
def test_the_server_outlives_a_panic(bad: str, path: str) -> None:
    for _ in range(3):
        told(bad, f"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        with urlopen(f"{bad}/fine", timeout=20) as response:
            assert response.read() == b"fine"


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (f"GET /fine?query={SECRET} and more HTTP/1.1", 400),
        (f"GET /fine?query={SECRET}{'x' * 9000} HTTP/1.1", 414),
        (f"{SECRET}", 400),
        (f"GET /fine?{SECRET} HTTP/1.1\r\nTransfer-Encoding: {SECRET}", 501),
        (f"GET /fine HTTP/1.1\r\n{SECRET} {SECRET}: 1", 400),
        (f"GET /fine HTTP/1.1\r\nX: {SECRET}{'x' * 90_000}", 431),
    ],
)
def test_what_is_no_http(bad: str, log: Path, request_line: str, status: int) -> None:
    answer = told(bad, f"{request_line}\r\nHost: localhost\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"application/problem+json" in head
    problem = json.loads(body)
    assert problem["status"] == status
    assert problem["detail"]
    assert SECRET not in answer.decode()
    assert SECRET not in log.read_text()


HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
BEGINNINGS = [
    b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\nX-Half: ",
    HEAD + b"Content-Length: 100\r\n\r\nASK",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\nASK",
]
MORE_THAN_THREADS = 100


def test_requests_that_never_end_hold_no_thread_for_long(server: str) -> None:
    place = urlsplit(server)
    at = (place.hostname or "", place.port or 0)
    with ExitStack() as stack:
        for number in range(MORE_THAN_THREADS):
            connection = stack.enter_context(socket.create_connection(at))
            connection.sendall(BEGINNINGS[number % len(BEGINNINGS)])
        with urlopen(f"{server}/healthz", timeout=3 * reading.SECONDS) as response:
            assert response.status == 200


def test_what_is_read_in_time_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.2)
    readings = reading.Readings()
    threading.Thread(target=readings.watch, daemon=True).start()
    late, _late_client = socket.socketpair()
    done, done_client = socket.socketpair()
    with late, _late_client, done, done_client:
        readings.begin(done)
        readings.end(done)
        readings.begin(late)
        late.settimeout(20)
        assert late.recv(1) == b""
        done_client.sendall(b"more")
        assert done.recv(4) == b"more"


@pytest.mark.parametrize("body", [b"what?\r\n", b"-5\r\nASK{}\r\n", b"5\r\nASK{}5\r\n0\r\n\r\n"])
def test_chunks_that_are_broken(server: str, body: bytes) -> None:
    request = HEAD + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + body
    assert told(server, request).startswith(b"HTTP/1.1 400 ")
