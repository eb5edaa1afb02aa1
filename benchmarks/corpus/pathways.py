"""Pathways: one envelope holds the pathway, its components, and the conditions between them."""

from __future__ import annotations

from benchmarks.corpus import pieces, words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.plan import COURSE, CREDENTIALS
from benchmarks.corpus.record import REGISTRY, Node, Record


def pathway(rec: Record) -> list[Node]:
    """A `Pathway` of some courses in order, with a credential at its end."""
    steps = len(rec.upto(12, 3))
    names = [
        f"{REGISTRY}/resources/{rec.plan.ctid(rec.number, part)}" for part in range(1, steps + 1)
    ]
    node = rec.main(f"From {choose(rec.rng, words.FIELDS)} to a credential")
    node["ceterms:ownedBy"] = rec.owner()
    node["ceterms:hasPart"] = names
    node["ceterms:hasDestinationComponent"] = names[-1:]
    pieces.codes_of(rec, node, 0.8, 0.3, 0.3)
    return [node, *(_component(rec, names, position) for position in range(steps))]


def _component(rec: Record, names: list[str], position: int) -> Node:
    is_last = position == len(names) - 1
    kinds = CREDENTIALS if is_last else (COURSE,)
    node: Node = {
        "@id": names[position],
        "@type": "ceterms:CredentialComponent" if is_last else "ceterms:CourseComponent",
        "ceterms:ctid": names[position].rpartition("/")[2],
        "ceterms:name": rec.text(choose(rec.rng, words.FIELDS)),
        "ceterms:description": rec.text(words.sentence(rec.rng)),
        "ceterms:isPartOf": [f"{REGISTRY}/resources/{rec.ctid}"],
        "ceterms:proxyFor": rec.links(kinds, 1)[:1],
    }
    if position:
        node["ceterms:hasCondition"] = [
            {
                "@type": "ceterms:ComponentCondition",
                "ceterms:description": rec.text("Complete what stands before this step."),
                "ceterms:requiredNumber": 1,
                "ceterms:targetComponent": names[position - 1 : position],
            }
        ]
    if not is_last:
        node["ceterms:precedes"] = names[position + 1 : position + 2]
    return node
