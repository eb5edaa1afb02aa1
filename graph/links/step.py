"""The build step that resolves links and writes them with their evidence."""

from __future__ import annotations

from collections.abc import Iterable

from graph.builds.run import Workspace
from graph.builds.steps import add
from graph.links.evidence import triples
from graph.links.occupations import occupation_links
from graph.links.owners import owner_lines, owners
from graph.links.regions import region_links
from graph.links.states import STATES, parse_regions
from graph.triples import iri, line, literal
from graph.vocabulary import CG, RDF_TYPE, RDFS, SKOS


def resolve_links(workspace: Workspace, regions: Iterable[str] = ()) -> dict[str, dict[str, int]]:
    """Write `cg:occupation`, `cg:region` and `cg:owner` of all records; counts go to build.json.

    `regions`: an operator's own beside the states, each as ``"AG Allegheny"``.

    Errors: `BadSetting` on a region that is no code and name.
    """
    store, names, own = workspace.store, workspace.names, parse_regions(regions)
    occupations, occupation_counts = occupation_links(store)
    owned = owners(store)
    located, region_counts = region_links(store, names, owned, own)
    lines = [text for link in [*occupations, *located] for text in triples(link, names)]
    lines += owner_lines(owned)
    used = {link.target for link in located}
    for code, name in (STATES | own).items():
        region = names.region(code)
        if region in used:
            lines.append(line(region, RDF_TYPE, iri(CG.Region)))
            lines.append(line(region, SKOS.notation, literal(code)))
            lines.append(line(region, RDFS.label, literal(name)))
    add(workspace, lines)
    return {"cg:occupation": occupation_counts, "cg:region": region_counts}
