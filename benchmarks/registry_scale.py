"""A zip of Registry envelopes to a served build, against `oxigraph load` of the same N-Triples.

Usage: ``python -m benchmarks.registry_scale [ENVELOPES] [--zip ZIP] [--rounds N]``: so many
generated envelopes (400,000), made anew unless a zip is given. In each round (one: at full size a
run takes long enough to say what it says) the build, its first answer, and the peer run one after
the other. Files go to the temporary folder (TMPDIR).
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks import running
from benchmarks.corpus import write
from benchmarks.pairs import Times, report

GIB = 1 << 30


def main(envelopes: int, archive: Path | None, rounds: int) -> None:
    """Generate, build, serve, and load by the peer."""
    ours: list[running.Run] = []
    theirs: list[running.Run] = []
    optimized: list[float] = []
    answers: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        archive = archive or _generated(work / "corpus.zip", envelopes)
        for _ in range(rounds):
            for used in ("data", "store"):
                shutil.rmtree(work / used, ignore_errors=True)
            ours.append(running.build(work / "data", "ctdl", [archive]))
            answers.append(running.first_answer(work / "data"))
            build = running.built(work / "data")
            running.unpack(build, work / "graph.nt")
            theirs.append(running.load(work / "store", work / "graph.nt"))
            loaded = running.size(work / "store")
            optimized.append(running.optimize(work / "store").seconds)
        sizes = {
            "zip": archive.stat().st_size,
            "N-Triples": (work / "graph.nt").stat().st_size,
            "store": running.size(build.public),
            "store by oxigraph load": loaded,
            "download": build.info["download"]["bytes"],
            "whole build": running.size(build.folder),
        }
    loads = [one.seconds for one in theirs]
    builds = [one.seconds for one in ours]
    ways = [
        Times("oxigraph load", tuple(loads)),
        Times("oxigraph load, then optimize", tuple(map(sum, zip(loads, optimized, strict=True)))),
        Times("credgraph build, served", tuple(map(sum, zip(builds, answers, strict=True)))),
    ]
    triples = build.info["profile"]["triples"]
    report(f"Zip to a served build, {triples:,} triples", ways, triples, "triples")
    running.print_steps(build)
    print(f"    {'first answer':<12} {answers[-1]:8.2f}")
    peaks = [max(one.peak for one in runs) / GIB for runs in (ours, theirs)]
    print("  most memory at once, all processes together, in GiB:")
    print(f"    credgraph build {peaks[0]:.2f}, oxigraph load {peaks[1]:.2f}")
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
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.registry_scale",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("envelopes", type=int, nargs="?", default=400_000)
    parser.add_argument("--zip", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    main(options.envelopes, options.zip, options.rounds)
