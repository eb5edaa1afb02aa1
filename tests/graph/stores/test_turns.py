"""Turns: so many at a time, a share for each client, and rotation among those who wait."""

from __future__ import annotations

import threading
import time

import pytest

from graph.stores import Asker, QueryError
from graph.stores.turns import Turns


class Waiting:
    """A thread that waits for a turn of a client."""

    def __init__(self, turns: Turns, client: str, served: list[str]) -> None:
        before = turns.waiting
        self._thread = threading.Thread(target=self._take, args=(turns, client, served))
        self._thread.start()
        while turns.waiting == before:
            time.sleep(0.001)

    def _take(self, turns: Turns, client: str, served: list[str]) -> None:
        turns.take(20, Asker(client))
        served.append(client)

    def join(self) -> None:
        self._thread.join(20)
        assert not self._thread.is_alive()


def test_clients_take_turns_however_many_one_sends() -> None:
    turns = Turns(1, 1, 10)
    turns.take(1, Asker("first"))
    served: list[str] = []
    waiting = [Waiting(turns, client, served) for client in ("a", "a", "a", "b", "c")]
    client = "first"
    for done in range(5):
        turns.give_back(0.1, client)
        while len(served) == done:
            time.sleep(0.001)
        client = served[-1]
    for one in waiting:
        one.join()
    assert served == ["a", "b", "c", "a", "a"]


def test_one_client_never_has_more_than_its_share() -> None:
    turns = Turns(4, 2, 10)
    greedy, other = Asker("greedy"), Asker("other")
    turns.take(1, greedy)
    turns.take(1, greedy)
    with pytest.raises(QueryError) as caught:
        turns.take(0.1, greedy)
    assert caught.value.status == 503
    turns.take(0.1, other)
    turns.take(0.1, other)
    assert turns.running == 4
    turns.give_back(0.1, "greedy")
    turns.take(0.1, greedy)


def test_beyond_the_queue_there_is_503_at_once_with_a_time_to_come_back() -> None:
    turns = Turns(1, 1, 1)
    turns.take(1)
    served: list[str] = []
    waiting = Waiting(turns, "a", served)
    begun = time.monotonic()
    with pytest.raises(QueryError) as caught:
        turns.take(10, Asker("b"))
    assert time.monotonic() - begun < 1
    assert caught.value.status == 503
    assert caught.value.retry_after
    for _ in range(30):  # queries that take 30 s each: the next turn is further away
        turns._seconds += 0.2 * (30 - turns._seconds)
    with pytest.raises(QueryError) as later:
        turns.take(10, Asker("b"))
    assert later.value.retry_after
    assert later.value.retry_after > caught.value.retry_after
    turns.give_back(0.1)
    waiting.join()


def test_who_does_not_want_it_any_more_leaves_the_queue() -> None:
    turns = Turns(1, 1, 5)
    turns.take(1)
    with pytest.raises(QueryError) as caught:
        turns.take(10, Asker("a", lambda: False))
    assert caught.value.status == 499
    assert turns.waiting == 0
    turns.give_back(0.1)
    turns.take(1, Asker("a"))


def test_every_turn_comes_back() -> None:
    """Many threads, short waits: at the end all turns are free again."""
    turns = Turns(3, 2, 50)

    def work(client: str) -> None:
        for _ in range(40):
            try:
                turns.take(0.005, Asker(client))
            except QueryError:
                continue
            time.sleep(0.0005)
            turns.give_back(0.0005, client)

    threads = [threading.Thread(target=work, args=(str(n % 4),)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert turns.running == turns.waiting == 0
    turns.wait_idle()
