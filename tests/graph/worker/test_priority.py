"""Short questions go before long ones."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from graph.stores import EmbeddedStore, Limits, QueryError, media

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the scheduler is Linux's")

LONG = "PREFIX : <http://example.org/> SELECT (COUNT(*) AS ?n) { ?a :size ?b . ?c :size ?d }"
QUICK = "SELECT (COUNT(*) AS ?n) { <http://example.org/7> ?p ?o }"


def priorities(pid: int) -> set[int]:
    """The priorities ("nice") of a process's threads."""
    found = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(ProcessLookupError):  # it has just ended
            found.add(os.getpriority(os.PRIO_PROCESS, int(task.name)))
    return found


def test_a_long_query_gives_way_and_the_next_one_does_not(store_folder: Path) -> None:
    with EmbeddedStore(store_folder, workers=1, spares=0) as store:
        store.query(QUICK, media.CSV).close()
        (worker,) = store._pool._idle.queue
        pid = worker._process.pid
        failed: list[int] = []

        def ask_for_long() -> None:
            try:
                store.query(LONG, media.CSV, Limits(seconds=60)).close()
            except QueryError as error:
                failed.append(error.status)

        asking = threading.Thread(target=ask_for_long)
        asking.start()
        gave_way = False
        while asking.is_alive():
            gave_way |= len(priorities(pid)) > 1
            asking.join(0.02)  # looking all the time would keep it from the processor
        assert not failed
        assert gave_way
        with store.query(QUICK + " # again", media.CSV) as answer:
            assert answer.read() == b"n\r\n3\r\n"
        assert len(priorities(pid)) == 1
