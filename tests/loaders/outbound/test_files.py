"""Files that are large: resumed where they broke off, and checked before they are kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from loaders.outbound import Outbound, OutboundError, Refused, Status
from loaders.outbound.download import download
from tests.loaders.http_server import Answer, Handler, Server
from tests.loaders.outbound.answers import CAPS, cut, failing, once

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
