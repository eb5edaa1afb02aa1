"""What a query on this graph can name, for completion: one JSON document for each build.

Its size goes with the vocabulary that is used, not with the data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from graph.builds import Build
from graph.vocabulary import DCT, PREFIXES, RDFS, SKOS, shorten
from webapp.asking import Row, in_batches, labels, rows, text
from webapp.schema import profile
from webapp.site import build

_ABOUT = (RDFS.comment, SKOS.definition, DCT.description)
"""The properties that define a term, best first."""
_LONGEST = 300
_PLAIN = re.compile(r"[a-z]+:[A-Za-z_][\w-]*")


def terms() -> str:
    """``{"prefixes", "classes", "properties", "of", "to", "values"}`` as JSON; docs/console.md says
    what each holds. Errors: `QueryError`."""
    return _terms(build())


def term(iri: str) -> str:
    """An IRI as a query names it: ``ceterms:name``, or ``<…>`` where no prefix fits."""
    short = shorten(iri)
    return short if _PLAIN.fullmatch(short) else f"<{iri}>"


@lru_cache(maxsize=4)
def _terms(of: Build) -> str:
    found = profile(of.folder)
    classes, properties = found["classes"], found["properties"]
    about = _definitions([*classes, *properties])
    few = {name: more["values"] for name, more in properties.items() if more.get("values")}
    known = labels({*classes, *properties, *(iri for some in few.values() for iri in some)})
    return json.dumps(
        {
            "prefixes": PREFIXES,
            "classes": _described(classes, known, about),
            "properties": _described(properties, known, about),
            "of": {term(c): _terms_of(more["properties"]) for c, more in classes.items()},
            "to": {
                term(c): {term(p): term(to) for p, to in more.get("links", {}).items()}
                for c, more in classes.items()
            },
            "values": {term(p): some for p in few if (some := _named(few[p], known))},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _described(
    found: Mapping[str, Any], known: Mapping[str, str], about: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Count, label and definition of each term, without what it lacks."""
    return {
        term(iri): {"n": more["count"]}
        | ({"label": known[iri]} if iri in known else {})
        | ({"about": about[iri]} if iri in about else {})
        for iri, more in found.items()
    }


def _terms_of(counts: Mapping[str, int]) -> dict[str, int]:
    return {term(iri): count for iri, count in counts.items()}


def _named(iris: Iterable[str], known: Mapping[str, str]) -> list[tuple[str, str]]:
    """(term, label) of those that have a name, by name: the others nobody can choose from."""
    found = [(term(iri), known[iri]) for iri in iris if iri in known]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _definitions(iris: Iterable[str]) -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for values in in_batches(iris):
        properties = " ".join(f"<{name}>" for name in _ABOUT)
        query = f"""SELECT ?iri ?property ?about {{
            VALUES ?iri {{ {values} }} VALUES ?property {{ {properties} }} ?iri ?property ?about
        }}"""
        for row in rows(query):
            iri, found = text(row, "iri"), _ranked(row)
            best[iri] = min(best.get(iri, found), found)
    return {iri: about for iri, (_, about) in best.items()}


def _ranked(row: Row) -> tuple[int, str]:
    about = " ".join(text(row, "about").split())
    short = about if len(about) <= _LONGEST else about[:_LONGEST].rpartition(" ")[0] + " …"
    return _ABOUT.index(text(row, "property")), short
