"""Organizations, what they say for all that they offer, and what one does for another's records."""

from __future__ import annotations

from benchmarks.corpus import pieces, words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.plan import CREDENTIALS, LEARNING, ORGANIZATION
from benchmarks.corpus.record import Node, Record


def organization(rec: Record) -> list[Node]:
    """A `CredentialOrganization`. Few say what they offer: the other side does."""
    place, school = choose(rec.rng, words.PLACES), choose(rec.rng, words.SCHOOLS)
    node = rec.main(f"{place} {school}") | {
        "ceterms:agentType": [pieces.concept(rec, "OrganizationType") for _ in rec.upto(2)],
        "ceterms:agentSectorType": [pieces.concept(rec, "AgentSector")],
        "ceterms:serviceType": [pieces.concept(rec, "ServiceType") for _ in rec.upto(2)],
    }
    if rec.often(0.99):
        node["ceterms:address"] = [pieces.place(rec) for _ in rec.upto(2)]
        if rec.often(0.05):
            node["ceterms:address"][0]["ceterms:targetContactPoint"] = [pieces.contact(rec)]
    if rec.often(0.57):
        node["ceterms:email"] = [f"office@{words.host(place, school)}"]
    if rec.often(0.6):
        node["ceterms:identifierValue"] = [pieces.identifier(rec)]
    for key, share in (("fein", 0.16), ("opeID", 0.15), ("ipedsID", 0.14)):
        if rec.often(share):
            node[f"ceterms:{key}"] = f"{int(rec.rng.random() * 1e8):08}"
    if rec.often(0.038):
        node["ceterms:offers"] = rec.links((*CREDENTIALS, *LEARNING), 12)
    if rec.often(0.04):
        node["ceterms:parentOrganization"] = rec.links((ORGANIZATION,), 1)
    if rec.often(0.007):
        node["ceterms:accreditedBy"] = [rec.organization()]
    if rec.often(0.7):
        node["ceterms:keyword"] = pieces.keywords(rec, 40)
    if rec.often(0.4):
        node["ceterms:socialMedia"] = [rec.page() for _ in rec.upto(3)]
    return [node]


def cost_manifest(rec: Record) -> list[Node]:
    """A `CostManifest`."""
    node = rec.main("Costs for all students")
    node["ceterms:costManifestOf"] = rec.owner()
    node["ceterms:costDetails"] = rec.page()
    node["ceterms:estimatedCost"] = [pieces.cost(rec) for _ in rec.upto(6)]
    return [node]


def support_service(rec: Record) -> list[Node]:
    """A `SupportService`."""
    node = rec.main(f"Help with {choose(rec.rng, words.TOPICS)}")
    node["ceterms:offeredBy"] = rec.owner()
    node["ceterms:lifeCycleStatusType"] = pieces.concept(rec, "LifeCycleStatus")
    node["ceterms:deliveryType"] = [pieces.concept(rec, "DeliveryType")]
    node["ceterms:availableAt"] = [pieces.place(rec)]
    return [node]


def accreditation(rec: Record) -> list[Node]:
    """An `AccreditAction`: two thirds are about a course that is a third party's."""
    node = rec.main("Accreditation")
    node["ceterms:actingAgent"] = rec.owner()
    node["ceterms:actionStatusType"] = pieces.concept(rec, "ActionStatusType")
    node["ceterms:startDate"] = f"20{10 + int(rec.rng.random() * 16)}-07-01"
    node["ceterms:object"] = rec.foreign_course() if rec.often(0.65) else rec.links(CREDENTIALS, 1)
    return [node]


def collection(rec: Record) -> list[Node]:
    """A `Collection` of up to a hundred credentials."""
    node = rec.main(f"Credentials of value in {choose(rec.rng, words.FIELDS)}")
    node["ceterms:ownedBy"] = rec.owner()
    node["ceterms:hasMember"] = rec.links(CREDENTIALS, 100, 10)
    node["ceterms:subject"] = pieces.subjects(rec, 5)
    return [node]
