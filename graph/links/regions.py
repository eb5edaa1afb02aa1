"""`cg:region`: the states in which a resource is to be had, and how we know.

From `availableAt`; else from `offeredIn` or `jurisdiction`; else from the owner's address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pyoxigraph as ox

from graph.iris import Names
from graph.links.evidence import Link, strongest
from graph.links.reading import objects, pairs
from graph.links.states import is_us, state_code
from graph.vocabulary import CETERMS, CG

_OWN = ((CETERMS.availableAt,), (CETERMS.offeredIn, CETERMS.jurisdiction))
_OWNERS = (CETERMS.ownedBy, CETERMS.offeredBy)
_OWNED = (CETERMS.owns, CETERMS.offers)
_INNER = (CETERMS.mainJurisdiction, CETERMS.address)
_CONFIDENCE = {CETERMS.availableAt: "1", CETERMS.offeredIn: "0.9", CETERMS.jurisdiction: "0.9"}


def region_links(store: ox.Store, names: Names) -> tuple[list[Link], dict[str, int]]:
    """The links, and counts: resources with a region, by the property that led to it."""
    owners = _owners(store)
    places = {s for group in _OWN for p in group for s, _ in pairs(store, p)}
    addresses = {s for s, _ in pairs(store, CETERMS.address)}
    links: list[Link] = []
    counts: Counter[str] = Counter()
    for source in sorted(places | addresses | owners.keys()):
        found = _links_of(store, names, source, owners.get(source, ()))
        if found:
            counts[found[0].via.rpartition("/")[2]] += 1
            links += found
        else:
            counts["no state found"] += 1
    best = strongest(links)
    counts["links"] = len(best)
    return best, dict(counts)


def _links_of(store: ox.Store, names: Names, source: str, owners: Iterable[str]) -> list[Link]:
    for group in (*_OWN, (CETERMS.address,)):
        links = [
            _link(names, source, code, value, node, via)
            for via in group
            for place in objects(store, source, via)
            for code, value, node in _states(store, place)
        ]
        if links:
            return links
    return [
        _link(names, source, code, value, node, CETERMS.ownedBy)
        for owner in owners
        for place in objects(store, owner, CETERMS.address)
        for code, value, node in _states(store, place)
    ]


def _link(names: Names, source: str, code: str, value: str, node: str, via: str) -> Link:
    confidence = Decimal(_CONFIDENCE.get(via, "0.7"))
    return Link(source, CG.region, names.region(code), value, "code", confidence, node, via)


def _states(store: ox.Store, place: str, depth: int = 0) -> Iterator[tuple[str, str, str]]:
    """(state code, the published value, the node it stands on) of a place or jurisdiction."""
    if ":" not in place or " " in place or depth > 2:
        return
    country = list(objects(store, place, CETERMS.addressCountry))
    if not country or any(is_us(name) for name in country):
        for value in objects(store, place, CETERMS.addressRegion):
            if code := state_code(value):
                yield code, value, place
                break
    for inner in _INNER:
        for node in objects(store, place, inner):
            yield from _states(store, node, depth + 1)


def _owners(store: ox.Store) -> dict[str, list[str]]:
    """For each resource its owners, by either side of the relation."""
    owners: dict[str, set[str]] = {}
    for predicate in _OWNERS:
        for source, owner in pairs(store, predicate):
            owners.setdefault(source, set()).add(owner.value)
    for predicate in _OWNED:
        for owner_iri, thing in pairs(store, predicate):
            owners.setdefault(thing.value, set()).add(owner_iri)
    return {source: sorted(found) for source, found in owners.items() if ":" in source}
