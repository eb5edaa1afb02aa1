"""The objects inside documents: alignment objects, conditions, costs, durations, places, credit."""

from __future__ import annotations

import re
from typing import Any

from benchmarks.corpus import codes, words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.plan import CREDENTIALS, FRAMEWORK, LEARNING
from benchmarks.corpus.record import OCCUPATION_FORMS, Node, Record

_WORD = re.compile(r"(?<!^)(?=[A-Z])")
_ONET = {
    "https": "https://www.onetonline.org/link/summary/",
    "node": "https://www.onetonline.org/link/summary/",
    "http": "http://www.onetonline.org/link/summary/",
    "bare": "https://onetonline.org/link/summary/",
}


def alignment(rec: Record, name: str, **more: Any) -> Node:
    """A `CredentialAlignmentObject` with a name."""
    node = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": rec.text(name)}
    return node | {f"ceterms:{key}": value for key, value in more.items() if value is not None}


def concept(rec: Record, scheme: str) -> Node:
    """An alignment object for one of CTDL's concepts."""
    prefix, names = codes.CONCEPTS[scheme]
    name = choose(rec.rng, names.split())
    return alignment(
        rec,
        _WORD.sub(" ", name),
        framework=f"https://credreg.net/ctdl/terms/{scheme}",
        frameworkName=rec.text(_WORD.sub(" ", scheme)),
        targetNode=f"{prefix}:{name}",
    )


def occupation(rec: Record) -> Node:
    """An alignment object for an occupation, in one of the published forms."""
    code, title = codes.OCCUPATIONS[int(rec.rng.random() * len(codes.OCCUPATIONS))]
    form = rec.habits.occupation
    if form is None:
        form = rec.rng.choices(list(OCCUPATION_FORMS), list(OCCUPATION_FORMS.values()))[0]
    if form == "name":
        return alignment(rec, title)
    if form == "mos":
        code, title = codes.ARMED_FORCES[int(rec.rng.random() * 2)]
        return alignment(rec, title, codedNotation=code)
    return alignment(
        rec,
        title,
        framework="https://www.onetcenter.org/taxonomy.html" if rec.often(0.8) else None,
        frameworkName=rec.text("Standard Occupational Classification"),
        targetNode=_ONET[form] + code if form in _ONET else None,
        codedNotation=None if form == "node" else code[:7] if rec.often(0.01) else code,
    )


def industry(rec: Record) -> Node:
    """An alignment object for a NAICS industry."""
    code, title = codes.NAICS[int(rec.rng.random() * len(codes.NAICS))]
    address = f"https://www.census.gov/naics/?input={code}&year=2022&details={code}"
    return alignment(
        rec,
        title,
        framework="https://www.census.gov/naics/",
        frameworkName=rec.text("North American Industry Classification System"),
        targetNode=address if rec.often(0.5) else None,
        codedNotation=code,
    )


def program(rec: Record) -> Node:
    """An alignment object for a CIP program of study."""
    code, title = codes.CIP[int(rec.rng.random() * len(codes.CIP))]
    address = f"https://nces.ed.gov/ipeds/cipcode/cipdetail.aspx?y=56&cip={code}"
    return alignment(
        rec,
        title,
        framework="https://nces.ed.gov/ipeds/cipcode/search.aspx?y=56",
        frameworkName=rec.text("Classification of Instructional Programs"),
        targetNode=address if rec.often(0.5) else None,
        codedNotation=code,
    )


def competency(rec: Record) -> Node | str:
    """A competency of a framework of the corpus: an alignment object, or now and then its IRI."""
    framework = rec.plan.pick(rec.rng, (FRAMEWORK,), rec.publisher)
    if framework is None:
        return alignment(rec, words.skill(rec.rng))
    part = 1 + int(rec.rng.random() * rec.plan.parts(framework))
    target = rec.resource(rec.plan.ctid(framework, part))
    if rec.often(0.15):
        return target
    home = rec.resource(rec.plan.ctid(framework))
    return alignment(rec, words.skill(rec.rng), framework=home, targetNode=target)


def condition(rec: Record) -> Node:
    """A `ConditionProfile`: what is required, or recommended."""
    node: Node = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": rec.text("Requirements"),
        "ceterms:description": rec.text(words.description(rec.rng)),
    }
    if rec.often(0.4):
        node["ceterms:targetLearningOpportunity"] = rec.links(LEARNING, 4)
    if rec.often(0.15):
        node["ceterms:targetCredential"] = rec.links(CREDENTIALS, 1)
    if rec.often(0.15):
        node["ceterms:targetCompetency"] = [competency(rec) for _ in rec.upto(3)]
    if rec.often(0.6):
        items = [words.sentence(rec.rng) for _ in rec.upto(6)]
        node["ceterms:condition"] = {rec.habits.language: items}
    if rec.often(0.3):
        node["ceterms:audienceLevelType"] = [concept(rec, "AudienceLevel")]
    if rec.often(0.3):
        node["ceterms:creditValue"] = [credit(rec)]
    return node


def cost(rec: Record) -> Node:
    """A `CostProfile`; most have no price."""
    node: Node = {
        "@type": "ceterms:CostProfile",
        "ceterms:name": rec.text("Cost of attendance"),
        "ceterms:costDetails": rec.page(),
        "ceterms:currency": "USD",
    }
    if rec.often(0.4):
        price = rec.rng.random() * 20000
        node["ceterms:price"] = round(price, 2) if rec.often(0.5) else int(price)
        node["ceterms:directCostType"] = concept(rec, "CostType")
    return node


def duration(rec: Record) -> Node:
    """A `DurationProfile`."""
    number = 1 + int(rec.rng.random() * 48)
    exact = f"P{number}M" if number > 8 else f"P{number}W" if number > 4 else f"P{number}Y"
    node: Node = {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": exact}
    if rec.often(0.3):
        node["ceterms:description"] = rec.text("Full time; part time takes twice as long.")
    return node


def credit(rec: Record) -> Node:
    """A `ValueProfile`: credit, by unit and level."""
    return {
        "@type": "ceterms:ValueProfile",
        "schema:value": 0.5 * int(1 + rec.rng.random() * 12),
        "ceterms:creditUnitType": [concept(rec, "CreditUnit")],
        "ceterms:creditLevelType": [concept(rec, "AudienceLevel")],
        "schema:description": rec.text(words.sentence(rec.rng)),
    }


def place(rec: Record) -> Node:
    """A `Place` in the United States."""
    rng = rec.rng
    node: Node = {
        "@type": "ceterms:Place",
        "ceterms:streetAddress": rec.text(f"{1 + int(rng.random() * 900)} {rec.site[0]} Road"),
        "ceterms:addressLocality": rec.text(rec.site[0]),
        "ceterms:addressRegion": rec.text(choose(rng, words.STATES)),
        "ceterms:addressCountry": rec.text("United States"),
        "ceterms:postalCode": f"{int(rng.random() * 1e5):05}",
    }
    if rec.often(0.6):
        node["ceterms:latitude"] = round(25 + rng.random() * 23, 6)
        node["ceterms:longitude"] = round(-122 + rng.random() * 50, 6)
    return node


def contact(rec: Record) -> Node:
    """A `ContactPoint` with a person's name, as some have."""
    rec.flaws["person-name-dropped"] += 1
    return {
        "@type": "ceterms:ContactPoint",
        "ceterms:name": rec.text(words.person(rec.rng)),
        "ceterms:contactType": rec.text("Admissions"),
        "ceterms:telephone": [f"555-01{int(rec.rng.random() * 100):02}"],
        "ceterms:email": [f"admissions@{words.host(*rec.site)}"],
    }


def jurisdiction(rec: Record) -> Node:
    """A `JurisdictionProfile`: a state, or (a third) everywhere."""
    node: Node = {"@type": "ceterms:JurisdictionProfile"}
    if rec.often(0.3):
        return node | {"ceterms:globalJurisdiction": True}
    state: Node = {"@type": "ceterms:Place"}
    state["ceterms:addressRegion"] = rec.text(choose(rec.rng, words.STATES))
    return node | {"ceterms:mainJurisdiction": [state]}


def identifier(rec: Record) -> Node:
    """An `IdentifierValue`."""
    return {
        "@type": "ceterms:IdentifierValue",
        "ceterms:identifierTypeName": rec.text("Catalog number"),
        "ceterms:identifierValueCode": f"{int(rec.rng.random() * 1e7):07}",
    }


def aid(rec: Record) -> Node:
    """A `FinancialAssistanceProfile`."""
    return {
        "@type": "ceterms:FinancialAssistanceProfile",
        "ceterms:name": rec.text("Help with costs"),
        "ceterms:financialAssistanceType": [concept(rec, "FinancialAssistance")],
    }


def keywords(rec: Record, most: int) -> Node:
    """A language map with a list of keywords."""
    return {rec.habits.language: [words.keyword(rec.rng) for _ in rec.upto(most)]}


def subjects(rec: Record, most: int) -> list[Node]:
    """Subjects: alignment objects that have a name only."""
    return [alignment(rec, choose(rec.rng, words.FIELDS)) for _ in rec.upto(most)]


def codes_of(rec: Record, node: Node, occupations: float, industries: float, cip: float) -> None:
    """Add occupations, industries and programs of study, each in a share of the documents."""
    if rec.often(occupations):
        node["ceterms:occupationType"] = [occupation(rec) for _ in rec.upto(4)]
    if rec.often(industries):
        node["ceterms:industryType"] = [industry(rec) for _ in rec.upto(2)]
    if rec.often(cip):
        node["ceterms:instructionalProgramType"] = [program(rec) for _ in rec.upto(2)]
