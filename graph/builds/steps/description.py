"""What the graph says of its own origin, in DCAT, PROV and VoID: its sources, and the build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from graph.builds.run import Workspace
from graph.triples import iri, line, literal
from graph.vocabulary import CG, DCAT, DCT, PROV, RDF_TYPE, RDFS, VOID, XSD


class Publication(NamedTuple):
    """What is known of a source, by its name or else its kind: its title, its home page, and its
    licence if it has one for all of it."""

    title: str
    page: str | None = None
    licence: str | None = None


PUBLICATIONS = {
    "onet": Publication(
        "O*NET database",
        "https://www.onetcenter.org/database.html",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "ctdl": Publication("Credential Registry (CTDL)", "https://credentialengineregistry.org/"),
    "ctdl-schema": Publication("CTDL vocabulary", "https://credreg.net/ctdl/terms"),
    "ler": Publication("Learning and employment records"),
}
_DATES = {r"\d{4}-\d\d-\d\d": XSD.date, r"\d{4}-\d\d": XSD.gYearMonth, r"\d{4}": XSD.gYear}


def describe(workspace: Workspace) -> None:
    """Write a `dcat:Dataset` for each source and for the build, which is also a `void:Dataset`."""
    names, info = workspace.names, workspace.info
    sources = {names.of("source", source["source"]): source for source in info["sources"]}
    build = names.of("build", info["id"])
    facts = [(name, *fact) for name, source in sources.items() for fact in _source(source)]
    facts += [(build, *fact) for fact in _build(info)]
    facts += [(build, PROV.wasDerivedFrom, iri(name)) for name in sources]
    workspace.statements.append(line(*fact) for fact in facts)


def _source(source: dict[str, Any]) -> Iterator[tuple[str, str]]:
    name = source["source"]
    known = PUBLICATIONS.get(name) or PUBLICATIONS.get(source["kind"], Publication(name))
    version = source["version"]
    yield RDF_TYPE, iri(CG.Source)
    yield RDF_TYPE, iri(DCAT.Dataset)
    yield RDFS.label, literal(source["source"])
    yield DCT.title, literal(f"{known.title} {version}" if version else known.title)
    yield CG.sourceKind, literal(source["kind"])
    yield CG.triples, literal(str(source["triples"]), XSD.integer)
    yield CG.rejects, literal(str(source["rejects_count"]), XSD.integer)
    if version:
        yield DCAT.version, literal(version)
    if source["as_of"]:
        yield DCT.issued, _date(source["as_of"])
    if known.licence:
        yield DCT.license, iri(known.licence)
    if known.page:
        yield DCAT.landingPage, iri(known.page)


def _build(info: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield RDF_TYPE, iri(CG.Build)
    yield RDF_TYPE, iri(DCAT.Dataset)
    yield RDF_TYPE, iri(VOID.Dataset)
    yield RDFS.label, literal(f"Dataset version {info['id']}")
    yield DCT.title, literal("Credentials, occupations and learning records in one graph")
    yield DCAT.version, literal(info["id"])
    yield DCT.issued, literal(info["started"], XSD.dateTime)


def _date(text: str) -> str:
    kinds = (kind for shape, kind in _DATES.items() if re.fullmatch(shape, text))
    return literal(text, next(kinds, None))
