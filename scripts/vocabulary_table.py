"""Write docs/vocabulary.md from graph/credgraph.ttl: one table of all `cg:` terms.

Usage: ``python -m scripts.vocabulary_table``
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from graph.vocabulary import CG, RDFS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "vocabulary.md"
VOCABULARY = ROOT / "graph" / "credgraph.ttl"
_KINDS = {"Class": "class", "Property": "property", "NamedIndividual": "individual"}
_TOP = """# The terms that credgraph adds

`cg:` is `https://w3id.org/credgraph/vocab#`. Everything else in the graph is CTDL, CTDL-ASN, QData,
SKOS, schema.org, PROV, DCAT, VoID and Open Badges as published. This page is made from
`graph/credgraph.ttl` by `scripts/vocabulary_table.py`.

| term | kind | meaning |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    store = ox.Store()
    store.load(VOCABULARY.read_bytes(), ox.RdfFormat.TURTLE)
    query = f"""SELECT ?term ?kind ?comment {{
      ?term a ?kind ; <{RDFS.comment}> ?comment FILTER(STRSTARTS(STR(?term), "{CG}"))
    }} ORDER BY ?term"""
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    lines = [
        f"| `cg:{row['term'].value.removeprefix(CG.iri)}` | {_kind(row['kind'].value)} "
        f"| {row['comment'].value.replace('*', chr(92) + '*')} |"
        for row in rows
    ]
    return _TOP + "\n".join(lines) + "\n"


def _kind(iri: str) -> str:
    return _KINDS[iri.rpartition("#")[2]]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
