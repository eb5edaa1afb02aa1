"""Things by their names: what a person who writes a query means by "registered nurse", or by
"registerd nurse". The full-text index finds them."""

from __future__ import annotations

import json
import sys
from difflib import SequenceMatcher
from typing import NamedTuple

from graph.vocabulary import CG, RDF_TYPE, RDFS, SCHEMA, shorten
from webapp.asking import rows, text
from webapp.schema.profile import profile
from webapp.schema.questions import term
from webapp.site import build

LEAST = 3
"""Letters of a name that are needed: fewer fit half of everything."""
_MOST = 20
_CANDIDATES = 200
"""Hits of the index that are ranked by their names."""
_CANDIDATES_OF_CLASS = 1000
"""Hits that are looked through for those of the class that is wanted."""

_NO_CLASS = (sys.maxsize, "")


class _Thing(NamedTuple):
    label: str
    score: float
    type: tuple[int, str]


def named(words: str, cls: str | None = None) -> list[dict[str, str]]:
    """The things whose names hold these words, or words like them, best first: ``{"term", "label",
    "type"}``. Those of the class `cls`, where there are any, else of all classes.

    Errors: `QueryError`.
    """
    wanted = words.casefold().split()
    if len("".join(wanted)) < LEAST:
        return []
    known = profile(build().folder).classes
    found = _found(wanted, cls) if cls in known else {}
    found = found or _found(wanted, None)
    fits = _Fits(" ".join(wanted), max((thing.score for thing in found.values()), default=1.0))
    best = sorted(found, key=lambda iri: (*fits.order(found[iri]), iri))[:_MOST]
    return [_shown(iri, found[iri]) for iri in best]


def _found(wanted: list[str], cls: str | None) -> dict[str, _Thing]:
    """What the index has, with its label. Alignment objects bear the name of what they point at,
    and are never what is meant."""
    is_wanted = f"?iri a <{cls}> ." if cls else ""
    count = _CANDIDATES_OF_CLASS if cls else _CANDIDATES
    query = f"""SELECT ?iri ?score ?label ?type {{
        (?iri ?score) <{CG.search}> ({_literal(" ".join(wanted))} {count}) .
        {is_wanted} ?iri <{RDFS.label}> ?label
        FILTER NOT EXISTS {{ ?iri a <{SCHEMA.AlignmentObject}> }}
        OPTIONAL {{ ?iri <{RDF_TYPE}> ?type }}
    }}"""
    found: dict[str, _Thing] = {}
    for row in rows(query):
        iri, kind = text(row, "iri"), _class(text(row, "type"))
        least = min(kind, found[iri].type) if iri in found else kind
        found[iri] = _Thing(text(row, "label"), float(text(row, "score")), least)
    return found


class _Fits:
    """How well things fit what was written. `best`: the best score that the index gives."""

    def __init__(self, written: str, best: float) -> None:
        self._written, self._best = written, best
        self._compared = SequenceMatcher(b=written, autojunk=False)

    def order(self, thing: _Thing) -> tuple[int, float, tuple[int, str]]:
        """Equal names first, then those that begin so, then those with a word that does; among
        these and the rest what is spelt alike and what the index likes."""
        name, written = thing.label.casefold(), self._written
        fits = (name == written, name.startswith(written), f" {written}" in name, True)
        self._compared.set_seq1(name[: 2 * len(written) + 20])
        likeness = 2 * self._compared.ratio() + thing.score / self._best
        return fits.index(True), -likeness, thing.type


def _class(iri: str) -> tuple[int, str]:
    """A class with the number of its instances: the one with the fewest tells the most."""
    classes = profile(build().folder).classes
    return (classes[iri].count, iri) if iri in classes else _NO_CLASS


def _shown(iri: str, thing: _Thing) -> dict[str, str]:
    return {"term": term(iri), "label": thing.label, "type": shorten(thing.type[1])}


def _literal(value: str) -> str:
    """A SPARQL string; JSON escapes what SPARQL must have escaped."""
    return json.dumps(value, ensure_ascii=False)
