"""Links to programs, industries, competencies and next steps, against expectations by hand."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from graph.iris import Names
from graph.links import READS, conditions
from graph.links.classifications import (
    cip_code_in,
    industry_links,
    naics_code_in,
    program_links,
)
from graph.links.competencies import competency_links
from graph.links.evidence import triples
from graph.links.next_steps import NO_STEPS, next_step_links
from graph.links.next_steps import READS as NEXT_STEPS
from graph.links.occupations import occupation_links
from graph.statements import Statements
from graph.vocabulary import CETERMS, CG
from tests.graph.test_links import PREFIXES
from tests.graph.turtle import statements_of

MORE = """
PREFIX asn: <https://purl.org/ctdlasn/terms/>
PREFIX cip: <https://w3id.org/credgraph/id/cip/>
PREFIX naics: <https://w3id.org/credgraph/id/naics/>
PREFIX ob: <https://purl.imsglobal.org/spec/vc/ob/vocab.html#>
PREFIX registry: <https://credentialengineregistry.org/resources/>
"""
CODES = """
cip:51 a cg:InstructionalProgram . cip:51.38 a cg:InstructionalProgram .
cip:51.3801 a cg:InstructionalProgram . cip:11.0101 a cg:InstructionalProgram .
cip:11.0201 dct:isReplacedBy cip:11.0101 ; a cg:InstructionalProgram .
naics:31-33 a cg:Industry . naics:622110 a cg:Industry . naics:6221 a cg:Industry .
naics:54 a cg:Industry .
"""
RECORD = " ; prov:wasDerivedFrom :source . "
COURSE = f"a ceterms:Course {RECORD}"
Found = list[tuple[str, str, str]]
Make = Callable[[Statements], tuple[pl.DataFrame, dict[str, int]]]


def programs(said: str) -> Found:
    turtle = f":c ceterms:instructionalProgramType :cao . :cao {said} ."
    with statements_of(PREFIXES + MORE + CODES + turtle, READS) as statements:
        links, _ = program_links(statements)
    rows = links.select("target", "method", "confidence").rows()
    return [(target.rpartition("/")[2], *rest) for target, *rest in rows]


def industries(turtle: str) -> Found:
    with statements_of(PREFIXES + MORE + CODES + turtle, READS) as statements:
        links, _ = industry_links(statements)
    rows = links.select("target", "method", "confidence").rows()
    return [(target.rpartition("/")[2], *rest) for target, *rest in rows]


def pairs(turtle: str, make: Make) -> list[tuple[str, str, str, str]]:
    """(source, target, via, confidence) by their local names."""
    with statements_of(PREFIXES + MORE + turtle, READS) as statements:
        links, _ = make(statements)
    rows = links.select("source", "target", "via", "confidence").rows()
    return [
        (*(name.rpartition("/")[2] for name in ends),
         " ".join(name.rpartition("/")[2] for name in every), sure)
        for *ends, every, sure in rows
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('ceterms:codedNotation "51.3801"', [("51.3801", "code", "1")]),
        ('ceterms:codedNotation " CIP 51.38 "', [("51.38", "code", "1")]),
        ('ceterms:codedNotation "51"', [("51", "code", "1")]),
        ("ceterms:targetNode <https://nces.ed.gov/ipeds/cipcode/cipdetail.aspx?y=56&cip=51.3801>",
         [("51.3801", "declared", "1")]),
        ("ceterms:targetNode cip:51.3801", []),
        ('ceterms:codedNotation "51.3899"', [("51.38", "roll-up", "0.8")]),
        ('ceterms:codedNotation "51.9901"', [("51", "roll-up", "0.8")]),
        ('ceterms:codedNotation "11.0201"', [("11.0101", "retired-code", "1")]),
        ('ceterms:codedNotation "15-1131.00"', []),
        ('ceterms:codedNotation "99.0101"', []),
        ('ceterms:targetNodeName "Nursing"@en', []),
    ],
)  # fmt: skip
def test_the_program_of_an_alignment_object(said: str, expected: Found) -> None:
    assert programs(said) == expected


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        (':c ceterms:naics "622110"', [("622110", "code", "1")]),
        (':c ceterms:naics "622110" , "541511"',
         [("54", "roll-up", "0.8"), ("622110", "code", "1")]),
        (':c ceterms:industryType :a . :a ceterms:codedNotation "622119"',
         [("6221", "roll-up", "0.8")]),
        (':c ceterms:industryType :a . :a ceterms:codedNotation "332710"',
         [("31-33", "roll-up", "0.8")]),
        (':c ceterms:industryType :a . :a ceterms:codedNotation "33"', [("31-33", "code", "1")]),
        (":c ceterms:industryType :a . :a ceterms:targetNode"
         " <https://www.census.gov/naics/?input=54&year=2022&details=54>",
         [("54", "declared", "1")]),
        (":c ceterms:industryType :a . :a ceterms:targetNode"
         " <https://www.naics.com/naics-code-description/?code=622110>",
         [("622110", "declared", "1")]),
        (':c ceterms:industryType :a . :a ceterms:targetNodeName "Biotechnology"@en', []),
    ],
)  # fmt: skip
def test_the_industry_of_a_record(turtle: str, expected: Found) -> None:
    assert industries(f"{turtle} .") == expected


def test_codes_in_text() -> None:
    assert cip_code_in("https://nces.ed.gov/ipeds/cipcode/Default.aspx?y=55") is None
    assert naics_code_in("https://www.census.gov/cgi-bin/x?code=519&search=2017") == "519"
    assert naics_code_in("https://example.org/node/622110") is None


def test_competencies_by_every_way() -> None:
    turtle = f"""
      :c ceterms:teaches registry:ce-1 , :cao ; ceterms:requires :condition {RECORD}
      :cao ceterms:targetNode registry:ce-2 .
      :condition ceterms:targetCompetency :inner ; ceterms:alternativeCondition :other .
      :inner ceterms:targetNode registry:ce-3 . :other ceterms:targetCompetency registry:ce-4 .
      :job asn:skillEmbodied registry:ce-5 {RECORD}
      :named ceterms:assesses :bare {RECORD} :bare ceterms:targetNodeName "Welding" .
      :profile ceterms:teaches registry:ce-6 .
      :badge ob:alignment :x , :y {RECORD}
      :x cg:target registry:ce-2 . :y cg:target <https://example.org/page> .
      registry:ce-2 a asn:Competency ."""
    assert pairs(turtle, competency_links) == [
        ("badge", "ce-2", "vocab.html#alignment", "1"),
        ("c", "ce-1", "teaches", "1"),
        ("c", "ce-2", "teaches", "1"),
        ("c", "ce-3", "requires", "1"),
        ("c", "ce-4", "requires", "1"),
        ("job", "ce-5", "skillEmbodied", "1"),
    ]


def test_a_competency_that_is_taught_and_assessed_has_both_in_its_evidence() -> None:
    turtle = f"""
      :c ceterms:assesses registry:ce-1 ; ceterms:teaches registry:ce-1 ;
        ceterms:requires registry:ce-1 {RECORD}
      registry:ce-1 a asn:Competency {RECORD}"""
    assert pairs(turtle, competency_links) == [("c", "ce-1", "assesses requires teaches", "1")]
    with statements_of(PREFIXES + MORE + turtle, READS) as statements:
        links, counts = competency_links(statements)
        lines = "".join(triples(links, CG.competency, Names())).splitlines()
    assert counts == {"assesses": 1, "requires": 1, "teaches": 1, "name only": 0, "links": 1}
    assert sorted(line.split()[2] for line in lines if f"<{CG.via}>" in line) == [
        f"<{CETERMS[name]}>" for name in ("assesses", "requires", "teaches")
    ]
    assert all(line.endswith(" .") and line.count("<") >= 2 for line in lines)


def test_what_names_two_records_at_once_leaves_no_name_unread() -> None:
    turtle = f"""
      :c ceterms:teaches :cao {RECORD}
      :cao ceterms:targetNode registry:ce-1 , registry:ce-2 ."""
    with statements_of(PREFIXES + MORE + turtle, READS) as statements:
        _, counts = competency_links(statements)
    assert counts == {"teaches": 2, "name only": 0, "links": 2}


def test_what_a_manifest_asks_for_is_asked_for_by_its_records() -> None:
    turtle = f"""
      :nurse ceterms:commonConditions :manifest {RECORD}
      :welder ceterms:commonConditions :manifest {RECORD}
      :manifest a ceterms:ConditionManifest ; ceterms:requires :asked {RECORD}
      :asked ceterms:targetCredential :diploma ; ceterms:targetCompetency registry:ce-1 .
      :diploma {COURSE}"""
    assert pairs(turtle, next_step_links) == [
        ("diploma", "nurse", "requires", "1"), ("diploma", "welder", "requires", "1"),
    ]  # fmt: skip
    found = pairs(turtle, competency_links)
    assert [entry[0] for entry in found] == ["nurse", "welder"]


@pytest.mark.parametrize("kind", NO_STEPS)
def test_what_nobody_does_and_then_has_is_no_step(kind: str) -> None:
    turtle = f":c ceterms:requires :asked {RECORD} :asked a <{kind}> {RECORD}"
    assert pairs(turtle, next_step_links) == []


def test_next_steps_from_either_side() -> None:
    turtle = f"""
      :b ceterms:requires :condition {RECORD} :condition ceterms:targetCredential :a ;
        ceterms:alternativeCondition :other . :other ceterms:targetLearningOpportunity :alt .
      :a a ceterms:Certificate {RECORD} :alt a ceterms:Course {RECORD}
      :a ceterms:isPreparationFor :d . :d ceterms:advancedStandingFrom registry:ce-9 {RECORD}
      :d ceterms:requires <https://example.org/page> , :d ."""
    assert pairs(turtle, next_step_links) == [
        ("ce-9", "d", "advancedStandingFrom", "0.9"),
        ("a", "b", "requires", "1"),
        ("a", "d", "isPreparationFor", "0.9"),
        ("alt", "b", "requires", "0.5"),
    ]


TARGETS = (CETERMS.targetCredential, CETERMS.targetLearningOpportunity, CETERMS.targetAssessment)
ASKS = {
    "requires": "1",
    "prerequisite": "1",
    "entryCondition": "1",
    "precededBy": "1",
    "preparationFrom": "0.9",
    "advancedStandingFrom": "0.9",
    "recommends": "0.7",
}
"""Properties whose value, as CTDL defines them, is what is done first."""
LEADS = {
    "isRequiredFor": "1",
    "precedes": "1",
    "isPreparationFor": "0.9",
    "isAdvancedStandingFor": "0.9",
    "isRecommendedFor": "0.7",
}
"""Properties whose value is what comes later."""


@pytest.mark.parametrize(("via", "confidence"), ASKS.items())
def test_what_a_record_asks_for_comes_before_it(via: str, confidence: str) -> None:
    direct = f":later ceterms:{via} :first {RECORD} :first {COURSE}"
    assert pairs(direct, next_step_links) == [("first", "later", via, confidence)]
    for target in TARGETS:
        profile = f":later ceterms:{via} :asked {RECORD} :asked <{target}> :first . :first {COURSE}"
        assert pairs(profile, next_step_links) == [("first", "later", via, confidence)]


@pytest.mark.parametrize(("via", "confidence"), LEADS.items())
def test_what_a_record_leads_to_comes_after_it(via: str, confidence: str) -> None:
    direct = f":first ceterms:{via} :later {RECORD} :later {COURSE}"
    assert pairs(direct, next_step_links) == [("first", "later", via, confidence)]
    for target in TARGETS:
        profile = f":first ceterms:{via} :asked {RECORD} :asked <{target}> :later . :later {COURSE}"
        assert pairs(profile, next_step_links) == [("first", "later", via, confidence)]


def test_every_property_that_orders_records_is_among_these() -> None:
    read = set(NEXT_STEPS) - {*conditions.READS, *NO_STEPS, *TARGETS, CETERMS.proxyFor}
    assert read == {f"{CETERMS}{via}" for via in (*ASKS, *LEADS)}


def test_the_order_of_a_pathway_holds_for_what_its_components_stand_for() -> None:
    turtle = f"""
      :one ceterms:precedes :two ; ceterms:proxyFor :course {RECORD}
      :two ceterms:precededBy :one ; ceterms:proxyFor :degree {RECORD}
      :course a ceterms:Course {RECORD} :degree a ceterms:Degree {RECORD}"""
    found = pairs(turtle, next_step_links)
    assert [entry[:2] for entry in found] == [("course", "degree"), ("one", "two")]


def test_an_eight_digit_code_of_2010_goes_to_its_own_successor() -> None:
    turtle = """
      onet:15-1252.00 a cg:Occupation . onet:15-1299.09 a cg:Occupation .
      onet:15-1299.00 a cg:Occupation .
      <https://w3id.org/credgraph/id/onetsoc2010/15-1199.09> dct:isReplacedBy onet:15-1299.09 .
      :c ceterms:occupationType :a . :a ceterms:codedNotation "15-1199.09" ."""
    with statements_of(PREFIXES + turtle, READS) as statements:
        links, _ = occupation_links(statements)
    assert links.select("target", "method").rows() == [
        ("https://www.onetonline.org/link/summary/15-1299.09", "retired-code")
    ]
