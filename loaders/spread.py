"""The same work on many pieces, on all cores: in this process where there are few of them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TypeVar

from graph.worker.sandbox import die_with_parent
from loaders.source import SourceError

T = TypeVar("T")
R = TypeVar("R")

_BETWEEN_LOOKS = 50_000
"""Objects that are made between two looks for garbage."""
FEW = 6
"""Up to this many pieces are not worth starting processes for."""


def spread(work: Callable[[T], R], pieces: Iterator[T]) -> Iterator[R]:
    """`work` done on every piece; the results come in the order of the pieces.

    `work`, pieces and results must be picklable. Only a few pieces are in hand at a time, so that
    any number of them takes no more memory. Errors: what `work` raises; `SourceError` when a
    process dies.
    """
    first = list(islice(pieces, FEW + 1))
    if len(first) <= FEW:
        yield from map(work, first)
        return
    cores = _cores()
    # A forked process would inherit threads' locks; a spawned one starts clean.
    context = multiprocessing.get_context("spawn")
    parent = (os.getpid(),)
    pool = ProcessPoolExecutor(cores, context, initializer=_settle, initargs=parent)
    try:
        waiting: deque[Future[R]] = deque()
        for piece in chain(first, pieces):
            waiting.append(pool.submit(work, piece))
            if len(waiting) > 2 * cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        reason = "a process that read it died; if the machine ran out of memory, give it more"
        raise SourceError(reason) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # elsewhere than on Linux
        return os.cpu_count() or 1


def _settle(parent: int) -> None:
    """Leave it to the parent to end on Ctrl-C, and never outlive it. Look for garbage rarely: what
    pieces are made of has hardly any circles, and looking takes a tenth of the time."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(parent)
    gc.freeze()
    gc.set_threshold(_BETWEEN_LOOKS)
