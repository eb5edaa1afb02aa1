"""Things by their names: what a person who writes a query means by "registered nurse", or by
"registerd nurse". The full-text index finds them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from graph.builds import Build
from graph.vocabulary import CETERMS, CG, RDF_TYPE, RDFS, SCHEMA, shorten
from webapp.asking import rows, text
from webapp.schema.profile import Property, profile
from webapp.schema.questions import term
from webapp.site import build

LEAST = 3
"""Letters of a name that are needed: fewer fit half of everything."""
_MOST = 20
_CANDIDATES = 200
"""Hits of the index that are ranked by their names."""
_CANDIDATES_OF_SOME = 1000
"""Hits that are looked through for those of a class, or that a property leads to."""
_FEW = 2000
"""Things of a class, up to which a page can hold all their names."""

_NO_CLASS = (sys.maxsize, "")


class _Thing(NamedTuple):
    label: str
    score: float
    type: tuple[int, str]


def named(words: str, cls: str | None = None, prop: str | None = None) -> list[dict[str, str]]:
    """The things whose names hold these words, or words like them, best first: ``{"term", "label",
    "type"}``. Where a property is known, only those that `prop` leads to, else those of the class
    `cls`; anything else would have no row.

    Errors: `QueryError`.
    """
    wanted = words.casefold().split()
    if len("".join(wanted)) < LEAST:
        return []
    found: dict[str, _Thing] = {}
    for condition in list(_conditions(cls, prop)) or [""]:
        found = found or _found(wanted, condition)
    return [_shown(iri, found[iri]) for iri in _best(found, " ".join(wanted))]


@lru_cache(maxsize=64)
def things(of: Build, cls: str, prop: str) -> list[tuple[str, str]]:
    """(term, label) of all named things of a class that a property leads to, by name; none where
    the class has more than a page can hold.

    Errors: `QueryError`.
    """
    known = profile(of.folder)
    if prop not in known.properties or cls not in known.classes or known.classes[cls].count > _FEW:
        return []
    query = f"""SELECT ?iri ?label {{
        ?iri a <{cls}> ; <{RDFS.label}> ?label . {_is_value(known.properties[prop])}
    }}"""
    found = [(term(text(row, "iri")), text(row, "label")) for row in rows(query)]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _conditions(cls: str | None, prop: str | None) -> Iterator[str]:
    known = profile(build().folder)
    if prop and prop in known.properties:
        yield _is_value(known.properties[prop])
    if cls and cls in known.classes:
        yield f"?iri a <{cls}> ."


def _is_value(prop: Property) -> str:
    """That something has ?iri as the value of a property, or an alignment object there points at
    it. (As a path, ``targetNode?``, it takes the engine eight times as long.)"""
    direct = f"{{ ?any <{prop.iri}> ?iri }}"
    if prop.targets is None:
        return f"FILTER EXISTS {direct}"
    aligned = f"{{ ?node <{CETERMS.targetNode}> ?iri . ?any <{prop.iri}> ?node }}"
    return f"FILTER EXISTS {{ {direct} UNION {aligned} }}"


def _found(wanted: list[str], condition: str) -> dict[str, _Thing]:
    """What the index has, with its label. Alignment objects bear the name of what they point at,
    and are never what is meant."""
    count = _CANDIDATES_OF_SOME if condition else _CANDIDATES
    query = f"""SELECT ?iri ?score ?label ?type {{
        (?iri ?score) <{CG.search}> ({_literal(" ".join(wanted))} {count}) .
        ?iri <{RDFS.label}> ?label .
        {condition}
        FILTER NOT EXISTS {{ ?iri a <{SCHEMA.AlignmentObject}> }}
        OPTIONAL {{ ?iri <{RDF_TYPE}> ?type }}
    }}"""
    found: dict[str, _Thing] = {}
    for row in rows(query):
        iri, kind = text(row, "iri"), _class(text(row, "type"))
        least = min(kind, found[iri].type) if iri in found else kind
        found[iri] = _Thing(text(row, "label"), float(text(row, "score")), least)
    return found


def _best(found: dict[str, _Thing], written: str) -> list[str]:
    """Equal names first, then those that begin so, then those with a word that does; among these
    and the rest what is spelt alike and what the index likes. Spelling is compared, which takes
    long, only where there is room left."""
    highest = max((thing.score for thing in found.values()), default=1.0)
    compared = SequenceMatcher(b=written, autojunk=False)

    def order(iri: str) -> tuple[float, tuple[int, str], str]:
        thing = found[iri]
        compared.set_seq1(thing.label.casefold()[: 2 * len(written) + 20])
        return -2 * compared.ratio() - thing.score / highest, thing.type, iri

    by_fit: tuple[list[str], ...] = ([], [], [], [])
    for iri, thing in found.items():
        name = thing.label.casefold()
        fits = (name == written, name.startswith(written), f" {written}" in name, True)
        by_fit[fits.index(True)].append(iri)
    best = list[str]()
    for group in by_fit:
        if len(best) < _MOST:
            best += sorted(group, key=order)
    return best[:_MOST]


def _class(iri: str) -> tuple[int, str]:
    """A class with the number of its instances: the one with the fewest tells the most."""
    classes = profile(build().folder).classes
    return (classes[iri].count, iri) if iri in classes else _NO_CLASS


def _shown(iri: str, thing: _Thing) -> dict[str, str]:
    return {"term": term(iri), "label": thing.label, "type": shorten(thing.type[1])}


def _literal(value: str) -> str:
    """A SPARQL string; JSON escapes what SPARQL must have escaped."""
    return json.dumps(value, ensure_ascii=False)
