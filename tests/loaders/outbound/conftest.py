"""A real server on loopback, and a client that may reach it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from loaders.outbound import Outbound, Pace
from tests.loaders.http_server import Server, serving
from tests.loaders.outbound.answers import CAPS


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server()) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[Outbound]:
    agent = "credgraph/test (+mail@example.org)"
    with Outbound(agent, [server.host], Pace(1000), CAPS) as opened:
        yield opened
