"""How classes stand to each other: above and below, and linked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from graph.builds import Build
from graph.vocabulary import CEASN, CETERMS, CG, MARKS, OB, OWL, RDF, RDFS
from webapp.asking import rows, text
from webapp.schema.profile import profile

MAIN = (
    CETERMS.Credential, CETERMS.LearningOpportunityProfile, CETERMS.Organization, CETERMS.Pathway,
    CETERMS.PathwayComponent, CEASN.Competency, CEASN.CompetencyFramework, OB.Achievement,
    CG.Outcome, CG.Occupation, CG.Rating, CG.Element, CG.Task, CG.SocGroup, CG.Region,
)  # fmt: skip
"""The classes of the first drawing: what most questions are about."""
_SAMPLE = 300
"""Resources of a class that are looked at to tell which main classes they link to."""
_APART = frozenset(
    (RDFS.Class, RDF.Property, OWL.NamedIndividual, CG.Source, CG.Build, CG.Link, CG.LoadNote,
     *MARKS)
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """Two classes and the properties that lead from resources of one to those of the other."""

    start: str
    end: str
    properties: tuple[str, ...]


def is_apart(iri: str) -> bool:
    """Whether a class is of the graph's own bookkeeping, and would be linked with everything."""
    return iri in _APART


def above_and_below(iri: str) -> tuple[list[str], list[str]]:
    """The classes (or properties) that are directly above and below, as vocabularies say."""
    query = f"""SELECT ?above ?below {{
        {{ <{iri}> <{RDFS.subClassOf}>|<{RDFS.subPropertyOf}> ?above FILTER(isIRI(?above)) }}
        UNION {{ ?below <{RDFS.subClassOf}>|<{RDFS.subPropertyOf}> <{iri}> }}
    }} ORDER BY ?above ?below"""
    found = rows(query)
    above = [text(row, "above") for row in found if "above" in row]
    return above, [text(row, "below") for row in found if "below" in row]


@lru_cache(maxsize=4)
def main_links(of: Build) -> tuple[Link, ...]:
    """The links between the main classes that the graph has, as far as samples tell.

    Errors: `QueryError`.
    """
    here = [iri for iri in MAIN if iri in profile(of.folder).classes]
    return tuple(link for iri in here for link in _links(iri, here))


def _links(iri: str, others: list[str]) -> list[Link]:
    # Not as VALUES ?to, for which the engine would list all resources of these classes.
    classes = ", ".join(f"<{one}>" for one in others)
    query = f"""SELECT DISTINCT ?property ?to {{
        {{ SELECT DISTINCT ?property ?value {{
            {{ SELECT ?from {{ ?from a <{iri}> }} LIMIT {_SAMPLE} }} ?from ?property ?value
        }} }}
        ?value a ?to FILTER(?to IN ({classes}))
    }} ORDER BY ?to ?property"""
    found: dict[str, list[str]] = {}
    for row in rows(query):
        found.setdefault(text(row, "to"), []).append(text(row, "property"))
    return [Link(iri, to, tuple(properties)) for to, properties in found.items()]
