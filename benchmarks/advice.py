"""Slow queries against what the adviser makes of them, on one store.

Usage: ``python -m benchmarks.advice DATA`` with a data folder that has a build of CTDL records,
such as of a corpus by `benchmarks.corpus`. A query that takes longer than 30 s is stopped.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

from benchmarks import running
from benchmarks.pairs import in_turns, report
from graph.stores import EmbeddedStore, Limits, QueryError
from graph.stores.media import CSV
from queries.advice import Profile, advise

LIMITS = Limits(seconds=30, memory=4 << 30)
ROUNDS = 2
PREFIXES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
PREFIX ceasn: <https://purl.org/ctdlasn/terms/>
PREFIX cg: <https://w3id.org/credgraph/vocab#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""
ROOT = """SELECT ?root (COUNT(*) AS ?n) { ?c cg:competency/ceasn:isChildOf+ ?root }
GROUP BY ?root ORDER BY DESC(?n) LIMIT 1"""
RESOURCE = "SELECT ?s { ?s a ceterms:Credential } LIMIT 1"
QUERIES = {
    "summary": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "product": "SELECT (COUNT(*) AS ?n) { ?a ceterms:ownedBy ?b . "
    "?c a ceterms:CredentialOrganization FILTER(?b = ?c) }",
    "iri-as-text": 'SELECT ?p ?o { ?s ?p ?o FILTER(STR(?s) = "RESOURCE") }',
    "late-path": "SELECT ?c { ?c cg:competency/ceasn:isChildOf* <ROOT> }",
    "open-path": "SELECT (COUNT(*) AS ?n) { ?a ceasn:isChildOf* ?b }",
    "text-filter": 'SELECT ?s ?l { ?s rdfs:label ?l FILTER(CONTAINS(LCASE(?l), "nursing")) }',
    "lists": "SELECT ?type (COUNT(*) AS ?n) { ?s cg:recordType ?type ; prov:wasDerivedFrom ?o } "
    "GROUP BY ?type",
    "sort": "SELECT ?s ?l { ?s rdfs:label ?l } ORDER BY ?l LIMIT 20",
}


def main(data: Path) -> None:
    """Time each query and its rewrite in turns."""
    build = running.built(data)
    profile = cast(Profile, build.info["profile"])
    print(f"{profile['triples']:,} statements")
    with EmbeddedStore(build.public) as store:
        root, resource = _first(store, ROOT), _first(store, RESOURCE)
        for code, text in QUERIES.items():
            query = PREFIXES + text.replace("ROOT", root).replace("RESOURCE", resource)
            (advice,) = [one for one in advise(query, profile) if one.code == code]
            assert advice.sparql
            _compare(store, code, query, advice.sparql)


def _compare(store: EmbeddedStore, code: str, before: str, after: str) -> None:
    sizes = {"before": _rows(store, before), "after": _rows(store, after)}
    ways = {
        "as it is rewritten": lambda: _rows(store, after),
        "as it was": lambda: _rows(store, before),
    }
    report(f"{code}: rows {sizes}", in_turns(ways, ROUNDS))


def _rows(store: EmbeddedStore, query: str) -> int | None:
    """How many rows a query gives; None where it was stopped."""
    try:
        with store.query(query, CSV, LIMITS) as answer:
            return answer.read().count(b"\n") - 1
    except QueryError as error:
        if error.code != "timeout":
            raise
        return None


def _first(store: EmbeddedStore, query: str) -> str:
    with store.query(PREFIXES + query, CSV, Limits(seconds=600)) as answer:
        return answer.read().decode().splitlines()[1].split(",")[0]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
