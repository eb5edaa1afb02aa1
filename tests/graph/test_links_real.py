"""Links over the real files at hand: codes that were retired are found again, none is lost."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from graph.iris import Names
from graph.links import READS
from graph.links.occupations import occupation_links
from graph.sink import Channel, Sink
from graph.statements import Statements
from graph.triples import iri, line
from graph.vocabulary import CG, DCT, RDF_TYPE
from loaders.ctdl import load
from loaders.source import Source
from tests.shared import SHARED, needs_shared


def taxonomy() -> Iterator[str]:
    """The occupations of O*NET 30.1 and the SOC crosswalk, read by column from their files."""
    names = Names()
    with (SHARED / "onet/db_30_1_text/Occupation Data.txt").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            occupation = f"https://www.onetonline.org/link/summary/{row['O*NET-SOC Code']}"
            yield line(occupation, RDF_TYPE, iri(CG.Occupation))
    with (SHARED / "onet/soc/soc2010_soc2018.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            old, new = names.of("soc2010", row["soc2010"]), names.of("soc", row["soc2018"])
            yield line(old, DCT.isReplacedBy, iri(new))


@needs_shared
def test_no_code_at_hand_is_lost(tmp_path: Path) -> None:
    statements = Statements(tmp_path, READS)
    with Channel(statements.text) as channel:
        load(Source("ctdl", "ctdl", (SHARED / "ctdl/dev",)), Sink(channel))
    statements.append(taxonomy())
    links, counts = occupation_links(statements)
    assert "unknown code" not in counts
    linked = dict(links.select("declared", "method").iter_rows())
    retired = {text for text, method in linked.items() if method == "retired-code"}
    assert 0.15 < len(retired) / len(linked) < 0.45
    programmers = links.filter(pl.col("declared").str.contains("15-1131"))["target"]
    assert {target.rpartition("/")[2] for target in programmers} == {"15-1251.00"}
