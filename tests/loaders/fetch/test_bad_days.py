"""A server that fails, breaks off or is down, and fetches that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from loaders import archive
from loaders.outbound import OutboundError
from loaders.source import SourceError
from tests.loaders.fetch.fetching import Fetching, settings
from tests.loaders.fetch.registry_server import RegistryServer, Trouble, bad_gateway
from tests.loaders.http_server import Handler, serving


def at_first(times: int, trouble: Trouble) -> Trouble:
    """Trouble with every address, so many times."""
    asked: Counter[str] = Counter()

    def sometimes(handler: Handler) -> bool:
        asked[handler.path] += 1
        return asked[handler.path] <= times and trouble(handler)

    return sometimes


def slow_down(handler: Handler) -> bool:
    handler.reply(429, b"", Retry_After="0")
    return True


def broken_off(handler: Handler) -> bool:
    handler.reply(200, b'[{"envelope_id":"1', Content_Length="9999")
    handler.close_connection = True
    return True


def not_json(handler: Handler) -> bool:
    handler.reply(200, b"<html>please wait</html>")
    return True


@pytest.mark.parametrize("trouble", [bad_gateway, slow_down, broken_off, not_json])
def test_a_server_s_bad_day_costs_nothing(fetching: Fetching, trouble: Trouble) -> None:
    fetching.server.state.trouble = at_first(2, trouble)
    report = fetching()
    assert report.is_complete, report.lines()
    fetching.agrees()


def test_a_page_that_always_fails_is_made_up_for_singly(fetching: Fetching) -> None:
    def second_page(handler: Handler) -> bool:
        bad = "page=2&" in handler.path and "metadata" not in handler.path
        return bad and "/envelopes?" in handler.path and bad_gateway(handler)

    fetching.server.state.trouble = second_page
    report = fetching()
    assert report.is_complete, report.lines()
    fetching.agrees()


def test_a_server_that_is_down_ends_the_fetch_and_the_next_goes_on(fetching: Fetching) -> None:
    count = 0

    def down_after_a_while(handler: Handler) -> bool:
        nonlocal count
        count += 1
        return count > 3 and bad_gateway(handler)

    fetching.server.state.trouble = down_after_a_while
    with pytest.raises(OutboundError, match="HTTP 502"):
        fetching()
    before = len(fetching.live())
    assert before
    fetching.server.state.trouble = lambda handler: False
    assert fetching().is_complete
    assert any("going on from page" in said for said in fetching.said)
    fetching.agrees()


def test_kill_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with serving(RegistryServer(2000)) as server:
        data = tmp_path / "data"
        environ = os.environ | settings(server) | {"CREDGRAPH_REQUESTS_PER_SECOND": "40"}
        command = [sys.executable, "-m", "credgraph", "fetch", "ctdl", "--data", str(data)]
        path = Fetching(server, data / "sources" / "ctdl").path
        for _ in range(2):
            begun = len(server.requests)
            running = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)
            while len(server.requests) < begun + 6 and running.poll() is None:
                time.sleep(0.01)
            running.send_signal(signal.SIGKILL)
            running.wait()
        assert 0 < archive.last_row(path) < 2000
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "going on from page" in done.stderr
        Fetching(server, data / "sources" / "ctdl").agrees()


def test_two_fetches_at_once_are_refused(fetching: Fetching) -> None:
    refused: list[str] = []

    def second(handler: Handler) -> bool:
        if not refused:
            refused.append("")
            with pytest.raises(SourceError, match="another fetch"):
                fetching()
            refused[0] = "yes"
        return False

    fetching.server.state.trouble = second
    assert fetching().is_complete
    assert refused == ["yes"]
