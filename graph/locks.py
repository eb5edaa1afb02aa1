"""A lock that one process at a time can hold."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import KnownError


@contextmanager
def alone(path: Path, busy: KnownError) -> Iterator[None]:
    """Hold the lock of a file, which is made. Errors: `busy` where another process holds it;
    `KnownError` where the file system has no locks."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise busy from error
        except OSError as error:
            raise KnownError(f"{path}: can't be locked: {error}") from error
        try:
            yield
        finally:
            # Closing would not do while a process that was just forked still has the file open.
            fcntl.flock(lock, fcntl.LOCK_UN)
