"""Transfer values: what a school gives credit for, mostly courses of others."""

from __future__ import annotations

from benchmarks.corpus import pieces, words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.plan import COURSE, ORGANIZATION
from benchmarks.corpus.record import Node, Record

PROFILE = "ceterms:TransferValueProfile"


def profile(rec: Record) -> list[Node]:
    """A `TransferValueProfile`; in four of ten its courses are third parties."""
    node = rec.main(f"Credit for {choose(rec.rng, words.FIELDS)}")
    node["ceterms:ownedBy"] = rec.owner()
    node["ceterms:transferValue"] = [pieces.credit(rec) for _ in rec.upto(2)]
    node["ceterms:lifeCycleStatusType"] = pieces.concept(rec, "LifeCycleStatus")
    node["ceterms:subject"] = pieces.subjects(rec, 4)
    node["ceterms:keyword"] = pieces.keywords(rec, 20)
    node["ceterms:startDate"] = f"20{15 + int(rec.rng.random() * 10)}-01-01"
    if rec.often(0.92):
        node["ceterms:identifierValue"] = [pieces.identifier(rec)]
    if rec.often(0.6):
        node["ceterms:latestVersion"] = rec.resource(rec.ctid)
    if rec.often(0.45):
        node["ceterms:developmentProcess"] = [_process(rec)]
    sources = [rec.foreign_course() for _ in rec.upto(2)] if rec.often(0.4) else None
    node["ceterms:transferValueFrom"] = sources or rec.links((COURSE,), 3)
    if rec.often(0.3):
        node["ceterms:transferValueFor"] = rec.links((COURSE,), 2)
    return [node]


def intermediary(rec: Record) -> list[Node]:
    """A `TransferIntermediary` of up to 40 profiles."""
    node = rec.main(f"Transfer agreement on {choose(rec.rng, words.FIELDS)}")
    node["ceterms:ownedBy"] = rec.owner()
    node["ceterms:intermediaryFor"] = rec.links((PROFILE,), 40, 5)
    node["ceterms:requires"] = [pieces.condition(rec)]
    return [node]


def _process(rec: Record) -> Node:
    return {
        "@type": "ceterms:ProcessProfile",
        "ceterms:description": rec.text(words.sentence(rec.rng)),
        "ceterms:processFrequency": rec.text("Every three years"),
        "ceterms:processingAgent": rec.links((ORGANIZATION,), 1),
    }
