"""Small releases written by tests, and what the loader made of a release, in a real store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.sink import Channel, Sink
from graph.vocabulary import PREFIXES
from loaders import LoadReport, Source, load

BASE = "https://w3id.org/credgraph/id/onet/"
_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@dataclass(frozen=True)
class Loaded:
    """A load: its report, and a store filled with what it wrote."""

    report: LoadReport
    store: ox.Store

    def rows(self, sparql: str) -> list[tuple[str | None, ...]]:
        """The answer to a SELECT, each term as its text."""
        answer = self.store.query(_PREFIXES + sparql, base_iri=BASE)
        assert isinstance(answer, ox.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        found = ([solution[name] for name in names] for solution in answer)
        return [tuple(_text(term) for term in terms) for terms in found]

    def one(self, sparql: str) -> str | None:
        """The only term of the only row of an answer."""
        ((value,),) = self.rows(sparql)
        return value

    def ask(self, pattern: str) -> bool:
        """Whether a pattern has a match."""
        return bool(self.store.query(f"{_PREFIXES}ASK {{ {pattern} }}", base_iri=BASE))

    def rejects(self) -> set[tuple[str, str]]:
        """(code, place) of what was rejected."""
        return {(note.code, note.place or "") for note in self.report.rejects}


def _text(term: object) -> str | None:
    if term is None:
        return None
    assert isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode)
    return term.value


def load_paths(folder: Path, *paths: Path) -> LoadReport:
    """Load files into ``folder/onet.nt``."""
    with Channel(folder / "onet.nt") as channel:
        return load(Source("onet", "onet", paths), Sink(channel))


def stored(folder: Path, *paths: Path) -> Loaded:
    """Load files, and fill a store with what was written."""
    report = load_paths(folder, *paths)
    store = ox.Store()
    store.bulk_load(path=str(folder / "onet.nt"), format=ox.RdfFormat.N_TRIPLES)
    return Loaded(report, store)


def table(*rows: str) -> str:
    """A table of a text release, from lines whose cells are set apart by ``|``."""
    return "".join("\t".join(cell.strip() for cell in row.split("|")) + "\n" for row in rows)


STATISTICS = "N|Standard Error|Lower CI Bound|Upper CI Bound|Recommend Suppress"
RATING_HEADER = (
    f"O*NET-SOC Code|Element ID|Element Name|Scale ID|Data Value|{STATISTICS}"
    "|Not Relevant|Date|Domain Source"
)
RATING_END = "8|0.12|4.0|4.5|N|n/a|08/2023|Analyst"

SMALL: Mapping[str, str] = {
    "Occupation Data": table(
        "O*NET-SOC Code|Title|Description",
        "11-1011.00|Bakers of bread|They bake.",
        "11-1021.00|Millers|They mill.",
    ),
    "Content Model Reference": table(
        "Element ID|Element Name|Description",
        "2|Requirements|n/a",
        "2.A|Skills|n/a",
        "2.A.1|Kneading|To knead.",
        "2.A.2|Tasting|To taste.",
        "1.B.1.a|Realistic|n/a",
        "1.B.1.b|Investigative|n/a",
        "1.B.1.g|First|n/a",
        "1.B.1.h|Second|n/a",
        "1.D.1|Patience|n/a",
        "2.D.1|Schooling|n/a",
        "4.A.1|Getting flour|n/a",
        "4.C.1|Heat|n/a",
        "4.C.2|Noise|n/a",
    ),
    "Scales Reference": table(
        "Scale ID|Scale Name|Minimum|Maximum",
        *("IM|Importance|1|5", "LV|Level|0|7", "RL|Schooling|0|100", "CX|Context|1|5"),
        *("CXP|Context (Categories 1-5)|0|100", "CT|Context|1|3", "OI|Interests|1|7"),
        *("IH|High-Point|0|6", "VH|High-Point|1|6", "WI|Impact|-3|3", "DR|Rank|0|10"),
        *("RT|Relevance|0|100", "FT|Frequency|0|100"),
    ),
    "Skills": table(
        RATING_HEADER,
        f"11-1011.00|2.A.1|Kneading|IM|4.12|{RATING_END}",
        f"11-1011.00|2.A.1|Kneading|LV|5.25|{RATING_END}",
    ),
}
"""The least release that has a rating, invented."""


def release(folder: Path, tables: Mapping[str, str | bytes], name: str = "db_30_1_text") -> Path:
    """Write tables as files of a release."""
    to = folder / name
    to.mkdir()
    for stem, content in tables.items():
        data = content if isinstance(content, bytes) else content.encode()
        (to / f"{stem}.txt").write_bytes(data)
    return to
