"""Make ``loaders/ctdl/terms.json`` from the published CTDL and CTDL-ASN contexts and schemas.

Usage: ``python scripts/ctdl_terms.py SCHEMAS`` where SCHEMAS holds ``ctdl/`` and ``ctdlasn/``, each
with ``context.json`` and ``schema.json`` as credreg.net serves them. Facts only: IRIs, coercions,
containers, superclasses; no labels and no definitions.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

OURS = Path(__file__).parents[1] / "loaders" / "ctdl" / "terms.json"
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


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    table = term_table(Path(sys.argv[1]))
    OURS.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{OURS.name}: {len(table['terms'])} terms, {len(table['superclasses'])} classes")
