"""Work that lets other work on this machine go first."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread, get_native_id
from typing import TypeVar

T = TypeVar("T")
_NICENESS = 10
"""A tenth of the time of a processor that both want."""


def giving_way(work: Callable[[], T]) -> T:
    """What `work` gives, which is done in a thread of a low priority, as is what that starts. (Its
    priority can't be raised again, so it is a thread of its own.)

    An interrupted caller does not wait for it: the program is about to end.
    """
    done: Future[T] = Future()

    def run() -> None:
        _lower_priority()
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    Thread(target=run, daemon=True).start()
    return done.result()


def _lower_priority() -> None:
    """Of this thread alone, which only Linux can do; elsewhere, and where it may not, nothing."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICENESS)
