"""Classes and properties that a query names and nothing in the graph has: mostly slips of the pen.

Such a query is right, and its answer, that there is nothing, is true; so this warns, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from graph.stores import QueryError
from graph.stores.guard import inspect
from graph.stores.tokens import Token
from graph.vocabulary import CG, RDF_TYPE
from queries.advice.advice import Profile
from queries.reading import Edit, Reading, Unread, edited, read

_LOCAL = re.compile(r"[^/#:]*$")
_PLAIN = re.compile(r"[A-Za-z_][\w-]*")
_CLOSE = 0.75
"""How alike two names have to be, from 0 to 1, for one to be taken for the other."""
_MOST, _LONGEST = 5, 200


@dataclass(frozen=True)
class Unknown:
    """A class or property (`kind`) at a place of a query, as `written`. `nearest` is the one of the
    graph that is most like it, and `sparql` the query with that; both "" where none is."""

    written: str
    kind: str
    line: int
    column: int
    nearest: str = ""
    sparql: str = ""

    def __str__(self) -> str:
        meant = f" The nearest here is {self.nearest}." if self.nearest else ""
        having = "is of the class" if self.kind == "class" else "has the property"
        return f"Nothing in this graph {having} {self.written[:_LONGEST]}.{meant}"


def unknown_terms(sparql: str, profile: Profile) -> list[Unknown]:
    """The first five such terms; none where the query has an error or is not understood, or the
    graph was not counted."""
    if not profile["properties"]:
        return []
    try:
        inspect(sparql)
        reading = read(sparql)
    except (QueryError, Unread):
        return []
    found = dict[str, Unknown]()
    for token, iri, kind in _named(reading):
        known = profile["classes"] if kind == "class" else profile["properties"]
        if iri not in known and iri != CG.search and len(found) < _MOST:
            found.setdefault(iri, _unknown(reading, token, iri, kind, known))
    return list(found.values())


def _named(reading: Reading) -> Iterator[tuple[Token, str, str]]:
    """Each class and property that is written out: its token, its IRI, and which of both it is."""
    for group in reading.groups:
        for triple in group.triples:
            for token in triple.path.tokens:
                if ":" in (iri := reading.iri(token)):
                    yield token, iri, "property"
            is_type = triple.path.text == "a" or reading.iri(triple.path.tokens[0]) == RDF_TYPE
            iri = reading.iri(triple.object.tokens[0])
            if is_type and len(triple.path.tokens) == 1 and ":" in iri:
                yield triple.object.tokens[0], iri, "class"


def _unknown(
    reading: Reading, token: Token, iri: str, kind: str, known: Mapping[str, int]
) -> Unknown:
    nearest = _nearest(iri, frozenset(known))
    if not nearest:
        return Unknown(token.text, kind, token.line, token.column)
    written = _written(nearest, reading.prefixes)
    sparql = edited(reading.sparql, [Edit(token.offset, token.end, written)])
    return Unknown(token.text, kind, token.line, token.column, written, sparql)


@lru_cache(maxsize=1024)
def _nearest(iri: str, known: frozenset[str]) -> str:
    """The IRI of the same namespace whose last part is most like that of this one, or one of
    another with the same last part; "" where none is."""
    space = _LOCAL.sub("", iri)
    beside = {_local(one): one for one in sorted(known) if _LOCAL.sub("", one) == space}
    if best := get_close_matches(_local(iri), beside, 1, _CLOSE):
        return beside[best[0]]
    return min((one for one in known if _local(one) == _local(iri)), default="")


def _local(iri: str) -> str:
    match = _LOCAL.search(iri)
    return match[0].casefold() if match else ""


def _written(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI as this query can name it."""
    for prefix, space in prefixes.items():
        if iri.startswith(space) and _PLAIN.fullmatch(iri[len(space) :]):
            return f"{prefix}:{iri[len(space) :]}"
    return f"<{iri}>"
