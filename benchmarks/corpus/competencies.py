"""Competency frameworks: one envelope holds the framework and all of its competencies."""

from __future__ import annotations

from benchmarks.corpus import words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.plan import FRAMEWORK
from benchmarks.corpus.record import REGISTRY, Node, Record


def framework(rec: Record) -> list[Node]:
    """A `CompetencyFramework`, then its competencies, two levels deep where there are many."""
    count = rec.plan.parts(rec.number)
    top = range(1, count + 1) if count < 12 else range(1, count + 1, 8)
    return [_framework(rec, [_name(rec, part) for part in top])] + [
        _competency(rec, part, count) for part in range(1, count + 1)
    ]


def _name(rec: Record, part: int) -> str:
    return f"{REGISTRY}/resources/{rec.plan.ctid(rec.number, part)}"


def _framework(rec: Record, top: list[str]) -> Node:
    creator = rec.owner()
    return {
        "@id": f"{REGISTRY}/resources/{rec.ctid}",
        "@type": FRAMEWORK,
        "ceterms:ctid": rec.ctid,
        "ceasn:name": rec.text(f"{choose(rec.rng, words.FIELDS)} Competencies"),
        "ceasn:description": rec.text(words.description(rec.rng)),
        "ceasn:inLanguage": [rec.habits.language],
        "ceasn:creator": creator,
        "ceasn:publisher": creator,
        "ceasn:publicationStatusType": (
            "http://purl.org/ctdlasn/vocabs/publicationStatus/Published"
        ),
        "ceasn:dateCreated": "2022-03-01",
        "ceasn:hasTopChild": top,
    }


def _competency(rec: Record, part: int, count: int) -> Node:
    name, home = _name(rec, part), f"{REGISTRY}/resources/{rec.ctid}"
    head = part if count < 12 else part - (part - 1) % 8
    node: Node = {
        "@id": name,
        "@type": "ceasn:Competency",
        "ceterms:ctid": rec.plan.ctid(rec.number, part),
        "ceasn:competencyText": rec.text(words.skill(rec.rng)),
        "ceasn:inLanguage": [rec.habits.language],
        "ceasn:isPartOf": [home],
        "ceasn:listID": str(part),
    }
    if rec.often(0.5):
        node["ceasn:codedNotation"] = f"{head}.{part}"
    if rec.often(0.2):
        node["ceasn:comment"] = rec.text(words.sentence(rec.rng))
    if rec.often(0.1):
        node["ceasn:conceptKeyword"] = {rec.habits.language: [choose(rec.rng, words.TOPICS)]}
    if rec.often(0.05):
        node["ceasn:broadAlignment"] = [f"https://standards.example/{int(rec.rng.random() * 5000)}"]
    if head != part:
        return node | {"ceasn:isChildOf": [_name(rec, head)]}
    node["ceasn:isTopChildOf"] = [home]
    if count >= 12:
        children = range(part + 1, min(part + 8, count + 1))
        node["ceasn:hasChild"] = [_name(rec, child) for child in children]
    return node
