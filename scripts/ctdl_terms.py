"""Make ``loaders/ctdl/terms.json`` and ``scripts/qdata.json`` from published contexts and schemas.

Usage: ``python scripts/ctdl_terms.py SCHEMAS`` where SCHEMAS holds ``ctdl/`` and ``ctdlasn/``, each
with ``context.json`` and ``schema.json`` as credreg.net serves them, and ``qdata/`` with QData's
schema. Facts only: IRIs, coercions, containers, what is above what and belongs to what; no
definitions, and no labels but the names of QData's terms in words.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parent
TERMS = SCRIPTS.parent / "loaders" / "ctdl" / "terms.json"
# Used by QData's schema and documents, but declared in no published context.
QDATA_SCHEMES = (
    "adminRecord",
    "collectionMethod",
    "dataWithholding",
    "demoCat",
    "incomeDetermination",
    "metricCat",
    "sourceCoverage",
    "subjectCategory",
)
ADDED_PREFIXES = {name: f"https://credreg.net/qdata/vocabs/{name}/" for name in QDATA_SCHEMES}
# In no published context either; the Registry's provisional records carry it.
ADDED_PREFIXES["graphPublicationStatus"] = "https://purl.org/ctdl/vocabs/graphPublicationStatus/"
# In no context at hand: an address (xsd:anyURI) by QData's schema; two links of older documents.
ADDED_TERMS = {
    "qdata:distributionFile": "@id",
    "ceasn:hasPart": "@id",
    "ceasn:hasMember": "@id",
}
# Declared by the published vocabulary's prose, not by its files.
ADDED_SUPERCLASSES = {
    "ceterms:CollectionComponent": ["ceterms:PathwayComponent"],
    "ceterms:MultiComponent": ["ceterms:PathwayComponent"],
}


# Of what QData's schema says of a term, the facts.
QDATA_FACTS = (
    "rdfs:subPropertyOf",
    "schema:domainIncludes",
    "schema:rangeIncludes",
    "meta:targetScheme",
    "skos:inScheme",
    "skos:hasTopConcept",
    "skos:topConceptOf",
    "vs:term_status",
)
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])")


def read(path: Path) -> Any:
    """A JSON file's content."""
    return json.loads(path.read_text("utf-8-sig"))


def term_table(schemas: Path) -> dict[str, Any]:
    """``{"prefixes": …, "terms": {key: coercion}, "superclasses": {class: [class]}}``.

    A coercion is ``@id``, ``@language``, or a datatype as a compact IRI; plain terms are left out.
    """
    prefixes: dict[str, str] = dict(ADDED_PREFIXES)
    terms: dict[str, str] = dict(ADDED_TERMS)
    superclasses: dict[str, list[str]] = dict(ADDED_SUPERCLASSES)
    for vocabulary in ("ctdl", "ctdlasn"):
        for key, value in read(schemas / vocabulary / "context.json")["@context"].items():
            if isinstance(value, str):
                prefixes[key] = value
            else:
                terms[key] = value.get("@container") or value["@type"]
        for node in read(schemas / vocabulary / "schema.json")["@graph"]:
            above = node.get("rdfs:subClassOf")
            if node["@type"] == "rdfs:Class" and above:
                superclasses[node["@id"]] = sorted(above)
    return {
        "prefixes": dict(sorted(prefixes.items())),
        "superclasses": dict(sorted(superclasses.items())),
        "terms": dict(sorted(terms.items())),
    }


def qdata_vocabulary(schemas: Path) -> dict[str, Any]:
    """A schema file of the terms of QData that the schemas of CTDL and CTDL-ASN do not describe:
    those of QData's own, and those that CTDL's schema and context have had since."""
    files = [schemas / name / "schema.json" for name in ("ctdl", "ctdlasn")]
    described = {node["@id"] for file in files for node in read(file)["@graph"]}
    (own,) = schemas.glob("qdata/*.json")
    nodes = {node["@id"]: node for node in _later_terms(schemas / "ctdl")}
    nodes |= {node["@id"]: node for node in read(own)["@graph"]}
    graph = [_qdata_term(node) for name, node in nodes.items() if name not in described]
    graph.sort(key=lambda term: (term["@type"], term["@id"]))
    return {"@context": "https://credreg.net/ctdl/schema/context/json", "@graph": graph}


def _later_terms(ctdl: Path) -> Iterator[dict[str, Any]]:
    """QData's properties in CTDL's context, and the classes that have properties of CTDL's
    schema."""
    for name in read(ctdl / "context.json")["@context"]:
        if name.startswith("qdata:"):
            yield {"@id": name, "@type": "rdf:Property"}
    for node in read(ctdl / "schema.json")["@graph"]:
        for name in node.get("schema:domainIncludes", ()):
            if name.startswith("qdata:"):
                yield {"@id": name, "@type": "rdfs:Class"}


def _qdata_term(node: dict[str, Any]) -> dict[str, Any]:
    """A term with the facts about it, and its name in words."""
    label = "skos:prefLabel" if node["@type"] == "skos:Concept" else "rdfs:label"
    facts = {name: node[name] for name in QDATA_FACTS if name in node}
    return {"@id": node["@id"], "@type": node["@type"], label: {"en": words(node["@id"])}, **facts}


def words(name: str) -> str:
    """``qdata:totalWIOACompleters`` → ``Total WIOA Completers``."""
    found = _WORDS.sub(" ", name.partition(":")[2])
    return found[0].upper() + found[1:]


def write(path: Path, content: dict[str, Any]) -> None:
    """Write a file of ours."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    schemas = Path(sys.argv[1])
    write(TERMS, term_table(schemas))
    write(SCRIPTS / "qdata.json", qdata_vocabulary(schemas))
