"""SOC files: the 2018 structure, and the crosswalk from 2010's codes, by their columns.

Source: U.S. Bureau of Labor Statistics, https://www.bls.gov/soc/2018/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from graph.iris import Names
from graph.triples import iri, line, literal
from graph.vocabulary import CG, DCT, RDF_TYPE, SKOS
from loaders.onet.frame import Reject

CODE = re.compile(r"[0-9]{2}-[0-9]{4}")

Row = dict[str, str]


def structure(row: Row, names: Names) -> list[str] | str:
    """A group of the 2018 structure; or, as text, why the row can't be used."""
    code, title, parent = row["code"], row["title"], row["parent"]
    if not CODE.fullmatch(code) or not title:
        return "no SOC code, or no title"
    group = names.of("soc", code)
    lines = [
        line(group, RDF_TYPE, iri(CG.SocGroup)),
        line(group, RDF_TYPE, iri(SKOS.Concept)),
        line(group, SKOS.notation, literal(code)),
        line(group, SKOS.prefLabel, literal(title, language="en")),
    ]
    if CODE.fullmatch(parent):
        lines.append(line(group, SKOS.broader, iri(names.of("soc", parent))))
    return lines


def crosswalk(row: Row, names: Names) -> list[str] | str:
    """A 2010 code and a 2018 code that took its place; or, as text, why not."""
    old, new, title = row["soc2010"], row["soc2018"], row["soc2010_title"]
    if not CODE.fullmatch(old) or not CODE.fullmatch(new) or not title:
        return "not a pair of SOC codes, or no title"
    node = names.of("soc2010", old)
    return [
        line(node, RDF_TYPE, iri(CG.RetiredOccupationCode)),
        line(node, RDF_TYPE, iri(SKOS.Concept)),
        line(node, SKOS.notation, literal(old)),
        line(node, SKOS.prefLabel, literal(title, language="en")),
        line(node, DCT.isReplacedBy, iri(names.of("soc", new))),
    ]


FILES: dict[str, tuple[tuple[str, ...], Callable[[Row, Names], list[str] | str]]] = {
    "SOC 2018 structure": (("code", "title", "parent"), structure),
    "SOC 2010 to 2018 crosswalk": (("soc2010", "soc2010_title", "soc2018"), crosswalk),
}
"""What is loaded, by the columns that a file has."""


def kind_of(columns: set[str]) -> str | None:
    """Which of `FILES` has these columns."""
    return next((name for name, (needed, _) in FILES.items() if columns >= set(needed)), None)


def convert(
    kind: str, rows: Iterator[tuple[int, Row]], names: Names
) -> Iterator[list[str] | Reject]:
    """The lines of each row, or its `Reject`."""
    _, of_row = FILES[kind]
    for number, row in rows:
        found = of_row(row, names)
        if isinstance(found, str):
            yield Reject(number, "bad-value", found, ",".join(row.values()))
        else:
            yield found
