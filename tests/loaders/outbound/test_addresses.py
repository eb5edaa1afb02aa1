"""What may be reached, at first and by each redirect. Only the resolver is replaced, for names."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any

import pytest

from loaders.outbound import Outbound, OutboundError, Pace, Refused
from loaders.outbound.addresses import is_public
from tests.loaders.http_server import Server, serving
from tests.loaders.outbound.answers import CAPS, body, ok, redirecting


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
