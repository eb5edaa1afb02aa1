"""`cg:occupation`: from every shape that records use to one O*NET-SOC occupation.

About a third of the distinct codes in records are no longer in O*NET. They are not lost: a code
that was retired goes through the SOC 2010 to 2018 crosswalk, an unknown 8-digit code to its base.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from graph.iris import ONETONLINE
from graph.links import codes
from graph.links.evidence import strongest
from graph.statements import Statements
from graph.vocabulary import CETERMS, CG, DCT, OB, SCHEMA

READS = (
    *codes.READS,
    CETERMS.occupationType,
    CG.Occupation,
    DCT.isReplacedBy,
    OB.alignment,
    OB.targetCode,
    OB.targetFramework,
    CG.target,
    SCHEMA.targetUrl,
)
_CODE = re.compile(r"(?<![\w-])(\d\d)\s*[-–]\s*(\d{4})(?:\s*\.\s*(\d\d))?(?![\w-])")
_ONET_HOST = r"(?i)^https?://(www\.)?onetonline\.org/"
_SOC = r"(?i)o\*?net|standard occupational|\bSOC\b"
_CONFIDENCE: dict[str, Decimal] = {
    "declared": Decimal("1"),
    "code": Decimal("1"),
    "roll-up": Decimal("0.8"),
}


def code_in(text: str) -> str | None:
    """The SOC or O*NET-SOC code that stands in a text: ``"51 - 4121.00"`` → ``"51-4121.00"``."""
    if not (match := _CODE.search(text)):
        return None
    major, minor, suffix = match.groups()
    return f"{major}-{minor}" + (f".{suffix}" if suffix else "")


@dataclass(frozen=True)
class Taxonomy:
    """The codes of the loaded O*NET-SOC, and for each SOC 2010 code its SOC 2018 codes."""

    current: frozenset[str]
    retired: dict[str, list[str]]

    def resolve(self, code: str, from_iri: bool) -> list[tuple[str, str, Decimal]]:
        """(current code, method, confidence) of a published code; empty when nothing is known.

        A code that was split gives one entry per target, each with confidence 1/n.
        """
        base, suffix = code[:7], code[7:]
        if code in self.current:
            method = "declared" if from_iri else "code"
            return [(code, method, _CONFIDENCE[method])]
        if f"{base}.00" in self.current:
            method = "roll-up" if suffix else "code"
            return [(f"{base}.00", method, _CONFIDENCE[method])]
        targets = self.retired.get(base, [])
        share = (Decimal(1) / len(targets)).quantize(Decimal("0.0001")) if targets else Decimal(0)
        found = [f"{target}.00" for target in targets]
        return [(code, "retired-code", share.normalize()) for code in found if code in self.current]


def read_taxonomy(statements: Statements) -> Taxonomy:
    """The taxonomy that is among the statements."""
    current = statements.instances(CG.Occupation)["subject"].str.strip_prefix(ONETONLINE)
    replaced = statements.values(DCT.isReplacedBy).filter("is_iri")
    retired: dict[str, set[str]] = {}
    for old, new in zip(replaced["subject"], replaced["value"], strict=True):
        code = old.rpartition("/")[2]
        if code_in(code) == code:
            retired.setdefault(code, set()).add(new.rpartition("/")[2])
    return Taxonomy(frozenset(current), {old: sorted(new) for old, new in retired.items()})


def occupation_links(statements: Statements) -> tuple[pl.DataFrame, dict[str, int]]:
    """The links; and counts: how many resolve by which method, and why others do not."""
    by_ctdl = codes.declared(_by_ctdl(statements), code_in)
    by_badges = codes.declared(_by_badges(statements), code_in)
    found = pl.concat(
        [
            by_ctdl.with_columns(via=pl.lit(CETERMS.occupationType)),
            by_badges.with_columns(via=pl.lit(OB.alignment)),
        ]
    ).with_columns(from_iri=pl.col("value").str.contains(_ONET_HOST))
    resolved = found.join(
        _resolved(found, read_taxonomy(statements)), on=["code", "from_iri"], how="left"
    )
    links = strongest(
        [resolved.drop_nulls("target").rename({"value": "declared", "node": "derived_from"})]
    )
    return links, _counts(statements, by_ctdl, resolved) | {"links": links.height}


def _resolved(found: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    """`target`, `method` and `confidence` of every code that is known."""
    rows = [
        (code, from_iri, ONETONLINE + target, method, str(confidence))
        for code, from_iri in found.select("code", "from_iri").unique().iter_rows()
        for target, method, confidence in taxonomy.resolve(code, from_iri)
    ]
    text = pl.String
    schema = {
        "code": text,
        "from_iri": pl.Boolean,
        "target": text,
        "method": text,
        "confidence": text,
    }
    return pl.DataFrame(rows, schema, orient="row")


def _by_ctdl(statements: Statements) -> pl.DataFrame:
    """What `ceterms:occupationType` leads to; of the IRIs themselves only O*NET OnLine's."""
    said = codes.said(statements, CETERMS.occupationType)
    return said.filter((pl.col("rank") > 0) | pl.col("value").str.contains(_ONET_HOST))


def _by_badges(statements: Statements) -> pl.DataFrame:
    """What alignments of badges say: O*NET OnLine's addresses, else codes of its frameworks."""
    pairs = statements.values(OB.alignment).filter("is_iri").select(source="subject", node="value")
    nodes = pairs["node"].unique()
    urls = pl.concat([statements.values(p, nodes) for p in (CG.target, SCHEMA.targetUrl)])
    urls = urls.filter(pl.col("value").str.contains(_ONET_HOST))
    frameworks = statements.values(OB.targetFramework, nodes)
    of_soc = frameworks.filter(pl.col("value").str.contains(_SOC))["subject"].unique()
    said = [
        urls.select("subject", "value", rank=0),
        statements.values(OB.targetCode, of_soc).select("subject", "value", rank=1),
    ]
    return pairs.join(pl.concat(said), left_on="node", right_on="subject")


def _counts(
    statements: Statements, by_ctdl: pl.DataFrame, resolved: pl.DataFrame
) -> dict[str, int]:
    once = resolved.unique(["source", "node", "via"])
    counts = Counter({"declared": once.height})
    for method, count in once.group_by("method").len().iter_rows():
        counts[method or "unknown code"] += count
    pairs = statements.values(CETERMS.occupationType)
    named = pairs.filter(~pl.col("is_iri")).height
    counts["name only"] = named
    counts["no code"] = pairs.height - named - by_ctdl.height
    return {name: count for name, count in counts.items() if count}
