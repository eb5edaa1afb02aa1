"""Thirty questions that researchers ask of the Registry, timed through ``/sparql``.

Usage: ``python -m benchmarks.registry_questions DATA [PREFIX...]``: a data folder whose build is of
a corpus by `benchmarks.corpus` and of O*NET with crosswalks; with PREFIX, such as 07, only those
questions. Each is asked three times in turns of credgraph and of ``oxigraph serve-read-only`` on
the same store; one that takes more than 5 s is also asked as the adviser rewrites it. A query that
takes longer than 30 s is stopped, and not asked again.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import cast

from benchmarks import running
from benchmarks.protocol import CSV, N_TRIPLES, Endpoint, Reply, peer
from graph.stores.guard import inspect
from queries.advice import Profile, advise

QUESTIONS = Path(__file__).with_name("questions")
SLOW, LIMIT, ROUNDS = 5, 30, 3
SETTINGS = {"CREDGRAPH_SECONDS": str(LIMIT), "CREDGRAPH_MEMORY": str(4 << 30)}
PEER_PORT = 17879
_AGAIN = count()


@dataclass(frozen=True)
class Timed:
    """The median of what a query took at an endpoint; `rows` is None where it was stopped."""

    seconds: float
    rows: int | None

    def __str__(self) -> str:
        return "stopped" if self.rows is None else f"{self.seconds:.2f}"


def questions(chosen: list[str]) -> Iterator[tuple[str, str]]:
    """The name and the text of each question, in order; only those that begin with one of these."""
    for path in sorted(QUESTIONS.glob("*.rq")):
        if not chosen or path.name.startswith(tuple(chosen)):
            yield path.stem, path.read_text("utf-8")


def mended(query: str, profile: Profile) -> tuple[list[str], str]:
    """The query with every rewrite that the adviser offers, one after another, and their codes."""
    codes: list[str] = []
    while found := [a for a in advise(query, profile) if a.sparql and a.code not in codes]:
        codes.append(found[0].code)
        query = cast(str, found[0].sparql)
    return codes, query


def main(data: Path, chosen: list[str]) -> None:
    """Ask, and print a table in Markdown."""
    build = running.built(data)
    profile = cast(Profile, build.info["profile"])
    print(f"{profile['triples']:,} statements\n")
    print("| question | rows | credgraph, s | peer, s | ratio | advice | rewritten, s | rows |")
    print("|---|---|---|---|---|---|---|---|")
    with (
        running.served(data, SETTINGS) as server,
        peer(build.public, PEER_PORT, LIMIT) as theirs,
    ):
        ours = Endpoint(server.host, server.port, "/sparql")
        for name, query in questions(chosen):
            _print(name, query, ours, theirs, profile)


def _print(name: str, query: str, ours: Endpoint, theirs: Endpoint, profile: Profile) -> None:
    here, there = _in_turns(query, ours, theirs)
    is_same = here.rows is not None and there.rows is not None
    ratio = f"{here.seconds / there.seconds:.2f}" if is_same else ""
    cells = [name, here.rows, here, there if there.rows is not None else "–", ratio]
    if here.seconds > SLOW or here.rows is None:
        codes, rewritten = mended(query, profile)
        after = _timed([_ask(ours, rewritten) for _ in range(ROUNDS)]) if codes else None
        cells += [", ".join(codes), after or "", after.rows if after else ""]
    else:
        cells += ["", "", ""]
    print("|", " | ".join(str(cell) for cell in cells), "|", flush=True)


def _in_turns(query: str, ours: Endpoint, theirs: Endpoint) -> tuple[Timed, Timed]:
    here, there = list[Reply](), list[Reply]()
    for _ in range(ROUNDS):
        here.append(_ask(ours, query))
        there.append(_ask(theirs, query))
        if here[-1].status != 200 or there[-1].seconds > LIMIT:
            break  # it would be stopped again
    return _timed(here), _timed(there)


def _ask(where: Endpoint, query: str) -> Reply:
    """Ask in other words each time, so that no cache of results answers."""
    media_type = CSV if inspect(query).form == "SELECT" else N_TRIPLES
    return where.ask(f"{query}# {next(_AGAIN)}\n", media_type)


def _timed(replies: list[Reply]) -> Timed:
    seconds = statistics.median(reply.seconds for reply in replies)
    is_whole = all(reply.status == 200 for reply in replies)
    return Timed(seconds, replies[-1].rows if is_whole else None)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
