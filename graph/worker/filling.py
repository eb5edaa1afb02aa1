"""A process that makes a store; `graph.builds.engine` starts it.

Run as ``python -m graph.worker.filling PARENT STORE STREAM...``: loads the N-Triples that it reads
from file descriptors, one after the other, and says in how many seconds; then compacts the store,
and says how many statements it has, and the seconds. PARENT is the process whose end it must not
outlive.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox

from graph.worker.sandbox import die_with_parent


def main(parent: str, path: str, *streams: str) -> None:
    """Do what the command line says."""
    die_with_parent(int(parent))
    store = ox.Store(path)
    begun = time.monotonic()
    try:
        for stream in streams:
            # By its path: the engine then reads without asking Python for each 2 KB.
            store.bulk_load(path=f"/dev/fd/{stream}", format=ox.RdfFormat.N_TRIPLES, lenient=True)
    except SyntaxError as error:
        sys.exit(f"a step wrote a line that is no N-Triples: {error}")
    loaded = time.monotonic()
    print(f"{loaded - begun:.3f}", flush=True)
    with ThreadPoolExecutor(1) as beside:
        compaction = beside.submit(store.optimize)
        statements = len(store)  # reads all of an index, which takes a third as long
        compaction.result()
    store.flush()
    compacted = time.monotonic()
    print(statements, f"{compacted - loaded:.3f}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
