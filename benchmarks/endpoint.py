"""Point look-ups and a large result through ``/sparql``, against `oxigraph serve-read-only`.

Usage: ``python -m benchmarks.endpoint DATA`` with a data folder that has a build. Both serve the
same store on this machine; the same client asks both in turns.
"""

from __future__ import annotations

import http.client
import re
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import running
from benchmarks.pairs import in_turns, report
from benchmarks.protocol import CSV, Endpoint, peer

PEER_PORT = 17878
LOOKUPS, CLIENTS, SINGLE = 2000, 4, 300
OCCUPATIONS = "SELECT ?o WHERE { ?o a <https://w3id.org/credgraph/vocab#Occupation> }"
LARGE = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 380000"


def main(data: Path) -> None:
    """Serve the current build by both, and compare."""
    build = running.built(data)
    with running.served(data) as server, peer(build.public, PEER_PORT) as theirs:
        ours = Endpoint(server.host, server.port, "/sparql")
        iris = re.findall(r"https?://\S+", _ask(ours, OCCUPATIONS).decode())
        lookups = [_lookup(iris[n % len(iris)]) for n in range(LOOKUPS)]
        ways = {
            "oxigraph serve-read-only": lambda: _in_parallel(theirs, lookups),
            "credgraph serve": lambda: _in_parallel(ours, lookups),
        }
        title = f"Point look-ups by {CLIENTS} clients"
        report(title, in_turns(ways, 3), LOOKUPS, "look-ups")
        single = [f"{query} # alone" for query in lookups[:SINGLE]]
        for name, where in (("oxigraph serve-read-only", theirs), ("credgraph serve", ours)):
            for label, asked in (("first", single), ("again", single)):
                print(f"{name}, one client, {label}: median {_median(where, asked):.2f} ms")
        size = len(_ask(ours, LARGE)) / 1e6
        large = {
            "oxigraph serve-read-only": lambda: _ask(theirs, LARGE),
            "credgraph serve": lambda: _ask(ours, LARGE),
        }
        report(f"One result of {size:.0f} MB as CSV", in_turns(large, 3), size, "MB")


def _median(where: Endpoint, queries: list[str]) -> float:
    """Milliseconds of one look-up after another over one connection."""
    connection = http.client.HTTPConnection(where.host, where.port)
    seconds = []
    for query in queries:
        begun = time.perf_counter()
        _request(connection, where.path, query)
        seconds.append(time.perf_counter() - begun)
    connection.close()
    return statistics.median(seconds) * 1000


def _lookup(iri: str) -> str:
    return f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }} LIMIT 20"


def _in_parallel(where: Endpoint, queries: list[str]) -> None:
    parts = [queries[n::CLIENTS] for n in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda part: _ask_all(where, part), parts))


def _ask_all(where: Endpoint, queries: list[str]) -> None:
    connection = http.client.HTTPConnection(where.host, where.port)
    for query in queries:
        _request(connection, where.path, query)
    connection.close()


def _ask(where: Endpoint, query: str) -> bytes:
    connection = http.client.HTTPConnection(where.host, where.port)
    body = _request(connection, where.path, query)
    connection.close()
    return body


def _request(connection: http.client.HTTPConnection, path: str, query: str) -> bytes:
    address = f"{path}?{urlencode({'query': query})}"
    connection.request("GET", address, headers={"Accept": CSV})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, body[:500]
    return body


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
