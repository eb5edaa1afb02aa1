"""The terms of random queries: those of the sample, so that patterns match, and others."""

from __future__ import annotations

from random import Random

PROLOGUE = """PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX : <urn:x:>
"""
VARIABLES = ("?s", "?p", "?o", "?a", "?b", "$c", "?n")
PROPERTIES = (
    "a", "rdfs:label", "skos:notation", "ceterms:name", "ceterms:requires", "ceterms:ownedBy",
    "ceterms:targetCredential", "cg:occupation", "cg:region", "cg:jobZone", ":none", "cg:search",
)  # fmt: skip
THINGS = (
    "cg:Occupation", "ceterms:Credential", "ceterms:Badge", "cg:Scale", ":none", "rdfs:label",
    "<https://www.onetonline.org/link/summary/29-1141.00>", "<>", "<../é?q#f>", "<urn:a%20b>",
)  # fmt: skip
LITERALS = (
    '"nurse"', "'Registered Nurses'@en", '"x"@en-US', '"""a\n"b" c"""', "'''it''s'''", '""',
    '"5"^^xsd:integer', '"no"^^xsd:integer', '"2026-02-30"^^xsd:date', '"P1Y"^^xsd:duration',
    '"\\t\\u00e9\\\\"', '"a"^^:none', "5", "-5", "+0", "1.50", ".5", "1e400", "-1.5E-3",
    "99999999999999999999", "true", "false", '"😀\u0301\u202e"',
)  # fmt: skip


def variable(random: Random) -> str:
    return random.choice(VARIABLES)


def constant(random: Random) -> str:
    return random.choice(THINGS if random.random() < 0.5 else LITERALS)


def term(random: Random) -> str:
    return variable(random) if random.random() < 0.6 else constant(random)


def name(random: Random) -> str:
    """A variable or an IRI."""
    return variable(random) if random.random() < 0.5 else random.choice(THINGS)
