"""A zip of envelopes to N-Triples, by one process and by as many as there are cores.

Usage: ``python -m benchmarks.ctdl_load [ZIP] [--envelopes N]`` (default: 20,000 generated ones).
Prints seconds, statements, and the peak of the resident memory of all processes together (what
they share is counted once), looked at ten times a second. Only for Linux.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import running
from benchmarks.corpus import write
from graph.sink import Channel, Sink
from loaders.ctdl import load
from loaders.source import Source


def main() -> None:
    """Load on one core, then on all; or, within the processes that this starts, load once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ctdl_load", description=__doc__)
    parser.add_argument("zip", type=Path, nargs="?")
    parser.add_argument("--envelopes", type=int, default=20_000)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.out:
        _load(options.zip, options.out)
        return
    with TemporaryDirectory() as folder:
        path = options.zip or Path(folder) / "corpus.zip"
        if not options.zip:
            write(path, options.envelopes, 1)
        every = os.sched_getaffinity(0)
        for cores in ({min(every)}, every):
            _watch(path, Path(folder) / "out.nt", cores)


def _load(path: Path, out: Path) -> None:
    begun = time.monotonic()
    with Channel(out) as channel:
        report = load(Source("ctdl", "ctdl", (path,)), Sink(channel))
    seconds = time.monotonic() - begun
    table = report.tables["documents"]
    print(
        f"{table.loaded:,} of {table.read:,} documents, {report.triples:,} statements, "
        f"{out.stat().st_size / 1e6:,.0f} MB in {seconds:.1f} s: {report.triples / seconds:,.0f}/s"
    )


def _watch(path: Path, out: Path, cores: set[int]) -> None:
    out.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks.ctdl_load", str(path), "--out", str(out)]
    os.sched_setaffinity(0, cores)
    peak = running.run(command, quiet=False).peak
    print(f"  on {len(cores)} cores; peak memory of all processes {peak / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
