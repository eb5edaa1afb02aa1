"""The steps that every build has after its sources were read: store, labels, profile, check."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from graph.builds.run import BuildError, Workspace
from graph.triples import iri, line, literal
from graph.vocabulary import CG, DCAT, DCT, PROV, RDF_TYPE, RDFS, XSD

TRIPLES = "public.nt"


def fill_store(workspace: Workspace) -> dict[str, int]:
    """Load what the loaders wrote into the store. Errors: `BuildError` on a line that's no RDF."""
    path = workspace.folder / TRIPLES
    try:
        workspace.store.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise BuildError(f"a loader wrote a line that is no N-Triples: {error}") from error
    path.unlink()
    return {"triples": len(workspace.store)}


def describe(workspace: Workspace) -> None:
    """Write what the graph says of its own origin: a `dcat:Dataset` for each source."""
    lines: list[str] = []
    for source in workspace.info["sources"]:
        name = workspace.names.of("source", source["source"])
        facts = [
            (RDF_TYPE, iri(CG.Source)),
            (RDF_TYPE, iri(DCAT.Dataset)),
            (RDFS.label, literal(source["source"])),
            (CG.sourceKind, literal(source["kind"])),
            (CG.triples, literal(str(source["triples"]), XSD.integer)),
        ]
        if source["version"]:
            facts.append((DCAT.version, literal(source["version"])))
        if source["as_of"]:
            facts.append((DCT.issued, literal(source["as_of"])))
        lines += [line(name, predicate, term) for predicate, term in facts]
    build = workspace.names.of("build", workspace.info["id"])
    lines.append(line(build, RDF_TYPE, iri(CG.Build)))
    lines.append(line(build, DCAT.version, literal(workspace.info["id"])))
    for source in workspace.info["sources"]:
        origin = workspace.names.of("source", source["source"])
        lines.append(line(build, PROV.wasDerivedFrom, iri(origin)))
    add(workspace, lines)


def add(workspace: Workspace, lines: list[str]) -> None:
    """Add N-Triples lines to the store."""
    workspace.store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)


def optimize(workspace: Workspace) -> None:
    """Compact the store: scans become 2 to 6 times faster."""
    workspace.store.optimize()


def profile(workspace: Workspace) -> dict[str, Any]:
    """Classes and properties of the graph with their counts."""
    return {
        "triples": len(workspace.store),
        "classes": _counts(workspace, "?s a ?term"),
        "properties": _counts(workspace, "?s ?term ?o"),
    }


def _counts(workspace: Workspace, pattern: str) -> dict[str, int]:
    query = f"SELECT ?term (COUNT(*) AS ?n) WHERE {{ {pattern} }} GROUP BY ?term"
    rows = workspace.store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    pairs = [(row["term"].value, int(row["n"].value)) for row in rows]
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def dangling(workspace: Workspace) -> dict[str, dict[str, int]]:
    """Per source of CTDL: links to Registry resources, and how many lead to nothing here."""
    query = f"""
        SELECT ?source (COUNT(*) AS ?links) (SUM(IF(EXISTS {{ ?target a ?kind }}, 0, 1)) AS ?lost)
        WHERE {{
          ?source a <{CG.Source}> ; <{CG.sourceKind}> "ctdl" .
          ?resource <{PROV.wasDerivedFrom}> ?source ; ?property ?target .
          FILTER(isIRI(?target))
          FILTER(CONTAINS(STR(?target), "credentialengineregistry.org/resources/"))
        }} GROUP BY ?source"""
    rows = workspace.store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return {
        row["source"].value.rpartition("/")[2]: {
            "links": int(row["links"].value),
            "dangling": int(row["lost"].value),
        }
        for row in rows
    }


def check(workspace: Workspace) -> None:
    """Refuse a build whose graph is empty or whose counts do not add up."""
    if not len(workspace.store):
        raise BuildError("the sources hold nothing that could be loaded; the old build stays")
    for source in workspace.info["sources"]:
        if not source["reconciles"]:
            raise BuildError(f"{source['source']}: counts in are not counts out plus rejects")
