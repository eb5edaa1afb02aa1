"""`cg:owner`: the organizations that own or offer a record, from whichever side they say so.

Few organizations list what they own or offer, and some records name no owner; so both are read. The
owner of a badge achievement is its issuer.
"""

from __future__ import annotations

import pyoxigraph as ox

from graph.links.reading import pairs
from graph.triples import iri, line
from graph.vocabulary import CETERMS, CG

_OF_RECORD = (CETERMS.ownedBy, CETERMS.offeredBy, CG.issuer)
_OF_ORGANIZATION = (CETERMS.owns, CETERMS.offers)

Owners = dict[str, dict[str, str]]
"""For each record its owners, and for each of them the property that says so."""


def owners(store: ox.Store) -> Owners:
    """The owners of every record that has one."""
    found: Owners = {}
    for predicate in _OF_RECORD:
        for record, owner in pairs(store, predicate):
            if isinstance(owner, ox.NamedNode):
                found.setdefault(record, {}).setdefault(owner.value, predicate)
    for predicate in _OF_ORGANIZATION:
        for organization, thing in pairs(store, predicate):
            if isinstance(thing, ox.NamedNode):
                found.setdefault(thing.value, {}).setdefault(organization, predicate)
    return found


def owner_lines(found: Owners) -> list[str]:
    """N-Triples lines that say `cg:owner`."""
    return [line(record, CG.owner, iri(owner)) for record, own in found.items() for owner in own]
