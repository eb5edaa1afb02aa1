"""Courses, programs, learning opportunities and assessments."""

from __future__ import annotations

from benchmarks.corpus import pieces, words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.plan import COURSE, LEARNING
from benchmarks.corpus.record import Node, Record


def course(rec: Record) -> list[Node]:
    """A `Course`: short, with credit, and codes in its catalog."""
    node = rec.main(f"{choose(rec.rng, words.FIELDS)} {100 + int(rec.rng.random() * 400)}")
    node["ceterms:ownedBy"] = rec.owner()
    node["ceterms:codedNotation"] = f"C-{int(rec.rng.random() * 9000) + 1000}"
    node["ceterms:lifeCycleStatusType"] = pieces.concept(rec, "LifeCycleStatus")
    node["ceterms:subject"] = pieces.subjects(rec, 6)
    node["ceterms:inCatalog"] = rec.page()
    if rec.often(0.9):
        node["ceterms:creditValue"] = [pieces.credit(rec)]
    if rec.often(0.4):
        node["ceterms:identifierValue"] = [pieces.identifier(rec)]
    if rec.often(0.28):
        node["ceterms:requires"] = [pieces.condition(rec) for _ in rec.upto(2)]
    if rec.often(0.1):
        node["ceterms:prerequisite"] = rec.links((COURSE,), 2)
    if rec.often(0.3):
        node["ceterms:teaches"] = [pieces.competency(rec) for _ in rec.upto(12)]
    if rec.often(0.7):
        node["ceterms:keyword"] = pieces.keywords(rec, 24)
    pieces.codes_of(rec, node, 0.1, 0.05, 0.2)
    return [node]


def program(rec: Record) -> list[Node]:
    """A `LearningProgram`, mostly as a state publishes it for its schools."""
    node = rec.main(f"{choose(rec.rng, words.FIELDS)} Program")
    node["ceterms:offeredBy"] = rec.owner()
    node["ceterms:lifeCycleStatusType"] = pieces.concept(rec, "LifeCycleStatus")
    node["ceterms:identifierValue"] = [pieces.identifier(rec) for _ in rec.upto(2)]
    node["ceterms:requires"] = [pieces.condition(rec) for _ in rec.upto(2)]
    node["ceterms:availabilityListing"] = [rec.page()]
    node["ceterms:deliveryType"] = [pieces.concept(rec, "DeliveryType")]
    node["ceterms:keyword"] = pieces.keywords(rec, 40)
    if rec.often(0.3):
        node["ceterms:hasPart"] = rec.links((COURSE,), 12)
    pieces.codes_of(rec, node, 0.6, 0.3, 0.9)
    return [node]


def opportunity(rec: Record) -> list[Node]:
    """A `LearningOpportunityProfile`: the richest of the usual documents."""
    node = rec.main(f"{choose(rec.rng, words.FIELDS)} Training")
    node["ceterms:offeredBy"] = rec.owner()
    node["ceterms:lifeCycleStatusType"] = pieces.concept(rec, "LifeCycleStatus")
    node["ceterms:learningMethodType"] = [pieces.concept(rec, "LearningMethod")]
    node["ceterms:deliveryType"] = [pieces.concept(rec, "DeliveryType")]
    node["ceterms:subject"] = pieces.subjects(rec, 6)
    node["ceterms:keyword"] = pieces.keywords(rec, 50)
    if rec.often(0.8):
        node["ceterms:requires"] = [pieces.condition(rec) for _ in rec.upto(3)]
        node["ceterms:estimatedDuration"] = [pieces.duration(rec)]
    if rec.often(0.75):
        node["ceterms:estimatedCost"] = [pieces.cost(rec) for _ in rec.upto(3)]
    if rec.often(0.65):
        node["ceterms:identifierValue"] = [pieces.identifier(rec)]
    if rec.often(0.5):
        node["ceterms:availableAt"] = [pieces.place(rec) for _ in rec.upto(2)]
    if rec.often(0.45):
        node["ceterms:creditValue"] = [pieces.credit(rec)]
    if rec.often(0.17):
        node["ceterms:financialAssistance"] = [pieces.aid(rec)]
    if rec.often(0.4):
        node["ceterms:teaches"] = [pieces.competency(rec) for _ in rec.upto(15)]
    if rec.often(0.2):
        node["ceterms:isPreparationFor"] = [pieces.condition(rec)]
    pieces.codes_of(rec, node, 0.6, 0.4, 0.6)
    return [node]


def assessment(rec: Record) -> list[Node]:
    """An `AssessmentProfile`."""
    node = rec.main(f"{choose(rec.rng, words.FIELDS)} Examination")
    node["ceterms:ownedBy"] = rec.owner()
    node["ceterms:availableOnlineAt"] = [rec.page()]
    node["ceterms:assessmentMethodType"] = [pieces.concept(rec, "AssessmentMethod")]
    node["ceterms:assesses"] = [pieces.competency(rec) for _ in rec.upto(20)]
    node["ceterms:estimatedCost"] = [pieces.cost(rec)]
    node["ceterms:estimatedDuration"] = [pieces.duration(rec)]
    node["ceterms:preparationFrom"] = rec.links(LEARNING, 2)
    return [node]
