"""`cg:owner`: the organizations that own or offer a record, from whichever side they say so.

Few organizations list what they own or offer, and some records name no owner; so both are read. The
owner of a badge achievement is its issuer.
"""

from __future__ import annotations

import polars as pl

from graph.statements import Statements, text
from graph.vocabulary import CETERMS, CG

_OF_RECORD = (CETERMS.ownedBy, CETERMS.offeredBy, CG.issuer)
_OF_ORGANIZATION = (CETERMS.owns, CETERMS.offers)
READS = (*_OF_RECORD, *_OF_ORGANIZATION)


def owners(statements: Statements) -> pl.DataFrame:
    """`record`, `owner`, and `via`, the property that says so: each pair once."""
    said = [
        *(_pairs(statements, via, "subject", "value") for via in _OF_RECORD),
        *(_pairs(statements, via, "value", "subject") for via in _OF_ORGANIZATION),
    ]
    return pl.concat(said).unique(["record", "owner"], keep="first", maintain_order=True)


def _pairs(statements: Statements, via: str, record: str, owner: str) -> pl.DataFrame:
    pairs = statements.values(via).filter("is_iri")
    return pairs.select(record=record, owner=owner, via=pl.lit(via))


def owner_lines(found: pl.DataFrame) -> pl.Series:
    """N-Triples lines that say `cg:owner`."""
    term = pl.format("<{}>", "owner")
    return found.select(text.line("record", CG.owner, term))["line"]
