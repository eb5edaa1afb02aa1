"""O*NET text to a served build, against `oxigraph load` and `optimize` of the same N-Triples.

Usage: ``python -m benchmarks.onet RELEASE…`` with the folder of a text release, and the SOC files.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import running
from benchmarks.pairs import Times, report

ROUNDS = 3


def main(paths: list[Path]) -> None:
    """Build the release and load its N-Triples in turns."""
    ours: list[running.Run] = []
    filling: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for number in range(ROUNDS):
            shutil.rmtree(work / "data", ignore_errors=True)
            ours.append(running.build(work / "data", "onet", paths))
            build = running.built(work / "data")
            filled = build.info["optimize"]
            filling.append(filled["loading"] - filled["waiting"] + filled["compacting"])
            running.unpack(build, work / "graph.nt")
            loading = running.load(work / "store", work / "graph.nt")
            theirs.append(loading.seconds + running.optimize(work / "store").seconds)
            if number == 0:
                own, other = (running.size(path) / 1e6 for path in (build.public, work / "store"))
                print(f"on disk {own:,.0f} MB, by oxigraph {other:,.0f} MB")
            shutil.rmtree(work / "store")
        ways = [
            Times("oxigraph load + optimize", tuple(theirs)),
            Times("credgraph build, its filling of the store", tuple(filling)),
            Times("credgraph build", tuple(one.seconds for one in ours)),
        ]
        report("O*NET text to a served build", ways, build.info["profile"]["triples"], "triples")
        running.print_steps(build)
    print(f"  peak memory of the build: {max(one.peak for one in ours) / 1e9:.2f} GB")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main([Path(name) for name in sys.argv[1:]])
