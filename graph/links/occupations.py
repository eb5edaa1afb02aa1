"""`cg:occupation`: from every shape that records use to one O*NET-SOC occupation.

About a third of the distinct codes in records are no longer in O*NET. They are not lost: a code
that was retired goes through the SOC 2010 to 2018 crosswalk, an unknown 8-digit code to its base.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from graph.iris import ONETONLINE
from graph.links import codes
from graph.links.conditions import ALIGNMENT_TARGETS
from graph.statements import Statements, text
from graph.vocabulary import CETERMS, CG, DCT, OB

READS = (
    *codes.READS,
    CETERMS.occupationType,
    CG.Occupation,
    CG.RetiredOccupationCode,
    DCT.isReplacedBy,
    OB.alignment,
    OB.targetCode,
    OB.targetFramework,
    *ALIGNMENT_TARGETS,
)
_CODE = re.compile(r"(?<![\w-])(\d\d)\s*[-–]\s*(\d{4})(?:\s*\.\s*(\d\d))?(?![\w-])")
_ONET_HOST = r"(?i)^https?://(www\.)?onetonline\.org/"
_SOC = r"(?i)o\*?net|standard occupational|\bSOC\b"


def code_in(text: str) -> str | None:
    """The SOC or O*NET-SOC code that stands in a text: ``"51 - 4121.00"`` → ``"51-4121.00"``."""
    if not (match := _CODE.search(text)):
        return None
    major, minor, suffix = match.groups()
    return f"{major}-{minor}" + (f".{suffix}" if suffix else "")


@dataclass(frozen=True)
class Taxonomy:
    """The codes of the loaded O*NET-SOC; all codes of 2010 that are known, of SOC or O*NET-SOC; and
    the successors of those that have any."""

    current: frozenset[str]
    known: frozenset[str]
    retired: dict[str, list[str]]

    def resolve(self, code: str, from_iri: bool) -> list[tuple[str, str, str]]:
        """(IRI of a current occupation, method, confidence) of a published code; empty when
        nothing is known. A code that was split gives one entry per target, each with confidence
        1/n.
        """
        base, suffix = code[:7], code[7:]
        if code in self.current:
            return [(ONETONLINE + code, "declared" if from_iri else "code", "1")]
        if not suffix and f"{base}.00" in self.current:
            return [(f"{ONETONLINE}{base}.00", "code", "1")]
        targets = self.retired.get(code) or self.retired.get(base, [])
        if f"{base}.00" in self.current and not (targets and code in self.known):
            return [(f"{ONETONLINE}{base}.00", "roll-up", "0.8")]
        full = [target if "." in target else f"{target}.00" for target in targets]
        share = (Decimal(1) / max(1, len(full))).quantize(Decimal("0.0001")).normalize()
        return [
            (ONETONLINE + target, "retired-code", str(share))
            for target in full
            if target in self.current
        ]


def read_taxonomy(statements: Statements) -> Taxonomy:
    """The taxonomy that is among the statements."""
    current = statements.instances(CG.Occupation)["subject"].str.strip_prefix(ONETONLINE)
    old_codes = statements.instances(CG.RetiredOccupationCode)
    known = old_codes.select(text.local_name(pl.col("subject")))["subject"]
    replaced = statements.values(DCT.isReplacedBy).filter("is_iri")
    retired: dict[str, set[str]] = {}
    for old, new in zip(replaced["subject"], replaced["value"], strict=True):
        code = old.rpartition("/")[2]
        if code_in(code) == code:
            retired.setdefault(code, set()).add(new.rpartition("/")[2])
    successors = {old: sorted(new) for old, new in retired.items()}
    return Taxonomy(frozenset(current), frozenset(known), successors)


def occupation_links(statements: Statements) -> tuple[pl.DataFrame, dict[str, int]]:
    """The links; and counts: how many resolve by which method, and why others do not."""
    by_ctdl = codes.declared(_by_ctdl(statements), code_in)
    by_badges = codes.declared(_by_badges(statements), code_in)
    found = pl.concat([by_ctdl, by_badges], how="diagonal_relaxed")
    is_authority = pl.col("value").str.contains(_ONET_HOST)
    links, counts = codes.links(found, is_authority, read_taxonomy(statements).resolve)
    return links, counts | codes.unread(statements, CETERMS.occupationType, by_ctdl)


def _by_ctdl(statements: Statements) -> pl.DataFrame:
    """What `ceterms:occupationType` leads to; of the IRIs themselves only O*NET OnLine's."""
    said = codes.said(statements, CETERMS.occupationType)
    return said.filter((pl.col("rank") > 0) | pl.col("value").str.contains(_ONET_HOST))


def _by_badges(statements: Statements) -> pl.DataFrame:
    """What alignments of badges say: O*NET OnLine's addresses, else codes of its frameworks."""
    pairs = statements.values(OB.alignment).filter("is_iri").select(source="subject", node="value")
    nodes = pairs["node"].unique()
    urls = pl.concat([statements.values(p, nodes) for p in ALIGNMENT_TARGETS])
    urls = urls.filter(pl.col("value").str.contains(_ONET_HOST))
    frameworks = statements.values(OB.targetFramework, nodes)
    of_soc = frameworks.filter(pl.col("value").str.contains(_SOC))["subject"].unique()
    said = [
        urls.select("subject", "value", rank=0),
        statements.values(OB.targetCode, of_soc).select("subject", "value", rank=1),
    ]
    return pairs.join(pl.concat(said), left_on="node", right_on="subject").with_columns(
        via=pl.lit(OB.alignment)
    )
