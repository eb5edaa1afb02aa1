"""The build step that resolves links and writes them with their evidence."""

from __future__ import annotations

from collections.abc import Iterable

from graph.builds.run import Workspace
from graph.links import occupations, owners, regions
from graph.links.evidence import triples
from graph.links.states import STATES, parse_regions
from graph.triples import iri, line, literal
from graph.vocabulary import CG, RDF_TYPE, RDFS, SKOS

READS = frozenset((*occupations.READS, *owners.READS, *regions.READS))
"""The properties and classes whose statements the step reads."""


def resolve_links(
    workspace: Workspace, own_regions: Iterable[str] = ()
) -> dict[str, dict[str, int]]:
    """Write `cg:occupation`, `cg:region` and `cg:owner` of all records; counts go to build.json.

    `own_regions`: an operator's own beside the states, each as ``"AG Allegheny"``.

    Errors: `BadSetting` on a region that is no code and name.
    """
    statements, names, own = workspace.statements, workspace.names, parse_regions(own_regions)
    owned = owners.owners(statements)
    occupied, occupation_counts = occupations.occupation_links(statements)
    located, region_counts = regions.region_links(statements, names, owned, own)
    statements.append(triples(occupied, CG.occupation, names))
    statements.append(triples(located, CG.region, names))
    statements.append(owners.owner_lines(owned))
    used = set(located["target"])
    for code, name in (STATES | own).items():
        region = names.region(code)
        if region in used:
            facts = [
                (RDF_TYPE, iri(CG.Region)),
                (SKOS.notation, literal(code)),
                (RDFS.label, literal(name)),
            ]
            statements.append(line(region, *fact) for fact in facts)
    return {"cg:occupation": occupation_counts, "cg:region": region_counts}
