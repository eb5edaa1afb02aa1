"""`cg:occupation`: from every shape that records use to one O*NET-SOC occupation.

About a third of the distinct codes in records are no longer in O*NET. They are not lost: a code
that was retired goes through the SOC 2010 to 2018 crosswalk, an unknown 8-digit code to its base.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from graph.iris import ONETONLINE, Names
from graph.links.evidence import Link, Method, strongest
from graph.links.reading import objects, pairs
from graph.vocabulary import CETERMS, CG, DCT, OB, RDF_TYPE, SCHEMA

CODE = re.compile(r"(?<![\d-])(\d\d-\d{4})(\.\d\d)?(?![\d-])")
_ONET_HOST = re.compile(r"^https?://(www\.)?onetonline\.org/", re.I)
_CONFIDENCE: dict[Method, Decimal] = {
    "declared": Decimal("1"),
    "code": Decimal("1"),
    "roll-up": Decimal("0.8"),
}


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
        if isinstance(new, ox.NamedNode) and CODE.fullmatch(code := old.rpartition("/")[2]):
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


def occupation_links(store: ox.Store, names: Names) -> tuple[list[Link], dict[str, int]]:
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
            continue
        values = [(node.value, True)] if _ONET_HOST.match(node.value) else []
        values += [(v, True) for v in objects(store, node.value, CETERMS.targetNode)]
        values += [(v, False) for v in objects(store, node.value, CETERMS.codedNotation)]
        for value, from_iri in values:
            if match := CODE.search(value):
                yield _Declared(
                    source, match.group(), value, from_iri, node.value, CETERMS.occupationType
                )
                break
        else:
            counts["no code"] += 1


def _from_badges(store: ox.Store) -> Iterator[_Declared]:
    for source, node in pairs(store, OB.alignment):
        if isinstance(node, ox.Literal):
            continue
        urls = [
            *objects(store, node.value, CG.target),
            *objects(store, node.value, SCHEMA.targetUrl),
        ]
        frameworks = " ".join(objects(store, node.value, OB.targetFramework))
        codes = [*objects(store, node.value, OB.targetCode)]
        values = [(url, True) for url in urls if _ONET_HOST.match(url)]
        if re.search(r"o\*?net|standard occupational|\bSOC\b", frameworks, re.I):
            values += [(code, False) for code in codes]
        for value, from_iri in values:
            if match := CODE.search(value):
                yield _Declared(source, match.group(), value, from_iri, node.value, OB.alignment)
                break
