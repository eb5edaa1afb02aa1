"""Clients that ask one random query after another, and keep what is wrong with the answers."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.fuzzing.verdicts import disagreement

LIMIT = 1.0
"""Seconds that a query may take at the server that is asked."""
SLACK = 1.0
"""Seconds by which an answer may come later."""
TRIES = 8
"""An answer is late if it is so each of these times: a busy machine is late once."""
FORMATS = ("*/*", "text/csv", "application/n-triples;q=0.9, application/json", "text/html")
ERRORS = {400, 406, 413, 503, 504, 507}
CUT = 0
"""The status of an answer that broke off: the limits were reached after its first bytes."""


class Answer(NamedTuple):
    status: int
    media_type: str
    body: bytes
    seconds: float

    @property
    def code(self) -> str:
        """The short word of its problem details; "" where it has none."""
        if self.media_type != "application/problem+json":
            return ""
        return str(json.loads(self.body)["type"]).rpartition("#")[2]


class Client:
    """Asks so many queries, from an address of its own: clients take turns by it."""

    def __init__(self, server: str, source: str) -> None:
        self._place, self._source = urlsplit(server), source
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []

    def ask_each(self, queries: Sequence[str], random: Random) -> None:
        for query in queries:
            accept = random.choice(FORMATS)
            answer = self.ask(query, accept)
            self.statuses[answer.status] += 1
            if what := self._wrong(query, accept, answer):
                told = answer.body[-500:].decode("utf-8", "replace")
                self.wrong.append(f"{what}; {answer.status} {told}\n{accept}\n{query}")

    def _wrong(self, query: str, accept: str, answer: Answer) -> str:
        if answer.status not in {CUT, 200, *ERRORS}:
            return "a status that no query should have"
        tries = 1
        # A page asks several queries, each with this limit.
        while "html" not in accept and answer.seconds > LIMIT + SLACK:
            if tries == TRIES:
                return f"late {TRIES} times, at last by {answer.seconds:.1f} s"
            answer, tries = self.ask(query, accept), tries + 1
        if answer.status in ERRORS and "html" not in accept and not answer.code:
            return f"no problem details but {answer.media_type}"
        has_verdict = answer.status == 200 or (answer.code and "html" not in accept)
        return disagreement(query, answer.code) if has_verdict else ""

    def ask(self, query: str, accept: str) -> Answer:
        connection = http.client.HTTPConnection(
            self._place.hostname or "", self._place.port, 60, (self._source, 0)
        )
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        begun = time.monotonic()
        try:
            connection.request("POST", "/sparql", urlencode({"query": query}), headers)
            response = connection.getresponse()
            body = response.read()
            kind = response.headers.get_content_type()
            return Answer(response.status, kind, body, time.monotonic() - begun)
        except http.client.IncompleteRead as cut:
            return Answer(CUT, "", cut.partial, time.monotonic() - begun)
        except OSError as error:
            return Answer(-1, "", str(error).encode(), time.monotonic() - begun)
        finally:
            connection.close()


def ask_all(
    server: str, make: Callable[[Random], str], clients: int, count: int, seed: int, mark: str
) -> Counter[int]:
    """Ask `count` random queries by each client, all clients at once; the statuses. `mark` is in
    all of them, so that no cache knows them. Fails with the first that are wrong."""
    asking = [Client(server, f"127.0.0.{10 + number}") for number in range(clients)]
    threads = []
    for number, client in enumerate(asking):
        random = Random(seed * 1000 + number)
        queries = [f"{make(random)}\n# {mark}" for _ in range(count)]
        threads.append(threading.Thread(target=client.ask_each, args=(queries, random)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = [one for client in asking for one in client.wrong]
    assert not wrong, f"{len(wrong)} wrong\n\n" + "\n\n".join(wrong[:8])
    return sum((client.statuses for client in asking), Counter())
