"""What fetches from different sources have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.locks import alone
from loaders.source import SourceError


@contextmanager
def only_fetch(target: Path) -> Iterator[None]:
    """Hold the lock of a file or folder, so that two fetches don't take turns in it; what it lies
    in is made. Errors: `SourceError` where another holds it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    busy = SourceError(f"{target}: another fetch is running; wait for it")
    with alone(target.with_name(f".{target.name}.lock"), busy):
        yield
