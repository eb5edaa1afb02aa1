"""A process that makes a store; `graph.builds.engine` starts it.

Run as ``python -m graph.worker.filling PARENT STORE load FILE...`` or ``… optimize``: loads files
of N-Triples into a store, or compacts it and says how many statements it holds. PARENT is the
process whose end it must not outlive.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox

from graph.worker.sandbox import die_with_parent


def main(parent: str, path: str, what: str, *files: str) -> None:
    """Do what the command line says."""
    die_with_parent(int(parent))
    store = ox.Store(path)
    for file in files:
        try:
            # By its path: the engine then reads it in parallel.
            store.bulk_load(path=file, format=ox.RdfFormat.N_TRIPLES)
        except SyntaxError as error:
            sys.exit(f"a step wrote a line that is no N-Triples: {error}")
    if what == "optimize":
        with ThreadPoolExecutor() as pool:
            held = pool.submit(len, store)  # beside the compacting, which uses one core
            store.optimize()
            print(held.result())
    store.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
