"""CTDL-ASN frameworks and SKOS schemes of O*NET elements, in which each competency or concept has
an element's id as its notation: they are the same thing. Work activities may have old ids.

Sources: O*NET's competency frameworks, and Credential Engine's scheme of work activities,
https://www.onetcenter.org/ctdlasn and https://credentialengineregistry.org.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import polars as pl

from graph.iris import BadIri, canonical
from graph.vocabulary import SKOS
from loaders.json_text import BadDocument, listed, parse
from loaders.onet.crosswalks.activity_ids import with_new_ids
from loaders.onet.expressions import term, triple
from loaders.onet.frame import BadTable, Column, lines_of
from loaders.onet.sheets import Found
from loaders.onet.table import ELEMENT_PATTERN, ELEMENTS, Table, Writing
from loaders.onet.tables.activities import DETAILED, FROM_30_3, INTERMEDIATE
from loaders.onet.tables.content_model import element_or_activity

_NOTATIONS = ("ceasn:codedNotation", "skos:notation")
_TITLES = ("ceasn:competencyLabel", "skos:prefLabel", "skos:definition")
"""Where a title stands, the first that is there: some schemes define activities by their title."""
_ACTIVITIES = (INTERMEDIATE, DETAILED, *FROM_30_3.values())


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
    return [
        Found(COMPETENCIES, ["Competency", "Notation", "Title"], lines_of(list(enumerate(rows, 1))))
    ]


def _noted(document: Any) -> Iterator[list[str | None]]:
    graph = document.get("@graph", []) if isinstance(document, dict) else document
    for node in listed(graph):
        if not isinstance(node, dict) or not isinstance(node.get("@id"), str):
            continue
        notation = next((node[key] for key in _NOTATIONS if isinstance(node.get(key), str)), None)
        if notation:
            with suppress(BadIri):
                yield [canonical(node["@id"]), notation, _title(node)]


def _title(node: Mapping[str, Any]) -> str | None:
    """The first text of the first title, whatever its language."""
    found = next((node[key] for key in _TITLES if node.get(key)), None)
    texts = listed(list(found.values()) if isinstance(found, dict) else found)
    return next((text for text in texts if isinstance(text, str)), None)


def _same(writing: Writing) -> list[pl.Expr]:
    if not writing.known.keys() & {ELEMENTS, *_ACTIVITIES}:
        return []
    notation = pl.col("Notation")
    intermediate = pl.when(_is_in(writing, INTERMEDIATE)).then(writing.iri("iwa", notation))
    detailed = intermediate.when(_is_in(writing, DETAILED)).then(writing.iri("dwa", notation))
    ours = detailed.otherwise(element_or_activity(writing, notation))
    return [triple(ours, SKOS.exactMatch, term(pl.col("Competency")))]


def _is_in(writing: Writing, table: str) -> pl.Expr:
    """Whether a table has the notation as one of its ids."""
    if table not in writing.known:
        return pl.lit(False)
    return pl.col("Notation").is_in(writing.known[table].to_series().implode())


COMPETENCIES = Table(
    "Competencies of O*NET elements",
    (
        Column("Competency"),
        Column(
            "Notation",
            ELEMENT_PATTERN,
            refers_to=ELEMENTS,
            or_to=_ACTIVITIES,
        ),
        Column("Title", required=False),
    ),
    key=("Competency",),
    lines=_same,
    renamed=with_new_ids,
    many=True,
)
