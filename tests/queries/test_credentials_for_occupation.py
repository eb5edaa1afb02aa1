"""Credentials for an occupation: exact rows for invented records, and a walk over real ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.iris import DEFAULT_BASE, Names, occupation
from graph.triples import iri, line, literal
from graph.vocabulary import CG, DCT, RDF_TYPE, RDFS, SKOS
from loaders.source import Source
from tests.queries.conftest import Ask, Make, Rows, build
from tests.shared import SHARED, needs_shared

QUERY = "pathways/credentials-for-occupation"
BASE = "https://example.org/"
NURSE, AIDE, MANAGER = "29-1141.00", "31-1131.00", "11-1021.00"
Node = dict[str, Any]


def taxonomy() -> list[str]:
    """Three occupations, and a retired code that was split between two of them."""
    lines = []
    for code in (NURSE, AIDE, MANAGER):
        lines.append(line(occupation(code), RDF_TYPE, iri(CG.Occupation)))
        lines.append(line(occupation(code), SKOS.notation, literal(code)))
        lines.append(line(occupation(code), RDFS.label, literal(f"Occupation {code}")))
    names = Names()
    for code in (NURSE, AIDE):
        old, new = names.of("soc2010", "29-1111"), names.of("soc", code[:7])
        lines.append(line(old, DCT.isReplacedBy, iri(new)))
    return lines


def record(name: str, kind: str = "ceterms:Certificate", **more: Any) -> Node:
    properties = {f"ceterms:{key}": value for key, value in more.items()}
    named = {"ceterms:name": {"en": name}}
    return {"@id": BASE + name, "@type": kind, **named, **properties}


def for_job(code: str, **more: Any) -> Node:
    return {"@type": "ceterms:CredentialAlignmentObject", "ceterms:codedNotation": code, **more}


def place(*states: str) -> list[Node]:
    return [
        {
            "@type": "ceterms:Place",
            "ceterms:addressRegion": {"en": s},
            "ceterms:addressCountry": {"en": "US"},
        }
        for s in states
    ]


RECORDS: list[Node] = [
    record("by-code", occupationType=for_job(NURSE), ownedBy=f"{BASE}school",
           availableAt=place("Ohio")),
    record("by-iri", occupationType={"@type": "ceterms:CredentialAlignmentObject",
           "ceterms:targetNode": occupation(NURSE)}, availableAt=place("Ohio", "Indiana")),
    record("rolled-up", occupationType=for_job("29-1141.04")),
    record("retired", occupationType=for_job("29-1111.00"), availableAt=place("Texas")),
    record("course", "ceterms:Course", occupationType=for_job(NURSE)),
    record("program", "ceterms:LearningProgram", occupationType=for_job(NURSE)),
    record("test", "ceterms:AssessmentProfile", occupationType=for_job(NURSE)),
    record("name-only", occupationType={"@type": "ceterms:CredentialAlignmentObject",
           "ceterms:targetNodeName": {"en": "Registered Nurses"}}),
    record("other-job", occupationType=for_job(MANAGER), availableAt=place("Ohio")),
    record("twice", occupationType=[for_job(NURSE), for_job("29-1141.04")]),
    record("school", "ceterms:CredentialOrganization"),
]  # fmt: skip


def state(code: str) -> str:
    return f"{DEFAULT_BASE}region/US-{code}"


def names(rows: Rows) -> list[str]:
    return [row["recordLabel"] for row in rows]


@pytest.fixture
def store(ctdl_store: Make) -> ox.Store:
    return ctdl_store(RECORDS, taxonomy())


def test_every_record_and_no_other_each_once(store: ox.Store, ask: Ask) -> None:
    rows = ask(store, QUERY, occupation=occupation(NURSE))
    everyone = ["by-code", "by-iri", "course", "program", "retired", "rolled-up", "twice"]
    assert names(rows) == everyone
    how = {
        row["recordLabel"]: (row["method"].removeprefix(CG.iri), float(row["confidence"]))
        for row in rows
    }
    assert how == {
        "by-code": ("code", 1.0),
        "by-iri": ("declared", 1.0),
        "course": ("code", 1.0),
        "program": ("code", 1.0),
        "retired": ("retired-code", 0.5),
        "rolled-up": ("roll-up", 0.8),
        "twice": ("code", 1.0),
    }
    declared = {row["recordLabel"]: row["declared"] for row in rows}
    assert (declared["rolled-up"], declared["retired"]) == ("29-1141.04", "29-1111.00")
    kinds = {row["recordLabel"]: row["type"].rpartition("/")[2] for row in rows}
    assert (kinds["by-code"], kinds["course"]) == ("Certificate", "Course")


def test_a_state_keeps_those_to_be_had_there_with_all_their_states(
    store: ox.Store, ask: Ask
) -> None:
    everywhere = ask(store, QUERY, occupation=occupation(NURSE))
    states = {row["recordLabel"]: row.get("states") for row in everywhere}
    assert states["by-code"] == "Ohio"
    assert set(str(states["by-iri"]).split("; ")) == {"Ohio", "Indiana"}
    assert not states["course"]
    in_ohio = ask(store, QUERY, occupation=occupation(NURSE), region=state("OH"))
    assert names(in_ohio) == ["by-code", "by-iri"]
    assert set(in_ohio[1]["states"].split("; ")) == {"Ohio", "Indiana"}
    assert names(ask(store, QUERY, occupation=occupation(AIDE), region=state("TX"))) == ["retired"]
    assert ask(store, QUERY, occupation=occupation(NURSE), region=state("UT")) == []


def test_owners_are_named_from_either_side_of_the_relation(ctdl_store: Make, ask: Ask) -> None:
    school = record("school", "ceterms:CredentialOrganization", owns=f"{BASE}owned")
    records = [
        record("owned", occupationType=for_job(NURSE)),
        record(
            "own",
            occupationType=for_job(NURSE),
            ownedBy=f"{BASE}school",
            offeredBy=f"{BASE}college",
        ),
        record("offered", occupationType=for_job(NURSE), offeredBy=f"{BASE}school"),
    ]
    college = record("college", "ceterms:CredentialOrganization")
    store = ctdl_store([school, college, *records], taxonomy())
    rows = ask(store, QUERY, occupation=occupation(NURSE))
    owners = {row["recordLabel"]: set(row["owners"].split("; ")) for row in rows}
    assert owners == {"owned": {"school"}, "own": {"school", "college"}, "offered": {"school"}}


# --- the real files: a code's resolution written out once more, on the JSON ---------------------

CREDENTIALS = re.compile(
    r"Certificate|Certification|Degree|Badge|Diploma|License|Credential$|MicroCredential|Doctorate"
    r"|Apprenticeship|MasterTrades|Journeyman|LearningProgram|Course$|LearningOpportunityProfile"
    r"|GeneralEducationDevelopment|QualityAssuranceCredential"
)
NO_CREDENTIALS = re.compile(r"Organization|Alignment|Component|Framework|CourseComponent")


def declared_codes(node: Node) -> set[str]:
    found = set()
    kinds = node.get("ceterms:occupationType", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, dict):
            target, notation = kind.get("ceterms:targetNode"), kind.get("ceterms:codedNotation")
            for value in (target, notation):
                match = re.search(r"(?<![\d-])\d\d-\d{4}(\.\d\d)?(?![\d-])", str(value or ""))
                if match:
                    found.add(match.group())
                    break
    return found


def nodes_of(value: Any) -> Iterator[Node]:
    """Every object in a document, at any depth."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            for inner in item.values():
                yield from nodes_of(inner)


def expected(current: set[str]) -> dict[str, set[str]]:
    """occupation code → credentials and courses that declare it, or an unknown code under it."""
    found: dict[str, set[str]] = {}
    for path in real_files():
        try:
            document = json.loads(path.read_text("utf-8-sig"))
        except ValueError:
            continue
        for node in nodes_of(document):
            kind, name = str(node.get("@type", "")), last_part(str(node.get("@id", "")))
            if not name or not CREDENTIALS.search(kind) or NO_CREDENTIALS.search(kind):
                continue
            for code in declared_codes(node):
                target = code if code in current else f"{code[:7]}.00"
                if target in current:
                    found.setdefault(target, set()).add(name)
    return found


def last_part(address: str) -> str:
    """The end of an IRI, which stays the same when its host or path is spelled otherwise."""
    return address.rpartition("/")[2].lower().replace("urn:ctid:", "ce-")


def real_files() -> list[Path]:
    files = sorted((SHARED / "ctdl" / "dev").rglob("*"))
    return [path for path in files if path.is_file() and path.name != "sd-lifeCycleExample.json"]


@needs_shared
def test_real_records_for_every_occupation(
    tmp_path_factory: pytest.TempPathFactory, ask: Ask
) -> None:
    table = SHARED / "onet" / "db_30_1_text" / "Occupation Data.txt"
    current = set(re.findall(r"^\d\d-\d{4}\.\d\d", table.read_text("utf-8"), re.M))
    lines = [line(occupation(code), RDF_TYPE, iri(CG.Occupation)) for code in current]
    folder = tmp_path_factory.mktemp("records")
    store = build(folder, [Source("ctdl", "ctdl", tuple(real_files()))], lines)
    found: dict[str, set[str]] = {}
    for code in sorted(current):
        rows = ask(store, QUERY, occupation=occupation(code))
        if known := {last_part(row["record"]) for row in rows}:
            found[code] = known
        assert len(rows) == len(known)
    assert len(found) > 10
    assert found == expected(current)
