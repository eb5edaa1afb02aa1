"""Things by their names: what a person who writes a query means by "registered nurse"."""

from __future__ import annotations

import json
import sys

from graph.vocabulary import RDF_TYPE, RDFS, SCHEMA, shorten
from webapp.asking import rows, text
from webapp.schema.profile import profile
from webapp.schema.questions import term
from webapp.site import build

LEAST = 3
"""Letters of a name that are needed: fewer fit half of everything."""
_MOST = 20
_CANDIDATES = 300
"""Names that are ranked; a word that more names hold needs another letter."""

_NO_CLASS = (sys.maxsize, "")


def named(words: str) -> list[dict[str, str]]:
    """The things whose names hold these words, best first: ``{"term", "label", "type"}``.

    Errors: `QueryError`.
    """
    wanted = words.casefold().split()
    if len("".join(wanted)) < LEAST:
        return []
    tests = " && ".join(f"CONTAINS(?lower, {_literal(word)})" for word in wanted)
    # Alignment objects bear the name of what they point at, and are never what is meant.
    query = f"""SELECT ?iri ?label ?type {{
        {{ SELECT ?iri ?label {{
            ?iri <{RDFS.label}> ?label BIND(LCASE(STR(?label)) AS ?lower)
            FILTER(isIRI(?iri) && {tests})
            FILTER NOT EXISTS {{ ?iri a <{SCHEMA.AlignmentObject}> }}
        }} LIMIT {_CANDIDATES} }}
        OPTIONAL {{ ?iri <{RDF_TYPE}> ?type }}
    }}"""
    names: dict[str, str] = {}
    types: dict[str, tuple[int, str]] = {}
    for row in rows(query):
        iri = text(row, "iri")
        names[iri] = text(row, "label")
        types[iri] = min(_class(text(row, "type")), types.get(iri, _NO_CLASS))
    wanted_words = " ".join(wanted)
    best = sorted(names, key=lambda iri: (_rank(names[iri], wanted_words), types[iri], iri))
    return [_shown(iri, names[iri], types[iri][1]) for iri in best[:_MOST]]


def _rank(label: str, words: str) -> tuple[int, int]:
    """Equal names first, then those that begin so, then those with a word that does; short ones
    before long ones."""
    name = label.casefold()
    fits = (name == words, name.startswith(words), f" {words}" in name, True)
    return fits.index(True), len(name)


def _class(iri: str) -> tuple[int, str]:
    """A class with the number of its instances: the one with the fewest tells the most."""
    classes = profile(build().folder).classes
    return (classes[iri].count, iri) if iri in classes else _NO_CLASS


def _shown(iri: str, label: str, type_: str) -> dict[str, str]:
    return {"term": term(iri), "label": label, "type": shorten(type_)}


def _literal(value: str) -> str:
    """A SPARQL string; JSON escapes what SPARQL must have escaped."""
    return json.dumps(value, ensure_ascii=False)
