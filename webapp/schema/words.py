"""What classes and properties are called, and what they mean, by the vocabularies that are loaded:
CTDL's own words for CTDL's terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.builds import Build
from graph.vocabulary import CG, DCT, RDFS, SKOS, shorten
from webapp.asking import in_batches, labels, rows, text
from webapp.schema.profile import profile

_USAGE_NOTE = "http://purl.org/vocab/vann/usageNote"
_ABOUT = (RDFS.comment, SKOS.definition, DCT.description, _USAGE_NOTE)
"""The properties that define a term, best first."""


@dataclass(frozen=True)
class Words:
    """The `labels` of terms and, where a vocabulary defines them, their definitions, best first."""

    labels: Mapping[str, str]
    definitions: Mapping[str, tuple[str, ...]]

    def name(self, iri: str) -> str:
        """The label of a term, or its short form."""
        return self.labels.get(iri) or shorten(iri)

    def about(self, iri: str) -> str | None:
        """The best definition of a term."""
        return next(iter(self.definitions.get(iri, ())), None)


@lru_cache(maxsize=4)
def words(of: Build) -> Words:
    """The words for all classes, properties, few values and targets of the build that is asked for.

    Errors: `QueryError`.
    """
    found = profile(of.folder)
    terms = {*found.classes, *found.properties, CG.search}
    properties = found.properties.values()
    values = {value for one in properties for value in (*one.values, *(one.targets or ()))}
    return Words(labels(terms | values), definitions(terms))


def definitions(iris: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The definitions of these terms, best first; of one kind the longest first, as an older
    release of a vocabulary has often the shorter one. Errors: `QueryError`."""
    found: dict[str, set[tuple[int, int, str]]] = {}
    properties = " ".join(f"<{name}>" for name in _ABOUT)
    for values in in_batches(iris):
        query = f"""SELECT ?iri ?property ?about {{
            VALUES ?iri {{ {values} }} VALUES ?property {{ {properties} }} ?iri ?property ?about
        }}"""
        for row in rows(query):
            about = " ".join(text(row, "about").split())
            entry = (_ABOUT.index(text(row, "property")), -len(about), about)
            found.setdefault(text(row, "iri"), set()).add(entry)
    return {iri: tuple(about for *_, about in sorted(some)) for iri, some in found.items()}
