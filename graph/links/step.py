"""The build step that resolves links and writes them with their evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from graph.builds.run import Workspace
from graph.iris import Names
from graph.links import (
    classifications,
    competencies,
    next_steps,
    occupations,
    owners,
    reach,
    regions,
)
from graph.links.evidence import triples
from graph.links.states import STATES
from graph.triples import iri, line, literal
from graph.vocabulary import CG, RDF_TYPE, RDFS, SKOS, shorten

_MAKERS = {
    CG.occupation: occupations.occupation_links,
    CG.program: classifications.program_links,
    CG.industry: classifications.industry_links,
    CG.competency: competencies.competency_links,
    CG.nextStep: next_steps.next_step_links,
}
"""The properties whose links follow from the statements alone, and what makes them."""
_MODULES = (classifications, competencies, next_steps, occupations, owners, regions)
READS = frozenset(name for module in _MODULES for name in module.READS)
"""The properties and classes whose statements the step reads."""


def resolve_links(
    workspace: Workspace, own: Mapping[str, str] | None = None
) -> dict[str, dict[str, int]]:
    """Write the resolved links of all records, how many records lie before and after each, and
    `cg:owner`; counts by property go to build.json.

    `own`: an operator's regions beside the states, as {code: name}.
    """
    statements, names = workspace.statements, workspace.names
    counts = {shorten(property_): _linked(workspace, property_) for property_ in _MAKERS}
    owned = owners.owners(statements)
    statements.append(owners.owner_lines(owned))
    located, counts["cg:region"] = regions.region_links(statements, names, owned, own)
    statements.append(triples(located, CG.region, names))
    statements.append(_regions(set(located["target"]), names, STATES | dict(own or {})))
    return counts


def _linked(workspace: Workspace, property_: str) -> dict[str, int]:
    """Write the links of one property; the counts of them."""
    links, counts = _MAKERS[property_](workspace.statements)
    workspace.statements.append(triples(links, property_, workspace.names))
    if property_ == CG.nextStep:
        workspace.statements.append(reach.reach_lines(links))
    workspace.hand_over()
    return counts


def _regions(used: Collection[str], names: Names, known: Mapping[str, str]) -> Iterator[str]:
    """What regions are, of those that records are linked to."""
    for code, name in known.items():
        if (region := names.region(code)) in used:
            yield line(region, RDF_TYPE, iri(CG.Region))
            yield line(region, SKOS.notation, literal(code))
            yield line(region, RDFS.label, literal(name))
