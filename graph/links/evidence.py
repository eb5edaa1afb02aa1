"""Resolved links and why they hold: the plain statement of each, and its `cg:Link` node.

Links are a frame with one row each and the columns of `COLUMNS`: `source` and `target` (IRIs), the
value as `declared`, the `method`, the `confidence` (0 to 1, as xsd:decimal is written), the node
that said so (`derived_from`), and the property that led there (`via`, an IRI; of links that are
`strongest` a list).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import polars as pl

from graph.iris import Names
from graph.statements import text
from graph.triples import iri, literal
from graph.vocabulary import CG, PROV, RDF_TYPE, XSD

COLUMNS = ("source", "target", "declared", "method", "confidence", "derived_from", "via")
METHODS = ("declared", "code", "roll-up", "retired-code")
"""How a link was made, the strongest first."""
_AT_ONCE = 1 << 15
"""Links that are made lines at a time."""


def strongest(links: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """For each source and target the one link with the strongest evidence, sorted by both; with
    every property that led there as `via`: what is taught is perhaps assessed too."""
    rank = pl.col("method").replace_strict(METHODS, range(len(METHODS)), return_dtype=pl.UInt8)
    together = pl.concat([frame.select(COLUMNS) for frame in links])
    order: list[str | pl.Expr] = [
        "source",
        "target",
        -pl.col("confidence").cast(pl.Float64),
        rank,
        "declared",
        "derived_from",
        "via",
    ]
    ends = ["source", "target"]
    best = together.sort(*order, nulls_last=True).unique(ends, keep="first", maintain_order=True)
    every = together.group_by(ends).agg(pl.col("via").unique().sort())
    return best.drop("via").join(every, on=ends, how="left", maintain_order="left")


def by_property(links: pl.DataFrame) -> dict[str, int]:
    """How many links each property led to, by its local name; one can be of several."""
    counted = links.explode("via").group_by(text.local_name(pl.col("via"))).len()
    return dict(counted.sort("via").rows())


def triples(links: pl.DataFrame, property_: str, names: Names) -> Iterator[str]:
    """N-Triples lines of each link, together: its plain statement, and its evidence node."""
    for part in links.iter_slices(_AT_ONCE):  # they are ten times as long as what they say
        yield from _lines(part, property_, names)


def _lines(links: pl.DataFrame, property_: str, names: Names) -> pl.Series:
    ends, base = links.select("source", "target").iter_rows(), names.of("link", "")
    keys = ("\0".join((source, property_, target)).encode() for source, target in ends)
    nodes = [base + hashlib.sha256(key).hexdigest()[:24] for key in keys]
    written = links.with_columns(
        pl.Series("node", nodes, pl.String),
        pl.Series("declared", [literal(value) for value in links["declared"]], pl.String),
    )
    evidence: dict[str, pl.Expr] = {
        RDF_TYPE: pl.lit(iri(CG.Link)),
        CG.linkSource: _iri("source"),
        CG.linkTarget: _iri("target"),
        CG.linkProperty: pl.lit(iri(property_)),
        CG.declaredValue: pl.col("declared"),
        CG.method: pl.format(f"<{CG.iri}{{}}>", "method"),
        CG.confidence: pl.format(f'"{{}}"^^<{XSD.decimal}>', "confidence"),
        PROV.wasDerivedFrom: _iri("derived_from"),
    }
    lines = [text.line("source", property_, _iri("target"))]
    lines += [text.line("node", name, term) for name, term in evidence.items()]
    next_line = pl.format(f"> .\n<{{}}> <{CG.via}> <", "node")
    lines.append(text.line("node", CG.via, pl.format("<{}>", pl.col("via").list.join(next_line))))
    return written.select(line=pl.concat_str(lines))["line"]


def _iri(column: str) -> pl.Expr:
    return pl.format("<{}>", column)
