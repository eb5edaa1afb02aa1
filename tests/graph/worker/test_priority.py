"""Short questions go before long ones: a long query runs only while nothing else wants to."""

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


def policies(pid: int) -> set[int]:
    """The scheduling policies of a process's threads."""
    found = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(ProcessLookupError):  # it has just ended
            found.add(os.sched_getscheduler(int(task.name)))
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
            gave_way |= os.SCHED_IDLE in policies(pid)
            asking.join(0.02)  # looking all the time would keep it from the processor
        assert not failed
        assert gave_way
        with store.query(QUICK + " # again", media.CSV) as answer:
            assert answer.read() == b"n\r\n3\r\n"
        assert os.sched_getscheduler(pid) == os.SCHED_OTHER
