"""A zip of Registry envelopes to a served build, against `oxigraph load` of the same N-Triples.

Usage: ``python -m benchmarks.registry_scale [ENVELOPES] [ZIP]``: so many generated envelopes
(400,000), made anew unless ZIP is there. Everything runs once, one after the other: at full size a
run takes long enough to say what it says. Files go to the temporary folder (TMPDIR).
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks import running
from benchmarks.corpus import write
from benchmarks.pairs import Times, report

GIB = 1 << 30


def main(envelopes: int, archive: Path | None) -> None:
    """Generate, build, serve, and load by the peer."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        archive = archive or _generated(work / "corpus.zip", envelopes)
        ours = running.build(work / "data", "ctdl", [archive])
        answer = running.first_answer(work / "data")
        build = running.built(work / "data")
        running.unpack(build, work / "graph.nt")
        theirs = running.load(work / "store", work / "graph.nt")
        sizes = {
            "zip": archive.stat().st_size,
            "N-Triples": (work / "graph.nt").stat().st_size,
            "store": running.size(build.public),
            "store by oxigraph load": running.size(work / "store"),
            "download": build.info["download"]["bytes"],
            "whole build": running.size(build.folder),
        }
        optimized = running.optimize(work / "store")
    ways = [
        Times("oxigraph load", (theirs.seconds,)),
        Times("oxigraph load, then optimize", (theirs.seconds + optimized.seconds,)),
        Times("credgraph build, served", (ours.seconds + answer,)),
    ]
    triples = build.info["profile"]["triples"]
    report(f"Zip to a served build, {triples:,} triples", ways, triples, "triples")
    running.print_steps(build)
    print(f"    {'first answer':<12} {answer:8.2f}")
    print("  most memory at once, all processes together, in GiB:")
    print(f"    credgraph build {ours.peak / GIB:.2f}, oxigraph load {theirs.peak / GIB:.2f}")
    print("  sizes, in MB:")
    for name, size in sizes.items():
        print(f"    {name:<24} {size / 1e6:10,.0f}")


def _generated(path: Path, envelopes: int) -> Path:
    begun = time.perf_counter()
    made = write(path, envelopes)
    seconds = time.perf_counter() - begun
    print(f"{envelopes:,} envelopes, {made.bytes / 1e6:,.0f} MB of JSON, made in {seconds:.0f} s")
    return path


if __name__ == "__main__":
    given = sys.argv[1:]
    if len(given) > 2 or not all(map(str.isdigit, given[:1])):
        sys.exit(__doc__)
    main(int(given[0]) if given else 400_000, Path(given[1]) if given[1:] else None)
