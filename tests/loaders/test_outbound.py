"""Every way out: what may be reached, what is taken of it, and what is tried again.

The servers are real, on loopback; only the resolver is replaced, where a test is about names.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from email.utils import formatdate
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from loaders.outbound import Caps, Garbled, Outbound, OutboundError, Pace, Refused, Reply, Status
from loaders.outbound.addresses import is_public
from loaders.outbound.download import download
from tests.loaders.http_server import Answer, Handler, Server, serving

CAPS = Caps(bytes=100_000, seconds=1, idle=0.5, attempts=3, first_pause=0.01, patience=2)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server()) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[Outbound]:
    agent = "credgraph/test (+mail@example.org)"
    with Outbound(agent, [server.host], Pace(1000), CAPS) as opened:
        yield opened


def body(reply: Reply) -> bytes:
    return reply.body


def once(*answers: Answer) -> Answer:
    """These answers, one after another; the last again and again."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def ok(content: bytes = b"fine", **headers: str) -> Answer:
    return lambda handler: handler.reply(200, content, **headers)


def failing(status: int, **headers: str) -> Answer:
    return lambda handler: handler.reply(status, b"<html>Bad Gateway</html>", **headers)


def redirecting(to: str) -> Answer:
    return lambda handler: handler.reply(302, Location=to)


# --- where to -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "203.0.113.9",
        "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "64:ff9b:1::7f00:1", "2002:7f00:1::1", "2002:a00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)
def test_an_address_that_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "0", "127.1",
        "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "127.0.0.1.",
        "169.254.169.254", "10.0.0.1", "100.64.0.1", "[64:ff9b::7f00:1]", "[fe80::1]",
    ],
)  # fmt: skip
def test_no_spelling_of_a_private_address_is_reached(host: str, server: Server) -> None:
    server.routes["/"] = ok()
    with Outbound("test", caps=CAPS) as strict, pytest.raises(OutboundError) as failure:
        strict.get(f"http://{host}:{server.server_port}/", body)
    assert server.requests == []
    reasons = ("no public address", "can't be resolved", "not an address")
    assert any(reason in str(failure.value) for reason in reasons)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "//127.0.0.1/", "/etc",
        "http:///x", "data:text/plain,x", "http://[::1", "",
    ],
)  # fmt: skip
def test_only_http_addresses_are_fetched(url: str, client: Outbound) -> None:
    with pytest.raises(Refused):
        client.get(url, body)


def test_no_user_name_hides_the_host(client: Outbound, server: Server) -> None:
    with pytest.raises(Refused, match="user name"):
        client.get(f"http://credentialengineregistry.org@{server.host}/", body)
    assert server.requests == []


class Names:
    """A resolver that gives the next address each time; `connected` holds what was connected to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]]) -> None:
        self.asked: list[str] = []
        self.connected: list[str] = []
        real, connect = socket.getaddrinfo, socket.create_connection

        def resolve(host: str, *rest: Any, **options: Any) -> list[Any]:
            if host not in answers:
                return real(host, *rest, **options)
            self.asked.append(host)
            left = answers[host]
            return real(left.pop(0) if len(left) > 1 else left[0], *rest, **options)

        def connecting(address: tuple[str, int], *rest: Any, **options: Any) -> socket.socket:
            self.connected.append(address[0])
            if not address[0].startswith("127."):
                raise ConnectionRefusedError("the test reaches nobody")
            return connect(address, *rest, **options)

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        monkeypatch.setattr(socket, "create_connection", connecting)


def test_the_address_that_was_checked_is_the_one_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is checked and private a moment later gains nothing."""
    names = Names(monkeypatch, {"rebind.example": ["1.1.1.1", "127.0.0.1"]})
    with Outbound("test", caps=CAPS) as strict, pytest.raises(Refused, match=r"127\.0\.0\.1"):
        strict.get(f"http://rebind.example:{server.server_port}/", body)
    assert names.connected == ["1.1.1.1"]
    assert server.requests == []


def test_a_name_is_resolved_once_for_each_connection(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names(monkeypatch, {"mirror.example": ["127.0.0.1", "127.0.0.9"]})
    server.routes["/"] = lambda handler: handler.reply(200, handler.headers["Host"].encode())
    with Outbound("test", ["Mirror.example"], Pace(1000), CAPS) as opened:
        url = f"http://mirror.example:{server.server_port}/"
        assert opened.get(url, body) == f"mirror.example:{server.server_port}".encode()
    assert names.asked == ["mirror.example"]
    assert names.connected == ["127.0.0.1"]


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **how: [
            *real("1.1.1.1", port, **how), *real("10.0.0.1", port, **how),
        ],
    )  # fmt: skip
    with Outbound("test", caps=CAPS) as strict, pytest.raises(Refused, match=r"10\.0\.0\.1"):
        strict.get("http://both.example/", body)


# --- redirects ----------------------------------------------------------------------------------


def test_redirects_are_followed_and_every_hop_is_checked(client: Outbound, server: Server) -> None:
    server.routes["/a"] = redirecting("/b")
    server.routes["/b"] = ok()
    assert client.get(f"{server.url}/a", body) == b"fine"
    for target in (
        "http://127.0.0.2/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd", "http://x:y@127.0.0.1/", "http://[::1]/",
    ):  # fmt: skip
        server.routes["/a"] = redirecting(target)
        with pytest.raises(Refused):
            client.get(f"{server.url}/a", body)


def test_a_public_host_can_t_redirect_to_one_that_was_allowed_to_be_private(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.1 plays the public host here, the mirror on the same port the private one."""
    Names(monkeypatch, {"public.example": ["127.0.0.1"], "mirror.example": ["127.0.0.1"]})
    monkeypatch.setattr("loaders.outbound.addresses.is_public", lambda address: True)
    port = server.server_port
    server.routes["/a"] = redirecting(f"http://mirror.example:{port}/b")
    server.routes["/b"] = ok()
    with (
        Outbound("test", ["mirror.example"], Pace(1000), CAPS) as opened,
        pytest.raises(Refused, match="private one"),
    ):
        opened.get(f"http://public.example:{port}/a", body)


def test_a_redirect_loop_ends(client: Outbound, server: Server) -> None:
    server.routes["/a"] = redirecting("/a")
    with pytest.raises(Refused, match="redirects"):
        client.get(f"{server.url}/a", body)
    assert len(server.requests) == CAPS.redirects + 1


def test_a_token_stays_with_the_host_it_is_for(server: Server) -> None:
    with serving(Server()) as other:
        server.routes["/a"] = redirecting(f"{other.url}/b")
        other.routes["/b"] = ok()
        with Outbound("test", [server.host, other.host], Pace(1000), CAPS) as opened:
            opened.get(f"{server.url}/a", body, {"Authorization": "Bearer secret"})
        assert server.requests[0][2]["Authorization"] == "Bearer secret"
        assert "Authorization" not in other.requests[0][2]


# --- caps ---------------------------------------------------------------------------------------


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


# --- again --------------------------------------------------------------------------------------


def cut(content: bytes, promised: int) -> Answer:
    """Promises more than it sends, then hangs up."""

    def answer(handler: Handler) -> None:
        handler.reply(200, content, Content_Length=str(promised))
        handler.close_connection = True

    return answer


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


# --- manners ------------------------------------------------------------------------------------


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


# --- files --------------------------------------------------------------------------------------

CONTENT = bytes(range(256)) * 300


def file_of(content: bytes, log: list[str], stop_after: int | None = None) -> Answer:
    """A file with ETag and ranges; the first answer can break off."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:8]}"'
    stops = [stop_after]

    def answer(handler: Handler) -> None:
        asked = handler.headers.get("Range", "")
        log.append(asked)
        stop = stops.pop() if stops else None
        begin = 0
        if asked and handler.headers.get("If-Range") == etag:
            begin = int(asked.removeprefix("bytes=").removesuffix("-"))
        if begin >= len(content):
            handler.reply(416)
            return
        rest = content[begin:]
        headers = {"ETag": etag, "Content_Length": str(len(rest))}
        if begin:
            headers["Content_Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
        handler.reply(206 if begin else 200, rest[:stop], **headers)
        handler.close_connection = stop is not None

    return answer


def test_a_file_is_resumed_where_it_broke_off(
    client: Outbound, server: Server, tmp_path: Path
) -> None:
    log: list[str] = []
    server.routes["/f"] = file_of(CONTENT, log, stop_after=50_000)
    digest = hashlib.sha256(CONTENT).hexdigest()
    download(client, f"{server.url}/f", tmp_path / "f.zip", 1 << 20, digest)
    assert (tmp_path / "f.zip").read_bytes() == CONTENT
    assert log == ["", "bytes=50000-"]
    assert [path.name for path in tmp_path.iterdir()] == ["f.zip"]


def test_a_file_is_resumed_by_the_next_call(
    client: Outbound, server: Server, tmp_path: Path
) -> None:
    log: list[str] = []
    server.routes["/f"] = once(file_of(CONTENT, log, 30_000), failing(404))
    with pytest.raises(Status):
        download(client, f"{server.url}/f", tmp_path / "f.zip", 1 << 20)
    assert not (tmp_path / "f.zip").exists()
    server.routes["/f"] = file_of(CONTENT, log)
    download(client, f"{server.url}/f?signature=other", tmp_path / "f.zip", 1 << 20)
    assert (tmp_path / "f.zip").read_bytes() == CONTENT
    assert log[-1] == "bytes=30000-"


def test_a_file_that_changed_meanwhile_is_fetched_anew(
    client: Outbound, server: Server, tmp_path: Path
) -> None:
    newer = b"newer" + CONTENT
    server.routes["/f"] = once(file_of(CONTENT, [], 30_000), file_of(newer, []))
    download(client, f"{server.url}/f", tmp_path / "f", 1 << 20)
    assert (tmp_path / "f").read_bytes() == newer


def test_a_file_with_another_digest_is_not_kept(
    client: Outbound, server: Server, tmp_path: Path
) -> None:
    server.routes["/f"] = file_of(CONTENT, [])
    with pytest.raises(OutboundError, match="SHA-256"):
        download(client, f"{server.url}/f", tmp_path / "f", 1 << 20, "0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_is_not_taken(
    client: Outbound, server: Server, tmp_path: Path
) -> None:
    server.routes["/f"] = file_of(CONTENT, [])
    with pytest.raises(Refused, match="at most 1,000"):
        download(client, f"{server.url}/f", tmp_path / "f", 1000)
    assert list(tmp_path.iterdir()) == []


def test_a_server_without_validators_that_always_breaks_off_is_given_up(
    client: Outbound, server: Server, tmp_path: Path
) -> None:
    server.routes["/f"] = cut(b"x" * 100, 1000)
    with pytest.raises(OutboundError, match="given up"):
        download(client, f"{server.url}/f", tmp_path / "f", 1 << 20)
    assert len(server.requests) == CAPS.attempts
