"""Well-behaved clients beside runaways, through ``credgraph serve`` (limit 2 s, 4 workers).

Usage: ``python -m benchmarks.runaways DATA [SECONDS]`` (a data folder that has a build; 600 seconds
for the runs with and without runaways together). 32 clients on loopback, each at an address of its
own, ask one look-up after another; in the second half one of them sends queries that never end,
4 at a time, of which its share of the workers (half) run.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

CLIENTS, WORKERS, LIMIT, RUNAWAYS = 32, 4, 2, 4
PAUSE = 0.15
"""Seconds that a client thinks between two questions, so that the machine is not full of them."""
OCCUPATIONS = "SELECT ?o WHERE { ?o a <https://w3id.org/credgraph/vocab#Occupation> }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c < ?f) }"


@dataclass
class Run:
    """What the well-behaved saw: seconds of each answer, statuses, and the server's memory."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of the answers took at most."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def main(data: Path, seconds: float) -> None:
    """Measure without runaways, then with them, and print both."""
    with _server(data) as (process, port):
        _, body = _ask(port, OCCUPATIONS, "127.0.0.1")
        iris = re.findall(r"https?://\S+", body.decode())
        quiet = _measure(process, port, iris, seconds / 2, runaways=0)
        loud = _measure(process, port, iris, seconds / 2, runaways=RUNAWAYS)
    for name, run in (("without runaways", quiet), ("with runaways", loud)):
        print(
            f"{name}: {len(run.seconds):,} answers, median {run.percentile(0.5):.1f} ms, "
            f"p99 {run.percentile(0.99):.1f} ms, statuses {dict(run.statuses)}, "
            f"memory {run.memory[0] >> 20} to {run.memory[-1] >> 20} MiB"
        )
    print(
        f"p99 with runaways / median without: {loud.percentile(0.99) / quiet.percentile(0.5):.1f}"
    )


def _measure(
    process: subprocess.Popen[str], port: int, iris: list[str], seconds: float, runaways: int
) -> Run:
    run, ends = Run(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=_well_behaved, args=(port, iris, n, ends, run))
        for n in range(CLIENTS - 1)
    ]
    threads += [threading.Thread(target=_runaway, args=(port, n, ends)) for n in range(runaways)]
    for thread in threads:
        thread.start()
    while time.monotonic() < ends:
        run.memory.append(_memory(process.pid))
        time.sleep(min(5, seconds / 10))
    for thread in threads:
        thread.join()
    return run


def _well_behaved(port: int, iris: list[str], number: int, ends: float, run: Run) -> None:
    chance = random.Random(number)  # noqa: S311 no secret
    while time.monotonic() < ends:
        query = (
            f"SELECT ?p ?o WHERE {{ <{chance.choice(iris)}> ?p ?o }} LIMIT {chance.randint(5, 500)}"
        )
        begun = time.perf_counter()
        status, _ = _ask(port, query, f"127.0.0.{number + 2}")
        run.seconds.append(time.perf_counter() - begun)
        run.statuses[status] += 1
        time.sleep(chance.uniform(0, 2 * PAUSE))


def _runaway(port: int, number: int, ends: float) -> None:
    while time.monotonic() < ends:
        _ask(port, f"{ENDLESS} LIMIT {number + 1}", "127.0.0.200")


def _ask(port: int, query: str, source: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, source_address=(source, 0))
    try:
        connection.request("GET", f"/sparql?{urlencode({'query': query, 'format': 'csv'})}")
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _memory(pid: int) -> int:
    """Bytes that the server's processes hold, without its workers: gunicorn's two."""
    pids = [
        str(pid),
        *subprocess.run(  # noqa: S603
            ["/usr/bin/pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
        ).stdout.split(),
    ]
    total = 0
    for one in pids:
        try:
            total += int(Path(f"/proc/{one}/statm").read_text("ascii").split()[1])
        except OSError:
            continue
    return total * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _server(data: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    settings = {"CREDGRAPH_WORKERS": str(WORKERS), "CREDGRAPH_SECONDS": str(LIMIT)}
    command = [sys.executable, "-m", "credgraph", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, env=os.environ | settings
    ) as process:
        assert process.stdout
        match = re.search(r"http://.+:(\d+)", process.stdout.readline())
        assert match
        try:
            yield process, int(match[1])
        finally:
            process.terminate()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) == 3 else 600)
