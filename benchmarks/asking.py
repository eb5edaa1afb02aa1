"""Many clients of one endpoint, and what they see of it."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

Client = Callable[[float], None]
"""Asks again and again until a moment of the monotonic clock."""


@dataclass
class Seen:
    """What clients saw: seconds of each answer, statuses, and refusals that had no cause."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    unfounded: int = 0

    def __str__(self) -> str:
        if not self.seconds:
            return "nothing"
        return (
            f"{len(self.seconds):,} answers, median {self.percentile(0.5):.1f} ms, "
            f"p99 {self.percentile(0.99):.1f} ms, longest {max(self.seconds) * 1000:,.0f} ms, "
            f"statuses {dict(sorted(self.statuses.items()))}"
        )

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of the answers took at most."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


class Endpoint:
    """A server of which is known how many requests it has room for, and how many seconds one may
    wait for its turn: 503 is founded only beyond one of them."""

    def __init__(self, port: int, room: int, patience: float) -> None:
        self._port, self._room, self._patience = port, room, patience
        self._guard = threading.Lock()
        self._inside = 0

    def ask(self, query: str, source: str, seen: Seen) -> bytes:
        """Ask from an address over a new connection; note what comes, and give it."""
        path = f"/sparql?{urlencode({'query': query, 'format': 'csv'})}"
        begun = time.perf_counter()
        with self._guard:
            self._inside += 1
        try:
            status, body = self._get(path, source)
        finally:
            with self._guard:
                inside, self._inside = self._inside, self._inside - 1
        seconds = time.perf_counter() - begun
        with self._guard:
            seen.seconds.append(seconds)
            seen.statuses[status] += 1
            seen.unfounded += status == 503 and inside <= self._room and seconds < self._patience
        return body

    def _get(self, path: str, source: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, source_address=(source, 0))
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def all_ask(clients: Iterable[Client], seconds: float) -> None:
    """Let clients ask at the same time for so long."""
    ends = time.monotonic() + seconds
    threads = [threading.Thread(target=client, args=(ends,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
