"""CTDL-ASN frameworks and SKOS schemes of O*NET elements, in which each competency or concept has
an element's id as its notation: they are the same thing.

Sources: O*NET's competency frameworks, and Credential Engine's scheme of work activities,
https://www.onetcenter.org/ctdlasn and https://credentialengineregistry.org.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import polars as pl

from graph.iris import BadIri, canonical
from graph.vocabulary import SKOS
from loaders.json_text import BadDocument, listed, parse
from loaders.onet.expressions import term, triple
from loaders.onet.frame import BadTable, Column, lines_of
from loaders.onet.sheets import Found
from loaders.onet.table import ELEMENT_PATTERN, ELEMENTS, Table, Writing
from loaders.onet.tables.activities import DETAILED, INTERMEDIATE
from loaders.onet.tables.content_model import element_or_activity

_NOTATIONS = ("ceasn:codedNotation", "skos:notation")


def competencies_in(data: bytes) -> list[Found]:
    """The competencies and concepts with a notation in a JSON-LD document, as one table or none.

    Errors: `BadTable` when it is no JSON.
    """
    try:
        document = parse(data)
    except BadDocument as error:
        raise BadTable(str(error)) from error
    rows = list(_noted(document))
    if not rows:
        return []
    return [Found(COMPETENCIES, ["Competency", "Notation"], lines_of(list(enumerate(rows, 1))))]


def _noted(document: Any) -> Iterator[list[str]]:
    graph = document.get("@graph", []) if isinstance(document, dict) else document
    for node in listed(graph):
        if not isinstance(node, dict) or not isinstance(node.get("@id"), str):
            continue
        notation = next((node[key] for key in _NOTATIONS if isinstance(node.get(key), str)), None)
        if notation:
            with suppress(BadIri):
                yield [canonical(node["@id"]), notation]


def _same(writing: Writing) -> list[pl.Expr]:
    notation = pl.col("Notation")
    names = {
        ELEMENTS: element_or_activity(writing, notation),
        INTERMEDIATE: writing.iri("iwa", notation),
        DETAILED: writing.iri("dwa", notation),
    }
    lines = []
    for table in [table for table in names if table in writing.known]:
        is_one = notation.is_in(writing.known[table].to_series().implode())
        ours = pl.when(is_one).then(names[table])
        lines.append(triple(ours, SKOS.exactMatch, term(pl.col("Competency"))))
    return lines


COMPETENCIES = Table(
    "Competencies of O*NET elements",
    (
        Column("Competency"),
        Column(
            "Notation",
            ELEMENT_PATTERN,
            refers_to=ELEMENTS,
            or_to=(INTERMEDIATE, DETAILED),
        ),
    ),
    key=("Competency",),
    lines=_same,
    many=True,
)
