"""O*NET text to a served build, against `oxigraph load` and `optimize` of the same N-Triples.

Usage: ``python -m benchmarks.onet RELEASE…`` with the folder of a text release, and the SOC files.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import credgraph
from benchmarks.pairs import Times, report
from graph import builds, settings

ROUNDS = 3


def main(paths: list[Path]) -> None:
    """Build the release and load its N-Triples in turns."""
    oxigraph = Path(sys.executable).with_name("oxigraph")
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for number in range(ROUNDS):
            begun = time.perf_counter()
            build = _build(work / "data", paths)
            ours.append(time.perf_counter() - begun)
            _unpack(build, work / "graph.nt")
            begun = time.perf_counter()
            _load(oxigraph, work / "store", work / "graph.nt")
            theirs.append(time.perf_counter() - begun)
            if number == 0:
                _describe(build, work / "store")
            shutil.rmtree(work / "store")
        peer = Times("oxigraph load + optimize", tuple(theirs))
        ways = [peer, Times("credgraph build", tuple(ours))]
        report("O*NET text to a served build", ways, build.info["profile"]["triples"], "triples")
        print("  steps of the last build, in seconds:")
        for name, seconds in build.info["seconds"].items():
            print(f"    {name:<12} {seconds:7.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  peak memory of the build: {peak:.2f} GB")


def _build(data: Path, paths: list[Path]) -> builds.Build:
    shutil.rmtree(data, ignore_errors=True)
    return credgraph.build_graph(data, {"onet": tuple(paths)}, settings.Settings())


def _unpack(build: builds.Build, path: Path) -> None:
    with path.open("wb") as file:
        archive = build.folder / build.info["download"]["file"]
        subprocess.run(["gzip", "-dc", str(archive)], stdout=file, check=True)  # noqa: S603, S607


def _load(oxigraph: Path, store: Path, triples: Path) -> None:
    for command in (["load", "--file", str(triples)], ["optimize"]):
        arguments = [str(oxigraph), command[0], "--location", str(store), *command[1:]]
        subprocess.run(arguments, check=True, capture_output=True)  # noqa: S603


def _describe(build: builds.Build, store: Path) -> None:
    ours, theirs = (_size(folder) / 1e6 for folder in (build.public, store))
    triples = build.info["profile"]["triples"]
    print(f"{triples:,} triples; on disk {ours:,.0f} MB, by oxigraph {theirs:,.0f} MB")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main([Path(name) for name in sys.argv[1:]])
