"""The build step that resolves links and writes them with their evidence."""

from __future__ import annotations

from graph.builds.run import Workspace
from graph.builds.steps import add
from graph.links.evidence import triples
from graph.links.occupations import occupation_links
from graph.links.regions import region_links
from graph.links.states import STATES
from graph.triples import iri, line, literal
from graph.vocabulary import CG, RDF_TYPE, RDFS, SKOS


def resolve_links(workspace: Workspace) -> dict[str, dict[str, int]]:
    """Write `cg:occupation` and `cg:region` for all records; the counts go to build.json."""
    store, names = workspace.store, workspace.names
    occupations, occupation_counts = occupation_links(store, names)
    regions, region_counts = region_links(store, names)
    lines = [text for link in [*occupations, *regions] for text in triples(link, names)]
    used = {link.target for link in regions}
    for code, name in STATES.items():
        region = names.region(code)
        if region in used:
            lines.append(line(region, RDF_TYPE, iri(CG.Region)))
            lines.append(line(region, SKOS.notation, literal(code)))
            lines.append(line(region, RDFS.label, literal(name)))
    add(workspace, lines)
    return {"cg:occupation": occupation_counts, "cg:region": region_counts}
