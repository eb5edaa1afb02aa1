"""`cg:region`: the states in which a resource is to be had, and how we know.

From `availableAt`; else from `offeredIn` or `jurisdiction`; else from its own address (which
organizations have); else from the address of its owner. The first that names a state decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from graph.iris import Names
from graph.links.evidence import strongest
from graph.links.records import READS as RECORDS
from graph.links.records import records
from graph.links.states import Regions, is_us
from graph.statements import Statements, text
from graph.vocabulary import CETERMS

_OWN = (
    (CETERMS.availableAt, 1, "1"),
    (CETERMS.offeredIn, 2, "0.9"),
    (CETERMS.jurisdiction, 2, "0.9"),
    (CETERMS.address, 3, "1"),
)
"""Property, the turn in which it is asked, and the confidence of what it says."""
_OWNER = (4, "0.7")
_INNER = (CETERMS.mainJurisdiction, CETERMS.address)
_MAX_DEPTH = 2
READS = (
    *RECORDS,
    *(via for via, _, _ in _OWN),
    *_INNER,
    CETERMS.addressRegion,
    CETERMS.addressCountry,
    CETERMS.name,
)


def region_links(
    statements: Statements,
    names: Names,
    owners: pl.DataFrame,
    own: Mapping[str, str] | None = None,
) -> tuple[pl.DataFrame, dict[str, int]]:
    """The links, and counts: records with a region, by the property that led to it.

    `owners`: see `graph.links.owners`; `own`: an operator's regions beside the states, as
    {code: name}.
    """
    ways = _ways(statements, owners)
    found = ways.join(_states(statements, ways["place"].unique(), Regions(own)), on="place")
    first = found.group_by("source").agg(pl.col("turn").min())
    decided = found.join(first, on=["source", "turn"], maintain_order="left")
    target = pl.col("code").map_elements(names.region, return_dtype=pl.String)
    links = strongest([decided.with_columns(target=target, method=pl.lit("code"))])
    counts = _counts(statements, decided, pl.concat([ways["source"], owners["record"]]))
    return links, counts | {"links": links.height}


def _ways(statements: Statements, owners: pl.DataFrame) -> pl.DataFrame:
    """How records lead to places: `source`, `place`, `via`, `turn`, `confidence`."""
    found = [
        statements.values(via).filter("is_iri").select(*_way("subject", "value", via, turn, sure))
        for via, turn, sure in _OWN
    ]
    addresses = statements.values(CETERMS.address).filter("is_iri")
    theirs = owners.join(addresses, left_on="owner", right_on="subject")
    found.append(theirs.select(*_way("record", "value", pl.col("via"), *_OWNER)))
    # A profile inside a record may have a jurisdiction too; links are made for records.
    return pl.concat(found).join(records(statements), on="source", how="semi")


def _way(source: str, place: str, via: pl.Expr | str, turn: int, confidence: str) -> list[pl.Expr]:
    said = pl.lit(via) if isinstance(via, str) else via
    return [
        pl.col(source).alias("source"),
        pl.col(place).alias("place"),
        said.alias("via"),
        pl.lit(turn).alias("turn"),
        pl.lit(confidence).alias("confidence"),
    ]


def _states(statements: Statements, places: pl.Series, regions: Regions) -> pl.DataFrame:
    """The states of places: `place`, `code`, `declared` (as published), and `derived_from`, the
    node on which it stands: the place, or one that it leads to."""
    ways = pl.select(place=places, node=places)
    reached = [ways]
    for _ in range(_MAX_DEPTH):
        steps = [statements.values(via, ways["node"].unique()).filter("is_iri") for via in _INNER]
        ways = ways.join(pl.concat(steps), left_on="node", right_on="subject").select(
            "place", node="value"
        )
        reached.append(ways)
    found = pl.concat(reached).unique(maintain_order=True)
    nodes = found["node"].unique()
    countries = _listed(statements, CETERMS.addressCountry, nodes)
    # A jurisdiction is often only named: "Massachusetts".
    whole = statements.values(CETERMS.mainJurisdiction, nodes)["value"].unique()
    named = _listed(statements, CETERMS.name, whole) | _listed(
        statements, CETERMS.addressRegion, nodes
    )
    rows = [
        (node, *state)
        for node in nodes
        if (state := _state_of(named.get(node, ()), countries.get(node, ()), regions))
    ]
    schema = {"node": pl.String, "code": pl.String, "declared": pl.String}
    states = pl.DataFrame(rows, schema, orient="row")
    return found.join(states, on="node", maintain_order="left").rename({"node": "derived_from"})


def _listed(statements: Statements, predicate: str, nodes: pl.Series) -> dict[str, list[str]]:
    """The values of a property by node, in the order in which they were published."""
    values = statements.values(predicate, nodes).group_by("subject", maintain_order=True)
    return dict(values.agg("value").select("subject", "value").iter_rows())


def _state_of(
    named: Sequence[str], countries: Sequence[str], regions: Regions
) -> tuple[str, str] | None:
    """Code and published value; none for a place abroad, whatever its region looks like."""
    known = [country for country in countries if country.strip()]
    if any(map(is_us, known)) or not known:
        for value in named:
            if code := regions.code_of(value):
                return code, value
    for country in known:
        if code := regions.territory(country):
            return code, country
    return None


def _counts(statements: Statements, decided: pl.DataFrame, candidates: pl.Series) -> dict[str, int]:
    """Records by the property that decided; and those that say something, but name no state."""
    first = decided.unique("source", keep="first", maintain_order=True)
    counts = dict(first.group_by(text.local_name(pl.col("via"))).len().iter_rows())
    asked = candidates.unique().to_frame("source").join(records(statements), on="source")
    nowhere = asked.height - first.height
    return counts | ({"no state found": nowhere} if nowhere else {})
