"""What a query on this graph can name, for completion: one JSON document for each build.

Its size goes with the vocabulary that is used, not with the data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from graph.builds import Build
from graph.vocabulary import CG, PREFIXES
from webapp.schema.profile import Class, Property, profile
from webapp.schema.questions import term
from webapp.schema.words import Words, words
from webapp.site import build

_LONGEST = 300
"""Letters of a definition that completion shows; the page of the term has all of it."""


def terms() -> str:
    """``{"prefixes", "classes", "properties", "of", "to", "values", "targets"}`` as JSON;
    docs/console.md says what each holds. Errors: `QueryError`."""
    return _terms(build())


@lru_cache(maxsize=4)
def _terms(of: Build) -> str:
    found, known = profile(of.folder), words(of)
    uses = {cls: one.uses for cls, one in found.classes.items()}
    return json.dumps(
        {
            "prefixes": PREFIXES,
            "classes": _described(found.classes, known),
            "properties": _described(found.properties, known) | _search(known),
            "of": {term(c): {term(u.property): u.statements for u in uses[c]} for c in uses},
            "to": {term(c): {term(u.property): term(u.to) for u in uses[c] if u.to} for c in uses},
            "values": {
                term(name): some
                for name, one in found.properties.items()
                if one.targets is None and (some := _named(one.values, known))
            },
            "targets": {
                term(name): _named(one.targets, known)
                for name, one in found.properties.items()
                if one.targets is not None
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _described(
    found: Mapping[str, Class] | Mapping[str, Property], known: Words
) -> dict[str, dict[str, Any]]:
    """Count, label and definition of each term, without what it lacks."""
    return {
        term(iri): {"n": one.count}
        | ({"label": known.labels[iri]} if iri in known.labels else {})
        | ({"about": _short(about)} if (about := known.about(iri)) else {})
        for iri, one in found.items()
    }


def _search(known: Words) -> dict[str, dict[str, Any]]:
    """``cg:search``, which can be asked for and never is in a graph, so that it has no count."""
    return {term(CG.search): {"label": known.name(CG.search), "about": known.about(CG.search)}}


def _named(iris: Iterable[str], known: Words) -> list[tuple[str, str]]:
    """(term, label) of those that have a name, by name: the others nobody can choose from."""
    found = [(term(iri), known.labels[iri]) for iri in iris if iri in known.labels]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _short(about: str) -> str:
    return about if len(about) <= _LONGEST else about[:_LONGEST].rpartition(" ")[0] + " …"
