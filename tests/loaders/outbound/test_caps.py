"""How much is taken of an answer, in bytes and in time."""

from __future__ import annotations

import gzip
import threading
import time
import zlib

import pytest

from loaders.outbound import Caps, Outbound, OutboundError, Pace, Refused
from tests.loaders.http_server import Answer, Handler, Server
from tests.loaders.outbound.answers import CAPS, body, ok


def test_a_huge_body_is_not_taken(client: Outbound, server: Server) -> None:
    server.routes["/"] = ok(b"x" * (CAPS.bytes + 1))
    with pytest.raises(Refused, match="larger than"):
        client.get(f"{server.url}/", body)
    server.routes["/"] = ok(b"x" * CAPS.bytes)
    assert len(client.get(f"{server.url}/", body)) == CAPS.bytes


def test_a_packed_bomb_is_not_unpacked(client: Outbound, server: Server) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    server.routes["/"] = ok(bomb, Content_Encoding="gzip")
    with pytest.raises(Refused, match="larger than"):
        client.get(f"{server.url}/", body)
    # Packed twice, 200 kB would be 40 GB.
    server.routes["/"] = ok(gzip.compress(bomb), Content_Encoding="gzip, gzip")
    with pytest.raises(Refused, match="packed"):
        client.get(f"{server.url}/", body)


def test_a_packed_body_is_unpacked(client: Outbound, server: Server) -> None:
    server.routes["/"] = ok(gzip.compress(b"fine"), Content_Encoding="gzip")
    assert client.get(f"{server.url}/", body) == b"fine"


def dripping(start: bytes, end: threading.Event) -> Answer:
    """One byte every now and then, well within each wait, for ever."""

    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(start)
        while not end.wait(0.05):
            handler.wfile.write(b"x")

    return answer


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "]
)
def test_an_endless_slow_answer_ends(server: Server, start: bytes) -> None:
    end = threading.Event()
    server.routes["/"] = dripping(start, end)
    caps = Caps(seconds=0.4, idle=0.3, attempts=2, first_pause=0.01)
    with Outbound("test", [server.host], Pace(1000), caps) as opened:
        begun = time.monotonic()
        with pytest.raises(OutboundError, match=r"[Tt]ime"):
            opened.get(f"{server.url}/", body)
        assert 0.7 < time.monotonic() - begun < 3
    end.set()


def test_a_silent_server_is_left(client: Outbound, server: Server) -> None:
    end = threading.Event()

    def silent(handler: Handler) -> None:
        end.wait(10)
        handler.close_connection = True

    server.routes["/"] = silent
    with pytest.raises(OutboundError, match="Timeout"):
        client.get(f"{server.url}/", body)
    end.set()
