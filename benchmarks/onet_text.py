"""O*NET text to N-Triples: a whole release; and Skills, Knowledge, Abilities against morph-kgc.

Usage: ``python -m benchmarks.onet_text RELEASE [PYTHON]`` with the folder of a text release, and
the Python of an environment with ``benchmarks/morph-kgc.txt``. The mapping for morph-kgc has the
same nodes and properties, but leaves out what needs a condition or a function: which values are not
to be used, flags as booleans, dates as months. Its input is cut into a file for each scale before.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from graph.iris import ONETONLINE
from graph.sink import Channel, Sink
from graph.vocabulary import CG
from loaders import Source, load

ROUNDS = 3
RATED = {"Skills": "SkillRating", "Knowledge": "KnowledgeRating", "Abilities": "AbilityRating"}
SCALES = {"IM": "importance", "LV": "level"}
COLUMNS = {
    "Data Value": "", "N": "SampleSize", "Standard Error": "StandardError",
    "Lower CI Bound": "LowerBound", "Upper CI Bound": "UpperBound",
    "Recommend Suppress": "Suppressed", "Date": "Date", "Domain Source": "Source",
}  # fmt: skip
_MAPPING = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""


def main(release: Path, python: str | None) -> None:
    """Convert in turns, and say how fast."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _report("the whole release", [_convert([release], work) for _ in range(ROUNDS)])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"  peak memory {peak:.2f} GB")
        if python:
            rated = [release / f"{name}.txt" for name in RATED]
            config = _morph_input(rated, work)
            pairs = [(_convert(rated, work), _morph(python, config)) for _ in range(ROUNDS)]
            _report("Skills, Knowledge, Abilities", [ours for ours, _ in pairs])
            _report("the same, by morph-kgc", [theirs for _, theirs in pairs])


def _report(name: str, rounds: list[tuple[int, float]]) -> None:
    count, seconds = rounds[0][0], sorted(seconds for _, seconds in rounds)[len(rounds) // 2]
    print(f"{name}: {count:,} statements in {seconds:.1f} s = {count / seconds:,.0f}/s")


def _convert(paths: list[Path], work: Path) -> tuple[int, float]:
    to = work / "onet.nt"
    to.unlink(missing_ok=True)
    begun = time.perf_counter()
    with Channel(to) as channel:
        report = load(Source("onet", "onet", tuple(paths)), Sink(channel))
    return report.triples, time.perf_counter() - begun


def _morph_input(files: list[Path], work: Path) -> Path:
    """The tables as CSV, a file for each scale, with the mapping and the configuration."""
    maps = [_MAPPING]
    for file in files:
        rows = pl.read_csv(
            file, separator="\t", quote_char=None, infer_schema=False, null_values=["n/a"]
        )
        for scale, name in SCALES.items():
            path = work / f"{file.stem}-{scale}.csv"
            rows.filter(pl.col("Scale ID") == scale).write_csv(path)
            maps.append(_triples_map(path, RATED[file.stem], name))
    mapping, config = work / "mapping.ttl", work / "config.ini"
    mapping.write_text("\n".join(maps))
    output = f"[CONFIGURATION]\noutput_file={work / 'morph.nt'}\n"
    config.write_text(f"{output}\n[DataSource1]\nmappings={mapping}\n")
    return config


def _triples_map(path: Path, kind: str, measure: str) -> str:
    base = "https://w3id.org/credgraph/id/onet/"
    objects = [
        (f"{CG}ratedOccupation", f'rr:template "{ONETONLINE}{{O*NET-SOC Code}}"'),
        (f"{CG}element", f'rr:template "{base}element/{{Element ID}}"'),
        *((f"{CG}{measure}{end}", f'rml:reference "{column}"') for column, end in COLUMNS.items()),
    ]  # fmt: skip
    lines = "".join(
        f"  rr:predicateObjectMap [ rr:predicate <{p}> ; rr:objectMap [ {o} ] ] ;\n"
        for p, o in objects
    )
    return (
        f'<#{path.stem}> a rr:TriplesMap ;\n  rml:logicalSource [ rml:source "{path}" ; '
        f"rml:referenceFormulation ql:CSV ] ;\n{lines}"
        f'  rr:subjectMap [ rr:template "{base}rating/{{O*NET-SOC Code}}/{{Element ID}}" ; '
        f"rr:class <{CG}Rating> , <{CG}{kind}> ] .\n"
    )


def _morph(python: str, config: Path) -> tuple[int, float]:
    begun = time.perf_counter()
    command = [python, "-m", "morph_kgc", str(config)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    seconds = time.perf_counter() - begun
    with (config.parent / "morph.nt").open("rb") as file:
        return sum(1 for _ in file), seconds


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
