"""Links over the real files at hand: codes that were retired are found again, none is lost."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from graph.iris import Names
from graph.links.occupations import occupation_links
from graph.sink import Channel, Sink
from loaders.ctdl import load
from loaders.source import Source
from tests.shared import SHARED, needs_shared


def taxonomy() -> Iterator[str]:
    """The occupations of O*NET 30.1 and the SOC crosswalk, read by column from their files."""
    names = Names()
    with (SHARED / "onet/db_30_1_text/Occupation Data.txt").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            occupation = f"<https://www.onetonline.org/link/summary/{row['O*NET-SOC Code']}>"
            yield f"{occupation} a <https://w3id.org/credgraph/vocab#Occupation> ."
    with (SHARED / "onet/soc/soc2010_soc2018.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            old, new = names.of("soc2010", row["soc2010"]), names.of("soc", row["soc2018"])
            yield f"<{old}> <http://purl.org/dc/terms/isReplacedBy> <{new}> ."


@needs_shared
def test_no_code_at_hand_is_lost(tmp_path: Path) -> None:
    with Channel(tmp_path / "out.nt") as channel:
        load(Source("ctdl", "ctdl", (SHARED / "ctdl/dev",)), Sink(channel))
    store = ox.Store()
    store.bulk_load(path=str(tmp_path / "out.nt"), format=ox.RdfFormat.N_TRIPLES)
    store.load("\n".join(taxonomy()).encode(), format=ox.RdfFormat.TURTLE)
    links, counts = occupation_links(store)
    assert "unknown code" not in counts
    linked = {link.declared: link.method for link in links}
    retired = {text for text, method in linked.items() if method == "retired-code"}
    assert 0.15 < len(retired) / len(linked) < 0.45
    programmers = [link for link in links if "15-1131" in link.declared]
    assert {link.target.rpartition("/")[2] for link in programmers} == {"15-1251.00"}
