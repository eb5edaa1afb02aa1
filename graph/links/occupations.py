"""`cg:occupation`: from every shape that records use to one O*NET-SOC occupation.

About a third of the distinct codes in records are no longer in O*NET. They are not lost: a code
that was retired goes through the SOC 2010 to 2018 crosswalk, an unknown 8-digit code to its base.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from graph.iris import ONETONLINE
from graph.links.evidence import Link, Method, strongest
from graph.links.reading import nodes, objects, pairs
from graph.vocabulary import CETERMS, CG, DCT, OB, RDF_TYPE, SCHEMA

_CODE = re.compile(r"(?<![\w-])(\d\d)\s*[-–]\s*(\d{4})(?:\s*\.\s*(\d\d))?(?![\w-])")
_ONET_HOST = re.compile(r"^https?://(www\.)?onetonline\.org/", re.I)
_SOC = re.compile(r"o\*?net|standard occupational|\bSOC\b", re.I)
_CONFIDENCE: dict[Method, Decimal] = {
    "declared": Decimal("1"),
    "code": Decimal("1"),
    "roll-up": Decimal("0.8"),
}


def code_in(text: str) -> str | None:
    """The SOC or O*NET-SOC code that stands in a text: ``"51 - 4121.00"`` → ``"51-4121.00"``."""
    if not (match := _CODE.search(text)):
        return None
    major, minor, suffix = match.groups()
    return f"{major}-{minor}" + (f".{suffix}" if suffix else "")


@dataclass(frozen=True)
class Taxonomy:
    """The codes of the loaded O*NET-SOC, and for each SOC 2010 code its SOC 2018 codes."""

    current: frozenset[str]
    retired: dict[str, list[str]]

    def resolve(self, code: str, from_iri: bool) -> list[tuple[str, Method, Decimal]]:
        """(current code, method, confidence) of a published code; empty when nothing is known.

        A code that was split gives one entry per target, each with confidence 1/n.
        """
        base, suffix = code[:7], code[7:]
        if code in self.current:
            method: Method = "declared" if from_iri else "code"
            return [(code, method, _CONFIDENCE[method])]
        if f"{base}.00" in self.current:
            method = "roll-up" if suffix else "code"
            return [(f"{base}.00", method, _CONFIDENCE[method])]
        targets = self.retired.get(base, [])
        share = (Decimal(1) / len(targets)).quantize(Decimal("0.0001")) if targets else Decimal(0)
        found = [f"{target}.00" for target in targets]
        return [(code, "retired-code", share.normalize()) for code in found if code in self.current]


def read_taxonomy(store: ox.Store) -> Taxonomy:
    """The taxonomy that is in the store."""
    occupations = store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), ox.NamedNode(CG.Occupation))
    current = frozenset(
        quad.subject.value.removeprefix(ONETONLINE)
        for quad in occupations
        if isinstance(quad.subject, ox.NamedNode)
    )
    retired: dict[str, list[str]] = {}
    for old, new in pairs(store, DCT.isReplacedBy):
        code = old.rpartition("/")[2]
        if isinstance(new, ox.NamedNode) and code_in(code) == code:
            retired.setdefault(code, []).append(new.value.rpartition("/")[2])
    return Taxonomy(current, {old: sorted(set(new)) for old, new in retired.items()})


@dataclass(frozen=True)
class _Declared:
    """What a record says: a code, the value it stood in, whether that was an IRI, and where."""

    source: str
    code: str
    value: str
    from_iri: bool
    node: str
    via: str


def occupation_links(store: ox.Store) -> tuple[list[Link], dict[str, int]]:
    """The links; and counts: how many resolve by which method, and why others do not."""
    taxonomy, counts = read_taxonomy(store), Counter[str]()
    links: list[Link] = []
    for found in [*_from_ctdl(store, counts), *_from_badges(store)]:
        counts["declared"] += 1
        resolved = taxonomy.resolve(found.code, found.from_iri)
        counts[resolved[0][1] if resolved else "unknown code"] += 1
        for code, method, confidence in resolved:
            links.append(
                Link(
                    found.source,
                    CG.occupation,
                    ONETONLINE + code,
                    found.value,
                    method,
                    confidence,
                    found.node,
                    found.via,
                )
            )
    best = strongest(links)
    counts["links"] = len(best)
    return best, dict(counts)


def _from_ctdl(store: ox.Store, counts: Counter[str]) -> Iterator[_Declared]:
    for source, node in pairs(store, CETERMS.occupationType):
        if isinstance(node, ox.Literal):
            counts["name only"] += 1
        elif found := _first(
            source, _said_by(store, node.value), node.value, CETERMS.occupationType
        ):
            yield found
        else:
            counts["no code"] += 1


def _said_by(store: ox.Store, node: str) -> Iterator[str]:
    """What may hold the code, best first, for an alignment object, an IRI, or an occupation record.

    A `ceterms:Occupation` record has its code in `codedNotation`, or in an alignment of its own.
    """
    if _ONET_HOST.match(node):
        yield node
    yield from _coded(store, node)
    for record in [*nodes(store, node, CETERMS.targetNode), node]:
        if record != node:
            yield from objects(store, record, CETERMS.codedNotation)
        for alignment in nodes(store, record, CETERMS.occupationType):
            yield from _coded(store, alignment)


def _coded(store: ox.Store, alignment: str) -> Iterator[str]:
    yield from objects(store, alignment, CETERMS.targetNode)
    yield from objects(store, alignment, CETERMS.codedNotation)


def _from_badges(store: ox.Store) -> Iterator[_Declared]:
    for source, node in pairs(store, OB.alignment):
        if isinstance(node, ox.Literal):
            continue
        urls = [
            *objects(store, node.value, CG.target),
            *objects(store, node.value, SCHEMA.targetUrl),
        ]
        said = [url for url in urls if _ONET_HOST.match(url)]
        frameworks = " ".join(objects(store, node.value, OB.targetFramework))
        if _SOC.search(frameworks):
            said += objects(store, node.value, OB.targetCode)
        if found := _first(source, said, node.value, OB.alignment):
            yield found


def _first(source: str, said: Iterable[str], node: str, via: str) -> _Declared | None:
    """The first value in which a code stands."""
    for value in said:
        if code := code_in(value):
            return _Declared(source, code, value, bool(_ONET_HOST.match(value)), node, via)
    return None
