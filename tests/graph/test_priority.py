"""Work that gives way runs at a low priority, and nothing else does."""

from __future__ import annotations

import os
import sys
from threading import Thread, get_native_id

import pytest

from graph.builds.priority import giving_way


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority on Linux alone")
def test_only_the_work_and_what_it_starts_give_way() -> None:
    before, started = niceness(), []

    def work() -> int:
        thread = Thread(target=lambda: started.append(niceness()))
        thread.start()
        thread.join()
        return niceness()

    assert giving_way(work) > before
    assert started[0] > before
    assert niceness() == before


def test_what_it_gives_and_raises_reaches_the_caller() -> None:
    assert giving_way(lambda: "done") == "done"
    with pytest.raises(ZeroDivisionError):
        giving_way(lambda: 1 / 0)
