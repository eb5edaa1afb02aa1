"""Resolved links over invented records, against expectations written by hand."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.iris import Names
from graph.links import READS
from graph.links.evidence import triples
from graph.links.occupations import code_in, occupation_links
from graph.links.owners import owner_lines, owners
from graph.links.regions import region_links
from graph.links.states import STATES, Regions, parse_regions
from graph.settings import BadSetting
from graph.vocabulary import CG
from tests.graph.turtle import statements_of

PREFIXES = """
PREFIX : <https://example.org/>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX onet: <https://www.onetonline.org/link/summary/>
PREFIX soc: <https://w3id.org/credgraph/id/soc/>
PREFIX old: <https://w3id.org/credgraph/id/soc2010/>
"""
TAXONOMY = """
onet:51-4121.00 a cg:Occupation . onet:15-1252.00 a cg:Occupation .
onet:15-1253.00 a cg:Occupation . onet:15-1254.00 a cg:Occupation .
onet:29-1141.00 a cg:Occupation . onet:29-1141.01 a cg:Occupation .
old:15-1132 dct:isReplacedBy soc:15-1252 .
old:15-1134 dct:isReplacedBy soc:15-1252 , soc:15-1253 , soc:15-1254 .
old:29-1141 dct:isReplacedBy soc:29-1141 , soc:51-4121 . old:29-1141.07 a cg:RetiredOccupationCode .
"""


def occupations(turtle: str) -> list[tuple[str, str, str]]:
    with statements_of(PREFIXES + TAXONOMY + turtle, READS) as statements:
        links, _ = occupation_links(statements)
    rows = links.select("target", "method", "confidence").iter_rows()
    return sorted((target.rpartition("/")[2], *rest) for target, *rest in rows)


def regions(turtle: str, own: dict[str, str] | None = None) -> list[tuple[str, str, str, str]]:
    """(record, state, property that led to it, confidence)."""
    with statements_of(PREFIXES + turtle, READS) as statements:
        links, _ = region_links(statements, Names(), owners(statements), own)
    last = links.select("source", "target", "via", "confidence").iter_rows()
    return sorted(
        (
            s.rpartition("/")[2],
            t.rpartition("-")[2],
            " ".join(v.rpartition("/")[2] for v in every),
            c,
        )
        for s, t, every, c in last
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("ceterms:targetNode onet:51-4121.00", [("51-4121.00", "declared", "1")]),
        ("ceterms:targetNode <http://www.onetonline.org/link/summary/51-4121.00>",
         [("51-4121.00", "declared", "1")]),
        ("ceterms:targetNode <https://onetonline.org/link/summary/51-4121.00>",
         [("51-4121.00", "declared", "1")]),
        ("ceterms:targetNode <https://example.com/soc/51-4121>", [("51-4121.00", "code", "1")]),
        ('ceterms:codedNotation "51-4121.00"', [("51-4121.00", "code", "1")]),
        ('ceterms:codedNotation "51-4121"', [("51-4121.00", "code", "1")]),
        ('ceterms:codedNotation "51 - 4121.00"', [("51-4121.00", "code", "1")]),
        ('ceterms:codedNotation "SOC 51-4121 (Welders)"', [("51-4121.00", "code", "1")]),
        ('ceterms:codedNotation "29-1141.01"', [("29-1141.01", "code", "1")]),
        ('ceterms:codedNotation "29-1141.09"', [("29-1141.00", "roll-up", "0.8")]),
        ('ceterms:codedNotation "15-1132.00"', [("15-1252.00", "retired-code", "1")]),
        ('ceterms:codedNotation "15-1134.00"',
         [(f"15-125{n}.00", "retired-code", "0.3333") for n in (2, 3, 4)]),
        # A code of 2010 that went to several, one of which kept it.
        ('ceterms:codedNotation "29-1141"', [("29-1141.00", "code", "1")]),
        ('ceterms:codedNotation "29-1141.07"',
         [(code, "retired-code", "0.5") for code in ("29-1141.00", "51-4121.00")]),
        ('ceterms:codedNotation "99-9999.00"', []),
        ('ceterms:targetNodeName "Welders"@en', []),
        ('ceterms:codedNotation "11B" ; ceterms:targetNode <https://example.mil/jobs/11b>', []),
        ('ceterms:codedNotation "151-4121.00"', []),
        ('ceterms:codedNotation "2051-4121"', []),
    ],
)  # fmt: skip
def test_occupation_of_an_alignment_object(said: str, expected: list[tuple[str, str, str]]) -> None:
    assert occupations(f":c ceterms:occupationType :cao . :cao {said} .") == expected


def test_an_occupation_may_be_pointed_at_itself() -> None:
    assert occupations(":c ceterms:occupationType onet:51-4121.00 .") == [
        ("51-4121.00", "declared", "1")
    ]


@pytest.mark.parametrize(
    "record",
    [
        ':o ceterms:codedNotation "51-4121" .',
        ":o ceterms:occupationType :cao . :cao ceterms:targetNode onet:51-4121.00 .",
    ],
)
@pytest.mark.parametrize(
    "way",
    [
        ":c ceterms:occupationType :o .",
        ":c ceterms:occupationType :alignment . :alignment ceterms:targetNode :o .",
    ],
)
def test_an_occupation_record_that_has_a_code(record: str, way: str) -> None:
    with statements_of(PREFIXES + TAXONOMY + record + way, READS) as statements:
        links, _ = occupation_links(statements)
    mine = links.filter(source="https://example.org/c")["target"]
    assert [target.rpartition("/")[2] for target in mine] == ["51-4121.00"]


def test_an_occupation_that_a_condition_asks_for_is_no_link() -> None:
    turtle = ":c ceterms:requires :p . :p ceterms:targetOccupation onet:51-4121.00 ."
    assert occupations(turtle) == []


def test_the_iri_is_read_before_the_code_beside_it() -> None:
    said = 'ceterms:targetNode onet:51-4121.00 ; ceterms:codedNotation "15-1252.00"'
    assert occupations(f":c ceterms:occupationType :cao . :cao {said} .") == [
        ("51-4121.00", "declared", "1")
    ]


def test_the_same_occupation_said_three_times_is_one_link_with_the_best_evidence() -> None:
    turtle = """:c ceterms:occupationType :a , :b , :d . :a ceterms:codedNotation "15-1134.00" .
      :b ceterms:codedNotation "15-1252" . :d ceterms:targetNode onet:15-1252.00 ."""
    found = occupations(turtle)
    assert [entry for entry in found if entry[0] == "15-1252.00"] == [
        ("15-1252.00", "declared", "1")
    ]
    assert len(found) == 3


def test_a_jurisdiction_may_only_be_named() -> None:
    turtle = f"""
      :license ceterms:jurisdiction :j {RECORD} :j ceterms:mainJurisdiction :place .
      :place ceterms:name "Massachusetts"@en .
      :other ceterms:availableAt :campus {RECORD} :campus ceterms:name "Ohio"@en ."""
    assert regions(turtle) == [("license", "MA", "jurisdiction", "0.9")]


def test_counts_say_how_records_resolve_and_why_others_do_not() -> None:
    turtle = """:a ceterms:occupationType "Welder" , :1 , :2 , :3 , :4 .
      :1 ceterms:codedNotation "51-4121" . :2 ceterms:codedNotation "99-9999" .
      :3 ceterms:targetNodeName "Welder" . :4 ceterms:codedNotation "15-1134" ."""
    with statements_of(PREFIXES + TAXONOMY + turtle, READS) as statements:
        _, counts = occupation_links(statements)
    assert counts == {
        "name only": 1, "no code": 1, "with a code": 3, "code": 1, "unknown code": 1,
        "retired-code": 1, "links": 4,
    }  # fmt: skip


def test_codes_in_text() -> None:
    assert code_in("15–1252.00") == "15-1252.00"
    assert code_in("ce-11111111-1111-4111-8111-111111111111") is None


def test_a_link_and_its_evidence_are_triples() -> None:
    turtle = ':c ceterms:occupationType :a . :a ceterms:codedNotation "15-1134" .'
    with statements_of(PREFIXES + TAXONOMY + turtle, READS) as statements:
        links, _ = occupation_links(statements)
    store = ox.Store()
    lines = "".join(triples(links, CG.occupation, Names()))
    store.load(lines.encode(), format=ox.RdfFormat.N_TRIPLES)
    query = """SELECT (SUM(?n) AS ?sum) (COUNT(*) AS ?links) WHERE {
      ?link a cg:Link ; cg:linkSource :c ; cg:linkTarget ?t ; cg:linkProperty cg:occupation ;
        cg:declaredValue "15-1134" ; cg:method cg:retired-code ; cg:confidence ?n ;
        cg:via ceterms:occupationType ; prov:wasDerivedFrom :a . :c cg:occupation ?t }"""
    rows = store.query(PREFIXES + query)
    assert isinstance(rows, ox.QuerySolutions)
    row = next(iter(rows))
    assert (row["sum"].value, row["links"].value) == ("0.9999", "3")


RECORD = " ; prov:wasDerivedFrom :source . "


def test_where_it_is_available_comes_before_jurisdiction_and_owner() -> None:
    turtle = f"""
      :c ceterms:availableAt :p1 ; ceterms:jurisdiction :j ; ceterms:ownedBy :o {RECORD}
      :d ceterms:jurisdiction :j ; ceterms:ownedBy :o {RECORD}
      :e ceterms:offeredIn :j ; ceterms:ownedBy :o {RECORD}
      :f ceterms:ownedBy :o {RECORD}
      :o ceterms:address :p3 {RECORD}
      :p1 ceterms:addressRegion "Ohio"@en . :j ceterms:mainJurisdiction :p2 .
      :p2 ceterms:addressRegion "tx" . :p3 ceterms:addressRegion "US-NJ" ."""
    assert regions(turtle) == [
        ("c", "OH", "availableAt", "1"),
        ("d", "TX", "jurisdiction", "0.9"),
        ("e", "TX", "offeredIn", "0.9"),
        ("f", "NJ", "ownedBy", "0.7"),
        ("o", "NJ", "address", "1"),
    ]


def test_a_place_without_a_state_leaves_the_decision_to_the_next() -> None:
    turtle = f""":c ceterms:availableAt :p ; ceterms:ownedBy :o {RECORD} :p ceterms:name "Campus" .
      :o ceterms:address :q . :q ceterms:addressRegion "Ohio" ."""
    assert regions(turtle) == [("c", "OH", "ownedBy", "0.7")]


def test_an_owner_may_say_it_from_the_other_side() -> None:
    turtle = f""":c a ceterms:Course {RECORD} :d a ceterms:Course {RECORD}
      :o ceterms:owns :c ; ceterms:offers :d ; ceterms:address :p .
      :p ceterms:addressRegion "Ohio" ."""
    assert regions(turtle) == [("c", "OH", "owns", "0.7"), ("d", "OH", "offers", "0.7")]


def test_the_owner_is_said_once_from_whichever_side() -> None:
    turtle = ":c ceterms:ownedBy :o ; ceterms:offeredBy :o . :o ceterms:offers :c , :d ."
    with statements_of(PREFIXES + turtle, READS) as statements:
        lines = owner_lines(owners(statements)).to_list()
    says = "<https://w3id.org/credgraph/vocab#owner> <https://example.org/o> .\n"
    assert sorted(lines) == [f"<https://example.org/{record}> {says}" for record in "cd"]


def test_several_places_are_several_regions_and_several_spellings_are_one() -> None:
    turtle = f""":c ceterms:availableAt :p , :q , :r {RECORD} :p ceterms:addressRegion "Ohio"@en ,
      "Ohio"@es . :q ceterms:addressRegion "OH" . :r ceterms:addressRegion "Texas" ."""
    assert [entry[1] for entry in regions(turtle)] == ["OH", "TX"]


@pytest.mark.parametrize(
    ("place", "state"),
    [
        ('ceterms:addressRegion "CA" ; ceterms:addressCountry "United States"@en', "CA"),
        ('ceterms:addressRegion "CA" ; ceterms:addressCountry "U.S.A."', "CA"),
        ('ceterms:addressRegion "CA" ; ceterms:addressCountry ""', "CA"),
        ('ceterms:addressRegion "DE" ; ceterms:addressCountry "Germany"@en', None),
        ('ceterms:addressRegion "Georgia" ; ceterms:addressCountry "", "Georgia"', None),
        ('ceterms:addressRegion "PR"', "PR"),
        ('ceterms:addressRegion "San Juan" ; ceterms:addressCountry "Puerto Rico"', "PR"),
        ('ceterms:addressRegion "Guam" ; ceterms:addressCountry "United States"', "GU"),
        ('ceterms:addressRegion "Washington, D.C."', "DC"),
        ('ceterms:addressRegion "Ontario"', None),
    ],
)
def test_states_territories_and_places_abroad(place: str, state: str | None) -> None:
    found = regions(f":c ceterms:availableAt :p {RECORD} :p {place} .")
    assert [entry[1] for entry in found] == ([state] if state else [])


def test_a_profile_inside_a_record_gets_no_link() -> None:
    turtle = ":profile ceterms:jurisdiction :j . :j ceterms:addressRegion 'Ohio' ."
    assert regions(turtle) == []


def test_a_place_that_points_at_itself_ends() -> None:
    turtle = f":c ceterms:jurisdiction :j {RECORD} :j ceterms:mainJurisdiction :j ."
    assert regions(turtle) == []


def test_an_operators_own_region() -> None:
    turtle = f":c ceterms:availableAt :p {RECORD} :p ceterms:addressRegion 'Allegheny' ."
    own = parse_regions(["AG Allegheny"])
    assert regions(turtle) == []
    assert regions(turtle, own) == [("c", "AG", "availableAt", "1")]


@pytest.mark.parametrize("entry", ["Allegheny", "AG", "A1 Allegheny", "OH Ohio", ""])
def test_a_region_that_cant_be_used_is_refused(entry: str) -> None:
    with pytest.raises(BadSetting, match="regions"):
        parse_regions([entry])


def test_all_states_by_code_and_name() -> None:
    known = Regions()
    assert len(STATES) == 56
    assert all(known.code_of(name.upper()) == code for code, name in STATES.items())
    assert all(known.code_of(f" us-{code.lower()} ") == code for code in STATES)
