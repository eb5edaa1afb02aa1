"""`cg:region`: the states in which a resource is to be had, and how we know.

From `availableAt`; else from `offeredIn` or `jurisdiction`; else from its own address (which
organizations have); else from the address of its owner. The first that names a state decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

import pyoxigraph as ox

from graph.iris import Names
from graph.links.evidence import Link, strongest
from graph.links.owners import Owners
from graph.links.reading import nodes, objects, pairs
from graph.links.states import Regions, is_us
from graph.vocabulary import CETERMS, CG, PROV

_OWN = (
    (CETERMS.availableAt,),
    (CETERMS.offeredIn, CETERMS.jurisdiction),
    (CETERMS.address,),
)
_INNER = (CETERMS.mainJurisdiction, CETERMS.address)
_CONFIDENCE = {
    CETERMS.availableAt: Decimal("1"),
    CETERMS.address: Decimal("1"),
    CETERMS.offeredIn: Decimal("0.9"),
    CETERMS.jurisdiction: Decimal("0.9"),
}
_BY_OWNER = Decimal("0.7")
_MAX_DEPTH = 2


def region_links(
    store: ox.Store, names: Names, owners: Owners, own: Mapping[str, str] | None = None
) -> tuple[list[Link], dict[str, int]]:
    """The links, and counts: records with a region, by the property that led to it.

    `own`: an operator's regions beside the states, as {code: name}.
    """
    finder = _Finder(store, names, Regions(own))
    candidates = {s for group in _OWN for p in group for s, _ in pairs(store, p)} | owners.keys()
    # A profile inside a record may have a jurisdiction too; links are made for records.
    records = {subject for subject, _ in pairs(store, PROV.wasDerivedFrom)}
    links: list[Link] = []
    counts: Counter[str] = Counter()
    for source in sorted(candidates & records):
        found = finder.links(source, owners.get(source, {}))
        counts[found[0].via.rpartition("/")[2] if found else "no state found"] += 1
        links += found
    best = strongest(links)
    counts["links"] = len(best)
    return best, dict(counts)


class _Finder:
    """Finds the states of one record after another."""

    def __init__(self, store: ox.Store, names: Names, regions: Regions) -> None:
        self.store, self.names, self.regions = store, names, regions

    def links(self, source: str, owners: Mapping[str, str]) -> list[Link]:
        for group in _OWN:
            found = [
                self.link(source, code, value, node, via, _CONFIDENCE[via])
                for via in group
                for place in nodes(self.store, source, via)
                for code, value, node in self.states(place)
            ]
            if found:
                return found
        return [
            self.link(source, code, value, node, via, _BY_OWNER)
            for owner, via in sorted(owners.items())
            for place in nodes(self.store, owner, CETERMS.address)
            for code, value, node in self.states(place)
        ]

    def link(
        self, source: str, code: str, value: str, node: str, via: str, confidence: Decimal
    ) -> Link:
        target = self.names.region(code)
        return Link(source, CG.region, target, value, "code", confidence, node, via)

    def states(self, place: str, depth: int = 0) -> Iterator[tuple[str, str, str]]:
        """(state code, the published value, the node it stands on) of a place or jurisdiction."""
        if depth > _MAX_DEPTH:
            return
        if found := self.state_of(place):
            yield *found, place
        for inner in _INNER:
            for node in nodes(self.store, place, inner):
                yield from self.states(node, depth + 1)

    def state_of(self, place: str) -> tuple[str, str] | None:
        """Code and published value; none for a place abroad, whatever its region looks like."""
        countries = [c for c in objects(self.store, place, CETERMS.addressCountry) if c.strip()]
        values = list(objects(self.store, place, CETERMS.addressRegion))
        if any(map(is_us, countries)) or not countries:
            for value in values:
                if code := self.regions.code_of(value):
                    return code, value
        for country in countries:
            if code := self.regions.territory(country):
                return code, country
        return None
