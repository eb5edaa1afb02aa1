"""Resolved links and why they hold: the plain statement of each, and its `cg:Link` node.

Links are a frame with one row each and the columns of `COLUMNS`: `source` and `target` (IRIs), the
value as `declared`, the `method`, the `confidence` (0 to 1, as xsd:decimal is written), the node
that said so (`derived_from`), and the property that led there (`via`, an IRI).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import polars as pl

from graph.iris import Names
from graph.triples import literal
from graph.vocabulary import CG, PROV, RDF_TYPE, XSD

COLUMNS = ("source", "target", "declared", "method", "confidence", "derived_from", "via")
METHODS = ("declared", "code", "roll-up", "retired-code")
"""How a link was made, the strongest first."""

_EVIDENCE = (
    "<{source}> <{property}> <{target}> .\n"
    f"<{{node}}> <{RDF_TYPE}> <{CG.Link}> .\n"
    f"<{{node}}> <{CG.linkSource}> <{{source}}> .\n"
    f"<{{node}}> <{CG.linkTarget}> <{{target}}> .\n"
    f"<{{node}}> <{CG.linkProperty}> <{{property}}> .\n"
    f"<{{node}}> <{CG.declaredValue}> {{declared}} .\n"
    f"<{{node}}> <{CG.method}> <{CG.iri}{{method}}> .\n"
    f'<{{node}}> <{CG.confidence}> "{{confidence}}"^^<{XSD.decimal}> .\n'
    f"<{{node}}> <{CG.via}> <{{via}}> .\n"
    f"<{{node}}> <{PROV.wasDerivedFrom}> <{{derived_from}}> .\n"
)


def strongest(links: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """For each source and target the one link with the strongest evidence, sorted by both."""
    rank = pl.col("method").replace_strict(METHODS, range(len(METHODS)), return_dtype=pl.UInt8)
    together = pl.concat([frame.select(COLUMNS) for frame in links])
    order: list[str | pl.Expr] = [
        "source",
        "target",
        -pl.col("confidence").cast(pl.Float64),
        rank,
        "declared",
        "derived_from",
    ]
    best = together.sort(*order, nulls_last=True)
    return best.unique(["source", "target"], keep="first", maintain_order=True)


def triples(links: pl.DataFrame, property_: str, names: Names) -> Iterator[str]:
    """N-Triples lines of each link: its plain statement, and its evidence node."""
    for row in links.iter_rows(named=True):
        key = "\0".join((row["source"], property_, row["target"]))
        node = names.of("link", hashlib.sha256(key.encode()).hexdigest()[:24])
        declared = literal(row.pop("declared"))
        yield _EVIDENCE.format(node=node, property=property_, declared=declared, **row)
