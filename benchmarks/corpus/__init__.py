"""A corpus like the Credential Registry's, invented, as its bulk zip: the same bytes for a seed.

The zip holds one ``<ctid>.json`` for each envelope. `Summary` says what is in it.
"""

from __future__ import annotations

import multiprocessing
import zipfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from benchmarks.corpus.draws import seeded
from benchmarks.corpus.envelope import Made, make
from benchmarks.corpus.plan import COURSE, Plan

CHUNK, AHEAD = 250, 8
"""Envelopes that one process makes at a time, and such chunks that wait to be written."""
DELETED, REVISED, ADDED = 0.005, 0.03, 0.005
"""The shares of envelopes that a later corpus does not have, has anew, and has beside the first."""


@dataclass
class Summary:
    """What was written: envelopes by type, planted flaws by code, and bytes of JSON."""

    types: Counter[str] = field(default_factory=Counter)
    flaws: Counter[str] = field(default_factory=Counter)
    bytes: int = 0

    def add(self, made: Made) -> None:
        """Count one envelope."""
        self.types[made.kind] += 1
        self.flaws.update(made.flaws)
        self.bytes += len(made.data)


@lru_cache(maxsize=2)
def _plan(seed: int, size: int) -> Plan:
    return Plan(seed, size)


def write(
    path: Path, envelopes: int, seed: int = 1, later: bool = False, workers: int = 2
) -> Summary:
    """Write a corpus; `later` the same some weeks on: some revised, some deleted, some new."""
    summary = Summary()
    starts = range(0, envelopes, CHUNK)
    jobs = [(seed, envelopes, start, later) for start in starts]
    # The engine's own level: compressing more would cost more time than making the envelopes.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for made in _made(jobs, workers):
            info = zipfile.ZipInfo(made.name, (2026, 9, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, made.data)
            summary.add(made)
    return summary


Job = tuple[int, int, int, bool]


def _made(jobs: list[Job], workers: int) -> Iterator[Made]:
    """The envelopes of all jobs in order; few are in memory at any time."""
    if workers < 2 or len(jobs) < 4:
        for job in jobs:
            yield from _chunk(job)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[list[Made]]] = deque()
        for job in jobs:
            waiting.append(pool.submit(_chunk, job))
            if len(waiting) > AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunk(job: Job) -> list[Made]:
    seed, size, start, later = job
    plan = _plan(seed, size)
    numbers = range(start, min(start + CHUNK, size))
    return list(_later(plan, numbers) if later else (make(plan, number) for number in numbers))


def _later(plan: Plan, numbers: Iterable[int]) -> Iterator[Made]:
    for number in numbers:
        drawn = seeded("later", plan.seed, number).random()
        if drawn >= DELETED:
            yield make(plan, number, is_revised=drawn < DELETED + REVISED)
        if drawn > 1 - ADDED and plan.type_of(number) in {COURSE, "ceterms:Task"}:
            yield make(plan, number, is_copy=True)
