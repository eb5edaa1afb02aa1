"""Fetches from a server that behaves like the Registry, as a library and as a command."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

import credgraph
from loaders import archive
from loaders.ctdl.fetch import FetchReport, Registry, Wanted, fetch
from loaders.outbound import Caps, Outbound, Pace
from tests.loaders.fetch.registry_server import RegistryServer

CAPS = Caps(attempts=3, first_pause=0.01, idle=2)


class Fetching:
    """Fetches from a server into a folder."""

    def __init__(self, server: RegistryServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.path = folder / f"ce-registry@{server.host.replace(':', '-')}.sqlite"
        self.said: list[str] = []

    def __call__(self, wanted: Wanted | None = None, token: str = "") -> FetchReport:
        with Outbound("credgraph/test", [self.server.host], Pace(10_000), CAPS) as client:
            registry = Registry(client, self.server.url, "ce-registry", token)
            return fetch(
                registry, self.folder, wanted or Wanted(), lambda *of: None, self.said.append
            )

    def live(self) -> dict[str, str]:
        """The name of each live record in the archive."""
        found = {}
        for row in archive.rows(self.path):
            body = json.loads(row.body)
            document = body.get("decoded_resource", body)
            if not row.is_deleted:
                assert row.ctid not in found
                found[row.ctid] = document["@graph"][0]["ceterms:name"]["en"]
        return found

    def agrees(self) -> None:
        """The archive has what the Registry has: nothing missed, doubled or stale."""
        records = self.server.state.records
        assert self.live() == {
            one.ctid: one.name for one in records if not one.deleted and not one.provisional
        }


def settings(server: RegistryServer) -> dict[str, str]:
    return {
        "CREDGRAPH_REGISTRY": server.url,
        "CREDGRAPH_PRIVATE_HOSTS": server.host,
        "CREDGRAPH_REQUESTS_PER_SECOND": "1000",
        "CREDGRAPH_CONTACT": "data@example.org",
    }


def run(server: RegistryServer, data: Path, *arguments: str) -> Result:
    command = [*arguments, "--data", str(data)]
    return CliRunner().invoke(credgraph.main, command, env=settings(server))
