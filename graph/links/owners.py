"""`cg:owner`: the organizations that answer for a record, from whichever side they say so.

`ownedBy`; where there is none, `offeredBy`. Few organizations say `owns` and `offers`, and many of
their records don't say it back, so both sides are read.
"""

from __future__ import annotations

import pyoxigraph as ox

from graph.links.reading import pairs
from graph.triples import iri, line
from graph.vocabulary import CETERMS, CG

_SIDES = ((CETERMS.ownedBy, CETERMS.owns), (CETERMS.offeredBy, CETERMS.offers))
"""The property of the record and the property of the organization; owning goes before offering."""

Owners = dict[str, list[str]]
"""For each record the IRIs of its owners, sorted."""


def owners(store: ox.Store) -> Owners:
    """The owners of every record that has one."""
    found: Owners = {}
    for of_record, of_organization in _SIDES:
        for record, organizations in _by_side(store, of_record, of_organization).items():
            found.setdefault(record, sorted(organizations))
    return found


def owner_lines(found: Owners) -> list[str]:
    """N-Triples lines that say `cg:owner`."""
    return [
        line(record, CG.owner, iri(organization))
        for record, organizations in found.items()
        for organization in organizations
    ]


def _by_side(store: ox.Store, of_record: str, of_organization: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for record, organization in pairs(store, of_record):
        if isinstance(organization, ox.NamedNode):
            found.setdefault(record, set()).add(organization.value)
    for organization_iri, record_node in pairs(store, of_organization):
        if isinstance(record_node, ox.NamedNode):
            found.setdefault(record_node.value, set()).add(organization_iri)
    return found
