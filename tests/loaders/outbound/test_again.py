"""What is tried again, after which pause, and how often a server is asked at all."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from email.utils import formatdate
from typing import Any

import pytest

from loaders.outbound import Garbled, Outbound, OutboundError, Pace, Reply, Status
from tests.loaders.http_server import Answer, Handler, Server
from tests.loaders.outbound.answers import CAPS, body, cut, failing, ok, once


def hanging_up(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "first",
    [
        failing(502), failing(500), failing(503), failing(429), failing(429, Retry_After="0"),
        cut(b"half", 100), hanging_up, ok(gzip.compress(b"x" * 999)[:20], Content_Encoding="gzip"),
        ok(b"no gzip", Content_Encoding="gzip"), ok(b"<html>sorry</html>"),
    ],
)  # fmt: skip
def test_what_may_pass_is_tried_again(first: Answer, client: Outbound, server: Server) -> None:
    server.routes["/"] = once(first, ok(b"{}"))

    def read(reply: Reply) -> Any:
        try:
            return json.loads(reply.body)
        except ValueError as error:
            raise Garbled("no JSON") from error

    assert client.get(f"{server.url}/", read) == {}
    assert len(server.requests) == 2


def test_what_does_not_pass_is_given_up_with_a_reason(client: Outbound, server: Server) -> None:
    server.routes["/"] = failing(502)
    with pytest.raises(OutboundError, match=rf"{server.url}/: HTTP 502"):
        client.get(f"{server.url}/?key=secret", body)
    assert len(server.requests) == CAPS.attempts


def test_an_error_of_ours_is_not_tried_again(client: Outbound, server: Server) -> None:
    with pytest.raises(Status, match="HTTP 404") as failure:
        client.get(f"{server.url}/gone", body)
    assert failure.value.status == 404
    assert len(server.requests) == 1


@pytest.mark.parametrize("value", ["1", lambda: formatdate(time.time() + 2, usegmt=True)])
def test_the_pause_that_a_server_asks_for_is_kept(
    value: Any, client: Outbound, server: Server
) -> None:
    pause = value if isinstance(value, str) else value()
    server.routes["/"] = once(failing(429, Retry_After=pause), ok())
    begun = time.monotonic()
    assert client.get(f"{server.url}/", body) == b"fine"
    assert time.monotonic() - begun >= 0.95


def test_a_longer_pause_is_told(server: Server) -> None:
    said: list[str] = []
    server.routes["/"] = once(failing(503, Retry_After="2"), ok())
    with Outbound("test", [server.host], Pace(1000), CAPS, said.append) as opened:
        opened.get(f"{server.url}/", body)
    assert said == ["127.0.0.1 asks for a pause of 2 s"]


def test_a_pause_that_is_too_long_ends_the_command_and_says_so(
    client: Outbound, server: Server
) -> None:
    server.routes["/"] = failing(503, Retry_After="3600")
    with pytest.raises(OutboundError, match="3,600 s"):
        client.get(f"{server.url}/", body)
    assert len(server.requests) == 1


def test_it_says_who_it_is_and_ignores_proxies(
    client: Outbound, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    server.routes["/"] = ok()
    client.get(f"{server.url}/", body)
    assert server.requests[0][2]["User-Agent"] == "credgraph/test (+mail@example.org)"


def test_a_host_is_asked_by_so_many_at_once_and_so_often(server: Server) -> None:
    now, most, lock = 0, 0, threading.Lock()

    def counting(handler: Handler) -> None:
        nonlocal now, most
        with lock:
            now, most = now + 1, max(most, now + 1)
        time.sleep(0.03)
        with lock:
            now -= 1
        handler.reply(200, b"fine")

    server.routes["/"] = counting
    with Outbound("test", [server.host], Pace(per_second=50, connections=2), CAPS) as opened:
        asking = [
            threading.Thread(target=opened.get, args=(f"{server.url}/", body)) for _ in range(10)
        ]
        begun = time.monotonic()
        for one in asking:
            one.start()
        for one in asking:
            one.join()
    assert len(server.requests) == 10
    assert most == 2
    assert time.monotonic() - begun >= 9 / 50
