"""Tasks, jobs, occupations, work roles and industries."""

from __future__ import annotations

from benchmarks.corpus import codes, pieces, words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.plan import CREDENTIALS
from benchmarks.corpus.record import Node, Record

_EMBODIED = ("ceasn:knowledgeEmbodied", "ceasn:skillEmbodied", "ceasn:abilityEmbodied")


def task(rec: Record) -> list[Node]:
    """A `Task`: the commonest document, and the smallest."""
    node = rec.main(words.skill(rec.rng))
    node["ceterms:assertedBy"] = rec.owner()
    node["ceterms:classification"] = [pieces.alignment(rec, choose(rec.rng, words.FIELDS))]
    if rec.often(0.5):
        node["ceterms:keyword"] = pieces.keywords(rec, 8)
    if rec.often(0.04):
        node["ceterms:identifierValue"] = [pieces.identifier(rec)]
    if rec.often(0.3):
        node["ceasn:listID"] = str(int(rec.rng.random() * 40))
    return [node]


def job(rec: Record) -> list[Node]:
    """A `Job`: its tasks, its occupation, what it requires."""
    node = rec.main(f"{choose(rec.rng, words.FIELDS)} Specialist")
    node["ceterms:assertedBy"] = rec.owner()
    node["ceterms:hasTask"] = rec.links(("ceterms:Task",), 25, 5)
    node["ceterms:hasOccupation"] = rec.links(("ceterms:Occupation",), 1)
    node["ceterms:requires"] = [pieces.condition(rec) for _ in rec.upto(10, 3)]
    node["ceterms:identifierValue"] = [pieces.identifier(rec)]
    node["ceterms:industryType"] = [pieces.industry(rec) for _ in rec.upto(2)]
    return [node]


def occupation(rec: Record) -> list[Node]:
    """An `Occupation`: mostly links to the competencies that it takes."""
    code, title = codes.OCCUPATIONS[int(rec.rng.random() * len(codes.OCCUPATIONS))]
    node = rec.main(title)
    node["ceterms:assertedBy"] = rec.owner()
    node["ceterms:codedNotation"] = code
    node["ceterms:occupationType"] = [pieces.occupation(rec)]
    for key in _EMBODIED:
        found = [pieces.competency(rec) for _ in rec.upto(14)]
        node[key] = [
            one if isinstance(one, str) else one.get("ceterms:targetNode") for one in found
        ]
    if rec.often(0.7):
        node["ceterms:requires"] = [pieces.condition(rec) for _ in rec.upto(2)]
    if rec.often(0.2):
        node["ceterms:isRequiredFor"] = rec.links(CREDENTIALS, 1)
    return [node]


def work_role(rec: Record) -> list[Node]:
    """A `WorkRole`: links to tasks and competencies, up to two hundred."""
    node = rec.main(f"{choose(rec.rng, words.FIELDS)} Lead")
    node["ceterms:assertedBy"] = rec.owner()
    node["ceterms:hasTask"] = rec.links(("ceterms:Task",), 150, 20)
    node["ceterms:identifierValue"] = [pieces.identifier(rec)]
    return [node]


def industry(rec: Record) -> list[Node]:
    """An `Industry`."""
    code, title = codes.NAICS[int(rec.rng.random() * len(codes.NAICS))]
    node = rec.main(title)
    node["ceterms:assertedBy"] = rec.owner()
    node["ceterms:codedNotation"] = code
    node["ceterms:industryType"] = [pieces.industry(rec)]
    node["ceterms:identifierValue"] = [pieces.identifier(rec)]
    return [node]
