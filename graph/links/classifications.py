"""`cg:program` and `cg:industry`: codes of CIP and NAICS, in every shape that records use.

A code that the loaded classification does not have is taken up to the group above it that it has;
a CIP code whose content was moved goes to its successor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from graph.links import codes
from graph.statements import Statements
from graph.vocabulary import CETERMS, CG, DCT

READS = (
    *codes.READS,
    CETERMS.industryType,
    CETERMS.instructionalProgramType,
    CETERMS.naics,
    CG.Industry,
    CG.InstructionalProgram,
    DCT.isReplacedBy,
)
_CIP = re.compile(r"(?:[?&]cip=|^\s*(?:CIP\s*)?)(\d\d(?:\.\d\d(?:\d\d)?)?)(?![\d.])", re.I)
_NAICS = re.compile(
    r"(?:[?&](?:code|input|details)=|^\s*(?:NAICS\s*)?)(\d\d-\d\d|\d{2,6})(?![\d-])", re.I
)
_AUTHORITY = r"(?i)^https?://"
_SECTORS = {f"{n}": f"{first}-{last}" for first, last in ((31, 33), (44, 45), (48, 49))
            for n in range(first, last + 1)}  # fmt: skip
"""The two digits of a sector that has several numbers, and its code."""


def cip_code_in(text: str) -> str | None:
    """The CIP code that stands in a text: of ``"…?y=56&cip=52.0201"`` ``"52.0201"``."""
    match = _CIP.search(text)
    return match[1] if match else None


def naics_code_in(text: str) -> str | None:
    """The NAICS code that stands in a text: of ``"…?code=519&search=2017"`` ``"519"``."""
    match = _NAICS.search(text)
    return match[1] if match else None


@dataclass(frozen=True)
class Classification:
    """The codes of a loaded classification with their IRIs, and what took a code's place."""

    iris: dict[str, str]
    replaced: dict[str, list[str]]

    def resolve(self, code: str, from_iri: bool) -> list[tuple[str, str, str]]:
        """See `codes.Resolve`."""
        if successors := self.replaced.get(code):
            share = f"{1 / len(successors):.4f}".rstrip("0").rstrip(".")
            return [(iri, "retired-code", share) for iri in successors]
        if code in self.iris:
            return [(self.iris[code], "declared" if from_iri else "code", "1")]
        above = code
        while len(above) > 2:
            above = above[:-1].rstrip(".")
            if iri := self.iris.get(above) or self.iris.get(_SECTORS.get(above, "")):
                return [(iri, "roll-up", "0.8")]
        iri = self.iris.get(_SECTORS.get(code, ""))
        return [(iri, "code", "1")] if iri else []


def read_classification(statements: Statements, kind: str) -> Classification:
    """The classification whose codes are of a class."""
    iris = statements.instances(kind)["subject"]
    codes_of = {iri: iri.rpartition("/")[2] for iri in iris}
    replaced: dict[str, list[str]] = {}
    for old, new in statements.values(DCT.isReplacedBy, iris).select("subject", "value").rows():
        replaced.setdefault(codes_of[old], []).append(new)
    return Classification({code: iri for iri, code in codes_of.items()}, replaced)


def program_links(statements: Statements) -> tuple[pl.DataFrame, dict[str, int]]:
    """The links of `cg:program`; and counts: by method, and why others do not resolve."""
    via = CETERMS.instructionalProgramType
    found = codes.declared(codes.said(statements, via), cip_code_in)
    known = read_classification(statements, CG.InstructionalProgram)
    made, counts = codes.links(found, pl.col("value").str.contains(_AUTHORITY), known.resolve)
    return made, counts | codes.unread(statements, via, found)


def industry_links(statements: Statements) -> tuple[pl.DataFrame, dict[str, int]]:
    """The links of `cg:industry`; and counts: by method, and why others do not resolve."""
    via = CETERMS.industryType
    by_type = codes.declared(codes.said(statements, via), naics_code_in)
    own = statements.values(CETERMS.naics).filter(~pl.col("is_iri"))
    columns = {"source": "subject", "node": "subject", "value": "value"}
    codes_said = own.select(**columns, rank=2, via=pl.lit(CETERMS.naics))
    # A record may have several codes of its own, and each is a link.
    each = [codes.declared(part, naics_code_in) for part in codes_said.partition_by("value")]
    found = pl.concat([by_type, *each])
    known = read_classification(statements, CG.Industry)
    made, counts = codes.links(found, pl.col("value").str.contains(_AUTHORITY), known.resolve)
    return made, counts | codes.unread(statements, via, by_type)
