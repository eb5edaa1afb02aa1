"""A resolved link and why it holds: its `cg:Link` node."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from graph.iris import Names
from graph.triples import iri, line, literal
from graph.vocabulary import CG, PROV, RDF_TYPE, XSD

Method = Literal["declared", "code", "retired-code", "roll-up"]
_RANK: dict[Method, int] = {"declared": 0, "code": 1, "roll-up": 2, "retired-code": 3}


@dataclass(frozen=True)
class Link:
    """A resolved link. `derived_from` is the node that declared it, `via` the property that led
    there, `declared` the value as published."""

    source: str
    predicate: str
    target: str
    declared: str
    method: Method
    confidence: Decimal
    derived_from: str
    via: str

    @property
    def weight(self) -> tuple[Decimal, int, str, str]:
        """Sorts the strongest evidence first."""
        return (-self.confidence, _RANK[self.method], self.declared, self.derived_from)


def strongest(links: Iterable[Link]) -> list[Link]:
    """For each source and target the one link with the strongest evidence."""
    best: dict[tuple[str, str, str], Link] = {}
    for link in links:
        key = (link.source, link.predicate, link.target)
        if key not in best or link.weight < best[key].weight:
            best[key] = link
    return list(best.values())


def triples(link: Link, names: Names) -> Iterator[str]:
    """The plain triple of a link, and its evidence node."""
    key = "\0".join((link.source, link.predicate, link.target))
    node = names.of("link", hashlib.sha256(key.encode()).hexdigest()[:24])
    yield line(link.source, link.predicate, iri(link.target))
    yield line(node, RDF_TYPE, iri(CG.Link))
    yield line(node, CG.linkSource, iri(link.source))
    yield line(node, CG.linkTarget, iri(link.target))
    yield line(node, CG.linkProperty, iri(link.predicate))
    yield line(node, CG.declaredValue, literal(link.declared))
    yield line(node, CG.method, iri(CG[link.method]))
    yield line(node, CG.confidence, literal(str(link.confidence), XSD.decimal))
    yield line(node, CG.via, iri(link.via))
    yield line(node, PROV.wasDerivedFrom, iri(link.derived_from))
