"""Alignments: what an achievement says it is about, in a framework or in the Credential Registry.

``targetUrl`` is a literal in Open Badges 3.0. The published text stays in ``schema:targetUrl``;
``cg:target`` is the link that it means.
"""

from __future__ import annotations

import re

from graph.iris import CTID, REGISTRY, registry
from graph.triples import iri
from graph.vocabulary import CG, OB, RDF_TYPE, SCHEMA
from loaders.ler.content import Content, link, term
from loaders.ler.nodes import Node, identifier, scalars, values

_TEXTS = {
    "targetName": OB.targetName,
    "targetDescription": OB.targetDescription,
    "targetFramework": OB.targetFramework,
    "educationalFramework": OB.targetFramework,
    "targetCode": OB.targetCode,
    "targetType": OB.targetType,
}
_FINDER = re.compile(
    r"https?://(?P<env>sandbox\.|staging\.)?(?:www\.)?credential(?:finder|engine)\.org/", re.I
)


def alignment(node: Node) -> Content | None:
    """The alignment's content; None when it has no name, no address and no code."""
    facts = [
        (predicate, found)
        for name, predicate in _TEXTS.items()
        for value in values(node, name)
        if (found := term(value))
    ]
    published = _address(node)
    if published:
        facts += [(SCHEMA.targetUrl, text) for text in [term({"@value": published})] if text]
    codes = [str(code) for code in scalars(node, "targetCode")]
    if found := target(published, codes):
        facts.append((CG.target, iri(found)))
    told = {predicate for predicate, _ in facts}
    if not told & {OB.targetName, OB.targetCode, SCHEMA.targetUrl}:
        return None
    return Content(((RDF_TYPE, iri(SCHEMA.AlignmentObject)), *facts))


def _address(node: Node) -> str | None:
    """``targetUrl`` as published: a literal in Open Badges 3.0, a link in 2.0."""
    for value in values(node, "targetUrl"):
        text = value.get("@value", identifier(value))
        if isinstance(text, str) and text.strip():
            return text.strip()
    return None


def target(published: str | None, codes: list[str]) -> str | None:
    """The IRI that an alignment means, else None.

    A Registry resource in any spelling (its own address, a Credential Finder page, a CTID in
    ``targetCode``) comes under its Registry IRI; the sandbox keeps its own.
    """
    return registry_resource(published, codes) or link(published)


def registry_resource(published: str | None, codes: list[str]) -> str | None:
    """The Registry IRI that an address or a code leads to, else None."""
    address = published or ""
    if found := registry(address):
        return link(found)
    finder = _FINDER.match(address)
    places = [address] if finder else []
    for place in [*places, *codes]:
        if match := CTID.search(place):
            environment = (finder["env"] or "").lower() if finder else ""
            home = REGISTRY.replace("://", f"://{environment}")
            return home + match.group().lower()
    return None
