"""What is wrong in published records, planted at about the rates that were found in them.

A careless publisher has most flaws, as real ones come in publisher-sized blocks. Each flaw is
counted under the code of the note that a loader writes about it, where it writes one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from benchmarks.corpus import words
from benchmarks.corpus.draws import choose
from benchmarks.corpus.record import Node, Record

Plant = Callable[[Record, Node], bool]


def plant(rec: Record, node: Node) -> None:
    """Spoil a main resource, mostly not at all."""
    factor = 6.0 if rec.habits.is_careless else 0.5
    for code, rate, function in FLAWS:
        if rec.rng.random() < rate * factor and function(rec, node):
            rec.flaws[code] += 1
    if rec.kind == "ceterms:TransferValueProfile" and rec.often(0.3):
        node["ceterms:ownedBy"] = [f"_:{uuid.UUID(int=rec.rng.getrandbits(128), version=4)}"]
        rec.flaws["undefined-blank-node"] += 1


def _language(rec: Record, node: Node) -> bool:
    tag = choose(rec.rng, ["english_US", "en:us", "", "Plain English"])
    key = "ceterms:name" if "ceterms:name" in node else "ceasn:name"
    node[key] = {tag: next(iter(node[key].values()))}
    return True


def _plain_string(rec: Record, node: Node) -> bool:
    key = "ceterms:description" if "ceterms:description" in node else "ceasn:description"
    node[key] = words.sentence(rec.rng)
    return True


def _date(rec: Record, node: Node) -> bool:
    return _replace(node, "ceterms:dateEffective", f"{1 + int(rec.rng.random() * 12)}/1/2014")


def _price(rec: Record, node: Node) -> bool:
    price = choose(rec.rng, ["1,200.00", "$950", "varies"])
    return any(
        _replace(cost, "ceterms:price", price) for cost in node.get("ceterms:estimatedCost", [])[:1]
    )


def _odd_address(rec: Record, node: Node) -> bool:
    mark = choose(rec.rng, [" ", "|", "{id}", "%zz", "\\", '"'])
    page = node.get("ceterms:subjectWebpage")
    return _replace(node, "ceterms:subjectWebpage", f"{page}/a{mark}b")


def _no_scheme(rec: Record, node: Node) -> bool:
    page = str(node.get("ceterms:subjectWebpage")).removeprefix("https://")
    return _replace(node, "ceterms:subjectWebpage", page)


def _unknown_key(rec: Record, node: Node) -> bool:
    node["hasPoint"] = choose(rec.rng, words.TOPICS)
    return True


def _number_as_text(rec: Record, node: Node) -> bool:
    keywords = node.get("ceterms:keyword")
    if isinstance(keywords, dict):
        next(iter(keywords.values())).append(int(2000 + rec.rng.random() * 26))
    return isinstance(keywords, dict)


def _map_in_list(rec: Record, node: Node) -> bool:
    node["ceterms:alternateName"] = [rec.text(choose(rec.rng, words.FIELDS))]
    return True


def _null_id(rec: Record, node: Node) -> bool:
    conditions = node.get("ceterms:requires")
    if isinstance(conditions, list) and isinstance(conditions[0], dict):
        conditions[0]["@id"] = None
        return True
    return False


def _dangling(rec: Record, node: Node) -> bool:
    nobody = rec.resource(rec.plan.ctid(rec.number, 1_000_000))
    return _replace(node, "ceterms:ownedBy", [nobody])


def _sandbox(rec: Record, node: Node) -> bool:
    host = "https://sandbox.credentialengineregistry.org/resources/"
    return _replace(node, "ceterms:offeredBy", [host + rec.plan.ctid(rec.number, 1_000_001)])


def _occupation_as_program(rec: Record, node: Node) -> bool:
    programs = node.get("ceterms:instructionalProgramType", [])[:1]
    return any(_replace(one, "ceterms:codedNotation", "15-1252") for one in programs)


def _competency_as_alignment(rec: Record, node: Node) -> bool:
    taught = [one for one in node.get("ceterms:teaches", []) if isinstance(one, dict)]
    for one in taught:
        one["@type"] = "ceasn:Competency"
    return bool(taught)


def _replace(node: Node, key: str, value: Any) -> bool:
    if key not in node:
        return False
    node[key] = value
    return True


FLAWS: tuple[tuple[str, float, Plant], ...] = (
    ("bad-language-tag", 0.004, _language),
    ("plain-string", 0.005, _plain_string),
    ("ill-typed-value", 0.006, _date),
    ("ill-typed-value", 0.006, _price),
    ("iri-mended", 0.005, _odd_address),
    ("relative-iri", 0.006, _no_scheme),
    ("unknown-key", 0.004, _unknown_key),
    ("not-a-string", 0.001, _number_as_text),
    ("language-map-in-list", 0.001, _map_in_list),
    ("null-id", 0.0005, _null_id),
    ("dangling-link", 0.001, _dangling),
    ("sandbox-host", 0.001, _sandbox),
    ("occupation-as-program", 0.001, _occupation_as_program),
    ("competency-as-alignment", 0.01, _competency_as_alignment),
)
"""Code, share of documents, and what is done to a main resource (True where it could be done)."""
