"""Credentials of all kinds: certificates, degrees, certifications, licences, badges."""

from __future__ import annotations

from benchmarks.corpus import pieces, words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.plan import COURSE, CREDENTIALS
from benchmarks.corpus.record import Node, Record

_KINDS = {"Degree": "Degree", "Certification": "Certification", "License": "License"}
_AWARDED_BY_A_SCHOOL = ("Degree", "Certificate", "Doctorate")


def credential(rec: Record) -> list[Node]:
    """A credential. Most have conditions, durations and costs; few have all that CTDL offers."""
    word = next((word for word in _KINDS if rec.kind.endswith(word)), "Certificate")
    node = rec.main(f"{choose(rec.rng, words.FIELDS)} {word}")
    node["ceterms:credentialStatusType"] = pieces.concept(rec, "CredentialStatus")
    _parties(rec, node)
    _content(rec, node)
    if rec.kind.endswith(_AWARDED_BY_A_SCHOOL):
        _study(rec, node)
    pieces.codes_of(rec, node, 0.6, 0.4, 0.6)
    return [node]


def _parties(rec: Record, node: Node) -> None:
    if rec.often(0.8):
        node["ceterms:offeredBy"] = rec.owner()
    if rec.often(0.35) or "ceterms:offeredBy" not in node:
        node["ceterms:ownedBy"] = rec.owner()
    if rec.often(0.08):
        node["ceterms:approvedBy"] = [rec.organization()]
    if rec.often(0.05):
        node["ceterms:accreditedBy"] = [rec.organization()]
    if rec.often(0.03):
        node["ceterms:regulatedBy"] = rec.owner()


def _content(rec: Record, node: Node) -> None:
    if rec.often(0.6):
        node["ceterms:requires"] = [pieces.condition(rec) for _ in rec.upto(3)]
    if rec.often(0.2):
        node["ceterms:recommends"] = [pieces.condition(rec)]
    if rec.often(0.1):
        node["ceterms:isPreparationFor"] = rec.links(CREDENTIALS, 2)
    if rec.often(0.5):
        node["ceterms:estimatedDuration"] = [pieces.duration(rec) for _ in rec.upto(2)]
    if rec.often(0.45):
        node["ceterms:estimatedCost"] = [pieces.cost(rec) for _ in rec.upto(4)]
    if rec.often(0.4):
        node["ceterms:identifierValue"] = [pieces.identifier(rec)]
    if rec.often(0.35):
        node["ceterms:availableAt"] = [pieces.place(rec) for _ in rec.upto(2)]
    if rec.often(0.8):
        node["ceterms:keyword"] = pieces.keywords(rec, 60)
    if rec.often(0.7):
        node["ceterms:subject"] = pieces.subjects(rec, 8)
    if rec.often(0.5):
        node["ceterms:audienceLevelType"] = [pieces.concept(rec, "AudienceLevel")]
    if rec.often(0.5):
        node["ceterms:dateEffective"] = f"20{10 + int(rec.rng.random() * 16)}-09-01"
    if rec.often(0.3):
        node["ceterms:availableOnlineAt"] = [rec.page()]
    if rec.often(0.5):
        node["ceterms:jurisdiction"] = [pieces.jurisdiction(rec)]
    if rec.often(0.02):
        node["ceterms:aggregateData"] = [_aggregate(rec)]


def _study(rec: Record, node: Node) -> None:
    if rec.often(0.3):
        node["ceterms:creditValue"] = [pieces.credit(rec)]
    if rec.often(0.15):
        node["ceterms:hasPart"] = rec.links((COURSE,), 20)
    if rec.often(0.1):
        node["ceterms:financialAssistance"] = [pieces.aid(rec)]
    if rec.often(0.1):
        node["ceterms:commonCosts"] = rec.links(("ceterms:CostManifest",), 1)
    if rec.often(0.03):
        node["qdata:relevantDataSet"] = rec.links(("qdata:DataSetProfile",), 1)


def _aggregate(rec: Record) -> Node:
    """The outcomes as they were published until 2024: a number where the context says IRI."""
    rec.flaws["literal-for-iri"] += 1
    return {
        "@type": "ceterms:AggregateDataProfile",
        "ceterms:medianEarnings": int(20000 + rec.rng.random() * 60000),
        "ceterms:description": rec.text(words.sentence(rec.rng)),
        "ceterms:demographicInformation": rec.text(words.sentence(rec.rng)),
        "ceterms:dateEffective": "2021-06-30",
        "ceterms:jobsObtained": [
            {"@type": "schema:QuantitativeValue", "schema:value": int(rec.rng.random() * 400)}
        ],
    }
