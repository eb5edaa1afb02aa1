"""How far something is that takes its time: what it reports to, and the bar on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called with (done, in all or 0 where that is unknown, unit) while something takes its time."""
_PAUSE = 0.2


def unwatched(done: int, total: int, unit: str) -> None:
    """Progress that nobody looks at."""


def bar(name: str) -> Progress:
    """What a step reports to: a line with its share, rate and the time that is left; elsewhere than
    on a terminal nothing."""
    if not sys.stderr.isatty():
        return unwatched
    begun, shown = time.monotonic(), 0.0
    print(f"{name} …", file=sys.stderr)

    def progress(done: int, total: int, unit: str) -> None:
        nonlocal shown
        now = time.monotonic()
        is_done = bool(total) and done >= total
        if (now - shown < _PAUSE and not is_done) or not done or now - begun < 1:
            return
        shown, rate = now, done / (now - begun)
        line = f"  {done:,} {unit}  {rate:,.0f}/s"
        if total:
            left = f"{(total - done) / rate:,.0f} s left"
            line = f"  {done / total:4.0%}  {done:,} of {total:,} {unit}  {rate:,.0f}/s  {left}"
        print(f"\r{line:<79}", end="\n" if is_done else "", file=sys.stderr, flush=True)

    return progress
