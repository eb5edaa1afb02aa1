"""Well-behaved clients beside runaways, through ``credgraph serve`` (limit 2 s, 4 workers).

Usage: ``python -m benchmarks.runaways DATA [SECONDS]``: a data folder that has a build, and seconds
with runaways (600; half as many without them come on top). 32 clients on loopback, each at an
address of its own, ask small questions, each of them once. In turns with slices of that, one more
client sends queries that never end, 4 at a time; that no more than half of the workers run them is
the server's doing. In the end more clients come than the queue has room for.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
import time
from pathlib import Path

from benchmarks import running
from benchmarks.asking import Client, Endpoint, Seen, all_ask
from graph.stores.embedded import QUEUE

CLIENTS, RUNAWAYS, WORKERS, LIMIT = 32, 4, 4, 2
CROWD = WORKERS + QUEUE + 16
"""Clients of the end: so many that some find no room."""
PATIENCE = 10
"""Seconds that a query may wait for its turn, as ``Credgraph-Limits`` states."""
SLICE, WARMING, END = 60, 10, 15
"""Seconds of a slice with runaways, of what comes before the first one, and of the end."""
PAUSE = 0.15
"""Seconds that a client thinks between two questions: 32 of them ask about 200 in a second."""
PREFIX = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
OCCUPATIONS = "SELECT ?o WHERE { ?o a <https://w3id.org/credgraph/vocab#Occupation> }"
QUESTIONS = (
    "SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}",
    "SELECT ?p (COUNT(*) AS ?n) WHERE {{ ?s ?p <{iri}> }} GROUP BY ?p",
    "SELECT ?p ?name WHERE {{ <{iri}> ?p ?o . ?o rdfs:label ?name }} LIMIT 100",
    "ASK {{ <{iri}> rdfs:label ?name }}",
)
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c < ?f) }",
    "SELECT ?a { ?a ?b ?c } ORDER BY STR(?c) LIMIT 5",
    "SELECT DISTINCT ?a ?c { ?a (!<urn:none>)+ ?c } OFFSET 1000000000",
    'SELECT ?a { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a|b)*d$")) }',
)


def main(data: Path, seconds: float) -> None:
    """Measure in slices without and with runaways, then beyond the queue, and print all."""
    settings = {"CREDGRAPH_WORKERS": str(WORKERS), "CREDGRAPH_SECONDS": str(LIMIT)}
    with running.served(data, settings) as server:
        endpoint = Endpoint(server.port, WORKERS + QUEUE, PATIENCE)
        found = endpoint.ask(OCCUPATIONS, "127.0.0.1", Seen())
        iris = re.findall(r"https?://\S+", found.decode())
        quiet, loud, runaways, crowd = Seen(), Seen(), Seen(), Seen()
        all_ask(_well_behaved(endpoint, iris, Seen()), WARMING)
        memory = [running.resident(server.pid)]
        count = max(1, round(seconds / SLICE))
        for _ in range(count):
            all_ask(_well_behaved(endpoint, iris, quiet), seconds / count / 2)
            both = _well_behaved(endpoint, iris, loud) + _runaways(endpoint, runaways)
            all_ask(both, seconds / count)
            memory.append(running.resident(server.pid))
        all_ask(_crowd(endpoint, crowd), END)
    print(f"without runaways: {quiet}\nwith runaways:    {loud}")
    print(f"the runaways:     {runaways}\nbeyond the queue: {crowd}")
    print(f"503 without cause: {sum(seen.unfounded for seen in (quiet, loud, runaways, crowd))}")
    print(f"memory of all processes, MiB, slice by slice: {[size >> 20 for size in memory]}")
    print(f"p99 with / median without: {loud.percentile(0.99) / quiet.percentile(0.5):.1f}")


_numbers = itertools.count()
"""Makes every query another one, so that none is answered from the cache of results."""


def _well_behaved(endpoint: Endpoint, iris: list[str], seen: Seen) -> list[Client]:
    def client(number: int) -> Client:
        chance = random.Random(number)  # noqa: S311 no secret

        def asks(ends: float) -> None:
            while time.monotonic() < ends:
                time.sleep(chance.uniform(0, 2 * PAUSE))
                question = chance.choice(QUESTIONS).format(iri=chance.choice(iris))
                query = f"{PREFIX}{question} # {next(_numbers)}"
                endpoint.ask(query, f"127.0.1.{number + 1}", seen)

        return asks

    return [client(number) for number in range(CLIENTS)]


def _runaways(endpoint: Endpoint, seen: Seen) -> list[Client]:
    def asks(ends: float) -> None:
        while time.monotonic() < ends:
            number = next(_numbers)
            query = f"{ENDLESS[number % len(ENDLESS)]} # {number}"
            endpoint.ask(query, "127.0.2.1", seen)

    return [asks] * RUNAWAYS


def _crowd(endpoint: Endpoint, seen: Seen) -> list[Client]:
    def client(number: int) -> Client:
        def asks(ends: float) -> None:
            while time.monotonic() < ends:
                query = f"{ENDLESS[0]} # {next(_numbers)}"
                endpoint.ask(query, f"127.0.3.{number + 1}", seen)

        return asks

    return [client(number) for number in range(CROWD)]


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) == 3 else 600)
