"""The CTDL term table: what a key means, how its values are coerced, what a class is a kind of.

The table is flat because the published context is: no ``@vocab``, no ``@list``, no scoped terms.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from graph.iris import BadIri, canonical
from graph.vocabulary import CG, RDF, RDF_TYPE, RDFS, XSD

_VOCABULARIES = (
    "https://purl.org/ctdl/",
    "https://purl.org/ctdlasn/",
    "http://purl.org/ctdlasn/",
    "https://credreg.net/qdata/",
    "http://purl.org/ASN/schema/core/",
)
_META_CLASSES = {RDFS.Class, RDF.Property}


@dataclass(frozen=True, slots=True)
class Term:
    """A property: its IRI, its coercion (``@id``, ``@language``, a datatype IRI, or None), what
    stands between subject and value in a line about it, and whether any text is a value of it."""

    iri: str
    coercion: str | None
    between: str
    takes_text: bool


@cache
def _table() -> dict[str, Any]:
    text = files("loaders.ctdl").joinpath("terms.json").read_text("utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def prefixes() -> dict[str, str]:
    """CTDL's prefixes: {prefix: IRI}."""
    return dict(_table()["prefixes"])


def expand(compact: str) -> str | None:
    """A compact IRI (``ceterms:name``) as an IRI; an IRI as it is; None for an unknown prefix."""
    prefix, colon, rest = compact.partition(":")
    if not colon:
        return None
    if base := _table()["prefixes"].get(prefix):
        return f"{base}{rest}" if not rest.startswith("//") else None
    return compact if rest.startswith("//") or prefix == "urn" else None


@lru_cache(maxsize=1 << 13)
def term(key: str) -> Term | None:
    """The property that a JSON key names, or None where CTDL's context gives it no meaning."""
    try:
        iri = canonical(expand(key) or "")
    except BadIri:
        return None
    coercion = _table()["terms"].get(key)
    if coercion and not coercion.startswith("@"):
        coercion = expand(coercion)
    return Term(iri, coercion, f"> <{iri}> ", coercion in (None, "@language", XSD.string))


def coerced() -> frozenset[str]:
    """The IRIs of the properties whose values have a type."""
    return frozenset(found.iri for key in _table()["terms"] if (found := term(key)))


def is_vocabulary(iri: str) -> bool:
    """Whether an IRI names a term of CTDL, CTDL-ASN, ASN or QData: a class, property or concept."""
    return iri.startswith(_VOCABULARIES)


@lru_cache(maxsize=1 << 12)
def superclasses(class_iri: str) -> tuple[str, ...]:
    """Every class above a class, without itself: ``subClassOf`` followed to its end."""
    found: dict[str, None] = {}
    todo = list(_direct().get(class_iri, ()))
    while todo:
        above = todo.pop(0)
        if above not in found:
            found[above] = None
            todo.extend(_direct().get(above, ()))
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def type_lines(class_iri: str, is_record: bool) -> tuple[str, ...]:
    """What follows the subject in the lines that type it: the class, and every class above it.

    `is_record`: whether the subject is somebody's record, and no term of the vocabulary.
    """
    pairs = [(RDF_TYPE, kind) for kind in (class_iri, *superclasses(class_iri))]
    if is_record and class_iri not in _META_CLASSES:
        pairs.append((CG.recordType, class_iri))
    return tuple(f"> <{predicate}> <{kind}> .\n" for predicate, kind in pairs)


@cache
def _direct() -> dict[str, tuple[str, ...]]:
    pairs = _table()["superclasses"].items()
    return {expand(c) or c: tuple(expand(a) or a for a in above) for c, above in pairs}
