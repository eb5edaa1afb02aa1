"""How often and how many at once: a host is asked no faster than was said, and rests when it asks
for a pause."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Pace:
    """At most `connections` requests of one host at a time, and `per_second` of them begun."""

    def __init__(self, per_second: float = 5, connections: int = 4) -> None:
        self.connections = connections
        self._between = 1 / per_second
        self._lock = threading.Lock()
        self._next: dict[str, float] = defaultdict(float)
        self._places: dict[str, threading.Semaphore] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for a turn at a host, and hold a place there."""
        with self._lock:
            place = self._places.setdefault(host, threading.Semaphore(self.connections))
        with place:
            while wait := self._taken(host):
                time.sleep(wait)
            yield

    def pause(self, host: str, seconds: float) -> None:
        """Begin no request of a host for so long: it said 429, or 503."""
        with self._lock:
            self._next[host] = max(self._next[host], time.monotonic() + seconds)

    def _taken(self, host: str) -> float:
        """Take the next turn, 0; or how long to wait before asking again."""
        with self._lock:
            now = time.monotonic()
            if (wait := self._next[host] - now) > 0:
                return wait
            self._next[host] = now + self._between
            return 0
