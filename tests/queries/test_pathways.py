"""Pathways: steps, relations and conditions against a walk over the published JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest

from graph.iris import occupation
from graph.triples import iri, line, literal
from graph.vocabulary import CG, RDF_TYPE, SKOS
from loaders.source import Source
from tests.queries.conftest import Ask, Make, Rows, build
from tests.shared import SHARED, needs_shared

FOLDER = SHARED / "ctdl" / "dev" / "pathway"
DOCUMENTS = [
    "sd-Badgr_French_B.A.MarketableSkills_CR_sandbox.json",
    "sd-CompTIA-IT_Networking_Specialist.jsonld",
]
Node = dict[str, Any]


def many(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def refs(node: Node, key: str) -> set[str]:
    """The IRIs at a key, with the Registry's /graph/ spelled /resources/."""
    values = [v["@id"] if isinstance(v, dict) else v for v in many(node.get(key))]
    return {v.replace("/graph/ce-", "/resources/ce-") for v in values}


def conditions(node: Node) -> Iterator[Node]:
    for condition in many(node.get("ceterms:hasCondition")):
        yield condition
        yield from conditions(condition)


class Walk:
    """A pathway's document, read without any of our code."""

    def __init__(self, name: str) -> None:
        nodes = json.loads((FOLDER / name).read_text("utf-8"))["@graph"]
        (pathway,) = (node for node in nodes if node["@type"] == "ceterms:Pathway")
        self.iri: str = pathway["@id"]
        self.nodes: dict[str, Node] = {node["@id"]: node for node in nodes}
        self.destinations = refs(pathway, "ceterms:hasDestinationComponent")
        parts = refs(pathway, "ceasn:hasPart") | refs(pathway, "ceterms:hasPart")
        parts |= {i for i, n in self.nodes.items() if self.iri in refs(n, "ceasn:isPartOf")}
        self.steps = parts | self.destinations

    def child_pairs(self) -> set[tuple[str, str]]:
        down = {(i, c) for i in self.steps for c in refs(self.nodes[i], "ceasn:hasChild")}
        return down | {(p, i) for i in self.steps for p in refs(self.nodes[i], "ceasn:isChildOf")}

    def conditions(self) -> Counter[tuple[str, str, frozenset[str]]]:
        return Counter(
            (
                step,
                str(condition.get("ceterms:requiredNumber", "")),
                frozenset(refs(condition, "ceterms:targetComponent")),
            )
            for step in self.steps
            for condition in conditions(self.nodes[step])
        )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    paths = tuple(FOLDER / name for name in DOCUMENTS)
    return build(tmp_path_factory.mktemp("pathways"), [Source("ctdl", "ctdl", paths)])


def grouped(rows: Rows) -> dict[tuple[str, str], Rows]:
    """The rows of each condition of each step."""
    found: dict[tuple[str, str], Rows] = {}
    for row in rows:
        found.setdefault((row["step"], row["condition"]), []).append(row)
    return found


@needs_shared
@pytest.mark.parametrize("name", DOCUMENTS)
def test_steps_are_those_of_the_document(store: ox.Store, ask: Ask, name: str) -> None:
    walk = Walk(name)
    rows = ask(store, "pathways/steps", pathway=walk.iri)
    assert sorted(row["step"] for row in rows) == sorted(walk.steps)
    for row in rows:
        node = walk.nodes[row["step"]]
        assert row["stepLabel"] in node["ceterms:name"].values()
        assert row["kind"].rpartition("/")[2] == node["@type"].rpartition(":")[2]
        assert (row["isDestination"] == "true") == (row["step"] in walk.destinations)
        assert {row["standsFor"]} & refs(node, "ceterms:sourceData") if "standsFor" in row else True
    assert sum("standsFor" in row for row in rows) == sum(
        bool(refs(walk.nodes[step], "ceterms:sourceData")) for step in walk.steps
    )


@needs_shared
@pytest.mark.parametrize("name", DOCUMENTS)
def test_relations_and_conditions_are_those_of_the_document(
    store: ox.Store, ask: Ask, name: str
) -> None:
    walk = Walk(name)
    relations = ask(store, "pathways/relations", pathway=walk.iri)
    wholes = [(row["step"], row["other"]) for row in relations if row["relation"] == "whole"]
    assert sorted(wholes) == sorted(walk.child_pairs())
    rows = ask(store, "pathways/conditions", pathway=walk.iri)
    found: Counter[tuple[str, str, frozenset[str]]] = Counter()
    for (step, _), some in grouped(rows).items():
        (number,) = {row.get("requiredNumber", "") for row in some}
        found[step, number, frozenset(row["target"] for row in some if "target" in row)] += 1
    assert found == walk.conditions()


@needs_shared
def test_the_list_counts_the_steps_that_the_page_shows(store: ox.Store, ask: Ask) -> None:
    counts = {row["pathway"]: int(row["steps"]) for row in ask(store, "pathways/all")}
    assert counts == {walk.iri: len(walk.steps) for walk in map(Walk, DOCUMENTS)}


BASE = "https://example.org/"
INVENTED: list[Node] = [
    {
        "@id": f"{BASE}pathway",
        "@type": "ceterms:Pathway",
        "ceterms:name": {"en": "Baker"},
        "ceterms:hasDestinationComponent": f"{BASE}job",
    },
    {
        "@id": f"{BASE}job",
        "@type": "ceterms:JobComponent",
        "ceterms:name": {"en": "Baker"},
        "ceterms:isPartOf": f"{BASE}pathway",
        "ceterms:hasCondition": {
            "@type": "ceterms:ComponentCondition",
            "ceterms:description": {"en": "The base course and more"},
            "ceterms:targetComponent": [f"{BASE}base"],
            "ceterms:hasCondition": [
                {
                    "@type": "ceterms:ComponentCondition",
                    "ceterms:name": {"en": "Electives"},
                    "ceterms:requiredNumber": 2,
                    "ceterms:targetComponent": [f"{BASE}{n}" for n in ("bread", "cake", "pie")],
                }
            ],
        },
    },
    *(
        {
            "@id": f"{BASE}{name}",
            "@type": "ceterms:CourseComponent",
            "ceterms:name": {"en": name},
            "ceterms:isPartOf": f"{BASE}pathway",
            "ceterms:precededBy": [] if name == "base" else [f"{BASE}base"],
        }
        for name in ("base", "bread", "cake", "pie")
    ),
]


def test_any_two_of_three_within_a_condition(ctdl_store: Make, ask: Ask) -> None:
    store = ctdl_store(INVENTED)
    rows = ask(store, "pathways/conditions", pathway=f"{BASE}pathway")
    assert {row["step"] for row in rows} == {f"{BASE}job"}
    outer = {row["condition"] for row in rows if row["within"] == f"{BASE}job"}
    inner = [row for row in rows if row["condition"] not in outer]
    assert len(outer) == 1
    assert {row["within"] for row in inner} == outer
    assert {(row["conditionLabel"], row["requiredNumber"]) for row in inner} == {("Electives", "2")}
    assert {row["target"] for row in inner} == {f"{BASE}{n}" for n in ("bread", "cake", "pie")}


def test_rows_lead_from_the_first_step_to_the_destination(ctdl_store: Make, ask: Ask) -> None:
    rows = ask(ctdl_store(INVENTED), "pathways/steps", pathway=f"{BASE}pathway")
    assert [row["stepLabel"] for row in rows] == ["base", "bread", "cake", "pie", "Baker"]
    by_name = {row["stepLabel"]: row for row in rows}
    assert by_name["bread"]["after"] == "base"
    assert sorted(by_name["cake"]["alternatives"].split("; ")) == ["bread", "pie"]
    assert "any 2 of 3" in by_name["Baker"]["conditions"]


def test_occupations_of_a_pathway_its_steps_and_what_they_stand_for(
    ctdl_store: Make, ask: Ask
) -> None:
    def job(code: str) -> Node:
        return {"@type": "ceterms:CredentialAlignmentObject", "ceterms:codedNotation": code}

    of = {"pathway": "51-3011.00", "pie": "35-2021.00", "certificate": "51-3011.00"}
    certificate = {"@id": f"{BASE}certificate", "@type": "ceterms:Certificate"}
    nodes = [
        node
        | ({"ceterms:proxyFor": certificate["@id"]} if node["@id"] == f"{BASE}cake" else {})
        | ({"ceterms:occupationType": job(of[name])} if name in of else {})
        for node in [*INVENTED, certificate]
        for name in [node["@id"].removeprefix(BASE)]
    ]
    known = [
        line(occupation(code), *fact)
        for code in {*of.values(), "29-1141.00"}
        for fact in ((RDF_TYPE, iri(CG.Occupation)), (SKOS.notation, literal(code)))
    ]
    rows = ask(ctdl_store(nodes, known), "pathways/occupations", pathway=f"{BASE}pathway")
    found = {row["occupation"]: sorted(row["namedBy"].split("; ")) for row in rows}
    assert found == {occupation("51-3011.00"): ["Baker", "cake"], occupation("35-2021.00"): ["pie"]}
