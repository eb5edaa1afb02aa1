"""Whose turn it is: so many queries at a time, and clients take turns, however many each sends."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field

from graph.stores.base import LOOK, NOBODY, Asker, QueryError, unwanted

_MOST_RETRY = 60
_FIRST_GUESS = 1.0
_WEIGHT = 0.2


@dataclass(eq=False)
class _Waiter:
    granted: threading.Event = field(default_factory=threading.Event)


class Turns:
    """`count` turns at a time, `per_client` of them to one client, and room for `queue` that wait.

    Among those who wait, clients are served in rotation, and the queries of one client in their
    order: who sends a hundred waits for their own hundred.
    """

    def __init__(self, count: int, per_client: int, queue: int) -> None:
        self.count, self.per_client, self.queue = count, per_client, queue
        self._guard = threading.Lock()
        self._free = count
        self._running = Counter[str]()
        self._waiting: OrderedDict[str, deque[_Waiter]] = OrderedDict()
        self._seconds = _FIRST_GUESS
        self._idle = threading.Event()
        self._idle.set()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    @property
    def running(self) -> int:
        """How many turns are taken."""
        return self.count - self._free

    def take(self, seconds: float, asker: Asker = NOBODY) -> None:
        """Wait for a turn, `seconds` at most.

        Errors: `QueryError` 503 when the queue is full or the wait is over, 499 when it is no
        longer wanted.
        """
        with self._guard:
            if self._may_run(asker.client):
                self._start(asker.client)
                return
            if self.waiting >= self.queue:
                raise self._busy(f"{self.queue} queries wait already.")
            waiter = _Waiter()
            self._waiting.setdefault(asker.client, deque()).append(waiter)
        self._wait(waiter, seconds, asker)

    def give_back(self, seconds: float, client: str = "") -> None:
        """The turn of a client is over; it took so many seconds."""
        with self._guard:
            self._seconds += _WEIGHT * (seconds - self._seconds)
            self._stop(client)

    def wait_idle(self) -> None:
        """Wait until nobody has a turn."""
        self._idle.wait()

    def _wait(self, waiter: _Waiter, seconds: float, asker: Asker) -> None:
        deadline = time.monotonic() + seconds
        try:
            while not waiter.granted.wait(min(LOOK, max(0.0, deadline - time.monotonic()))):
                if not asker.is_wanted():
                    raise unwanted()
                if time.monotonic() >= deadline:
                    raise self._busy(f"It waited {seconds:g} s for its turn.")
        except BaseException:
            self._give_up(waiter, asker.client)
            raise

    def _give_up(self, waiter: _Waiter, client: str) -> None:
        with self._guard:
            if waiter.granted.is_set():  # at the last moment
                self._stop(client)
            else:
                self._waiting[client].remove(waiter)
                self._forget(client)

    def _stop(self, client: str) -> None:
        self._free += 1
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        for other in list(self._waiting):
            if self._may_run(other):
                self._start(other)
                self._waiting[other].popleft().granted.set()
                self._waiting.move_to_end(other)
                self._forget(other)
        if self._free == self.count:
            self._idle.set()

    def _may_run(self, client: str) -> bool:
        return self._free > 0 and self._running[client] < self.per_client

    def _start(self, client: str) -> None:
        self._idle.clear()
        self._free -= 1
        self._running[client] += 1

    def _forget(self, client: str) -> None:
        if not self._waiting[client]:
            del self._waiting[client]

    def _busy(self, why: str) -> QueryError:
        detail = f"All workers are busy with other queries. {why} Try again in a moment."
        error = QueryError(503, "busy", "The server is busy", detail)
        likely = self._seconds * (self.waiting + 1) / self.count
        error.retry_after = min(_MOST_RETRY, max(1, math.ceil(likely)))
        return error
