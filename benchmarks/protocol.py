"""Queries over HTTP: an endpoint, its answers, and the peer that serves the same store."""

from __future__ import annotations

import csv
import http.client
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

CSV, N_TRIPLES = "text/csv", "application/n-triples"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What came back: its status, the body, and after how many seconds that was here whole."""

    status: int
    body: bytes
    seconds: float

    @property
    def rows(self) -> int:
        """How many rows a table in CSV has; of a graph in N-Triples, how many statements."""
        text = self.body.decode()
        if text.startswith("<"):
            return text.count("\n")
        return sum(1 for _ in csv.reader(io.StringIO(text))) - 1


@dataclass(frozen=True)
class Endpoint:
    """Where queries are sent."""

    host: str
    port: int
    path: str

    def ask(self, query: str, media_type: str = CSV) -> Reply:
        """Send a query over a connection of its own, and take the answer whole."""
        connection = http.client.HTTPConnection(self.host, self.port)
        begun = time.perf_counter()
        headers = {"Accept": media_type, "Content-Type": _FORM}
        connection.request("POST", self.path, urlencode({"query": query}), headers)
        response = connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - begun
        connection.close()
        return Reply(response.status, body, seconds)


@contextmanager
def peer(store: Path, port: int, limit: float | None = None) -> Iterator[Endpoint]:
    """``oxigraph serve-read-only`` of a store; `limit`: seconds that one query may take, without
    which it may take any."""
    oxigraph = str(Path(sys.executable).with_name("oxigraph"))
    command = [oxigraph, "serve-read-only", "--location", str(store)]
    command += ["--bind", f"127.0.0.1:{port}"]
    if limit is not None:
        command += ["--timeout-s", str(int(limit))]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            _wait(port)
            yield Endpoint("127.0.0.1", port, "/query")
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", port).connect()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens at {port}")
