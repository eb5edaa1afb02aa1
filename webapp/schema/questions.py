"""Queries that the schema pages build for the console: something to begin with, and to change."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.vocabulary import (
    CEASN,
    CETERMS,
    CG,
    PREFIXES,
    PROV,
    RDF_TYPE,
    RDFS,
    SCHEMA,
    SKOS,
    shorten,
)
from webapp.schema.profile import Class, Profile, Use

_MOST = 100
_COLUMNS = 4
_SINGLE = 1.2
"""Values of a property for each resource; with more of them a row for each would be many rows."""
_PLAIN = re.compile(r"[a-z]+:[A-Za-z_][\w-]*")
_PASSED_OVER = frozenset(
    (RDF_TYPE, RDFS.label, SKOS.prefLabel, CETERMS.name, CEASN.name, SCHEMA.name,
     PROV.wasDerivedFrom, CG.inRecord, CG.recordType)
)  # fmt: skip
"""Properties that make no column of their own: the label says as much, or they are bookkeeping."""


def term(iri: str) -> str:
    """An IRI as a query names it: ``ceterms:name``, or ``<…>`` where no prefix fits."""
    short = shorten(iri)
    return short if _PLAIN.fullmatch(short) else f"<{iri}>"


def of_class(cls: Class) -> str:
    """The resources of a class, with the properties that most of them have."""
    names = _Names()
    thing = names.new(cls.iri)
    lines = [f"{thing} a {term(cls.iri)} ."]
    if any(use.property == RDFS.label for use in cls.uses):
        lines.append(_label(thing))
    lines += [
        f"OPTIONAL {{ {thing} {term(use.property)} {names.new(use.property)} }}"
        for use in _main(cls)
    ]
    return _query(names, lines)


def of_use(profile: Profile, use: Use) -> str:
    """The resources of a class with the values of a property; where these are resources of a class
    too, joined with it."""
    names = _Names()
    thing, value = names.new(use.cls), names.new(use.property)
    lines = [f"{thing} a {term(use.cls)} ;", f"  {term(use.property)} {value} ."]
    if use.to:
        lines.append(f"{value} a {term(use.to)} .")
    for variable, cls in ((thing, use.cls), (value, use.to)):
        found = profile.classes.get(cls or "")
        if found and any(one.property == RDFS.label for one in found.uses):
            lines.append(_label(variable))
    return _query(names, lines)


def of_property(iri: str) -> str:
    """The statements of a property, whatever they are about."""
    names = _Names()
    value = names.new(iri)
    return _query(names, [f"?resource {term(iri)} {value} .", _label("?resource")])


def _main(cls: Class) -> list[Use]:
    """What most resources of a class have, and have once."""
    single = [
        use
        for use in cls.uses
        if use.property not in _PASSED_OVER
        and use.statements <= _SINGLE * (use.resources or use.statements)
    ]
    return sorted(single, key=lambda use: -(use.resources or use.statements))[:_COLUMNS]


def _label(variable: str) -> str:
    return f"OPTIONAL {{ {variable} rdfs:label {variable}Label }}"


def _query(names: _Names, lines: Iterable[str]) -> str:
    body = "\n".join(f"  {line}" for line in lines)
    used = re.findall(r"(?<![\w<:])([a-z]+):(?=[A-Za-z_])", re.sub(r"<[^>]*>", "", body))
    prefixes = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in sorted(set(used)))
    found = dict.fromkeys(re.findall(r"\?\w+", body))
    return f"{prefixes}\nSELECT {' '.join(found)} WHERE {{\n{body}\n}}\nLIMIT {_MOST}\n"


class _Names:
    """Names for variables, after the terms that they stand for; each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, iri: str) -> str:
        """``ceterms:Credential`` → ``?credential``, the second one ``?credential2``."""
        local = re.sub(r"\W", "", re.split(r"[/#:]", iri.rstrip("/#"))[-1], flags=re.ASCII)
        name = f"{local[:1].lower()}{local[1:]}" if local[:1].isalpha() else "value"
        number = 1
        while (found := f"?{name}{number if number > 1 else ''}") in self._taken:
            number += 1
        self._taken.add(found)
        return found
