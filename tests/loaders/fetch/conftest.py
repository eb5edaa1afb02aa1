"""The server, and fetches from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loaders.fetch.fetching import Fetching
from tests.loaders.fetch.registry_server import RegistryServer
from tests.loaders.http_server import serving


@pytest.fixture
def server() -> Iterator[RegistryServer]:
    with serving(RegistryServer(450)) as running:
        yield running


@pytest.fixture
def fetching(server: RegistryServer, tmp_path: Path) -> Fetching:
    return Fetching(server, tmp_path)
