"""Run Python so that it ends when the process that asked for it ends, however that ends.

As ``python -m tests.mortal PARENT ARGUMENT…``: tests that are killed leave no server behind.
"""

from __future__ import annotations

import os
import sys

from graph.worker.sandbox import die_with_parent


def command(*arguments: object) -> list[str]:
    """What to start for `python ARGUMENT…` from this process. Needs the root as its folder."""
    parent = str(os.getpid())
    return [sys.executable, "-m", "tests.mortal", parent, *map(str, arguments)]


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
