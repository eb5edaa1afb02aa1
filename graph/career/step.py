"""The build step that adds the career graph to what the loaders wrote of near occupations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import networkx as nx
import polars as pl

from graph.builds.run import Workspace
from graph.career.moves import bridged, career_moves, reachable
from graph.iris import Names
from graph.statements import Statements
from graph.triples import line, literal
from graph.vocabulary import CG, SKOS, XSD

READS = (
    CG.nearFrom,
    CG.nearTo,
    CG.distance,
    CG.jobZone,
    SKOS.notation,
    CG.wageEstimate,
    CG.area,
    CG.medianAnnualWage,
)
"""The properties whose statements the step reads."""


def add_career_graph(workspace: Workspace) -> dict[str, int]:
    """Write how many job zones each move goes up, and of each occupation how many others are
    reachable and bridged; counts go to build.json."""
    statements = workspace.statements
    zones = _zones(statements)
    near = _near(statements, zones)
    graph = career_moves(near, zones)
    statements.append(_rises(near))
    statements.append(_counts(graph, zones, _wages(statements, workspace.names)))
    return {"occupations": len(graph), "moves": graph.size()}


def _zones(statements: Statements) -> dict[str, int]:
    """The number of each occupation's job zone; of zones that are one (``1-2``) the highest."""
    zone_of = statements.values(CG.jobZone)
    numbers = statements.values(SKOS.notation, about=zone_of["value"].unique())
    found = zone_of.join(numbers, left_on="value", right_on="subject", suffix="_of_zone")
    number = pl.col("value_of_zone").str.extract("([0-9]{1,9})$").cast(pl.Int64)
    return dict(found.select("subject", number).drop_nulls().iter_rows())


def _near(statements: Statements, zones: Mapping[str, int]) -> pl.DataFrame:
    """`node`, `from`, `to`, `distance` and `rise` of what the loaders wrote."""
    parts = {"from": CG.nearFrom, "to": CG.nearTo, "distance": CG.distance}
    near, *others = (
        statements.values(property_).select(
            pl.col("subject").alias("node"), pl.col("value").alias(name)
        )
        for name, property_ in parts.items()
    )
    for other in others:
        near = near.join(other, on="node", maintain_order="left")
    from_, to = (
        pl.col(name).replace_strict(zones, default=None, return_dtype=pl.Int64)
        for name in ("from", "to")
    )
    return near.with_columns(pl.col("distance").cast(pl.Float64, strict=False), rise=to - from_)


def _wages(statements: Statements, names: Names) -> dict[str, float]:
    """The median annual wage of each occupation in the nation, where it is published."""
    area = statements.values(CG.area).filter(value=names.of("region", "US"))
    wages = statements.values(CG.medianAnnualWage, about=area["subject"])
    of = statements.values(CG.wageEstimate).select("subject", node="value")
    found = of.join(wages.select(node="subject", wage="value"), on="node")
    wage = pl.col("wage").cast(pl.Float64, strict=False)
    return dict(found.select("subject", wage).drop_nulls().iter_rows())


def _rises(near: pl.DataFrame) -> Iterator[str]:
    for node, rise in near.select("node", "rise").drop_nulls().iter_rows():
        yield _number(node, CG.jobZoneRise, rise)


def _counts(
    graph: nx.DiGraph[str], zones: Mapping[str, int], wages: Mapping[str, float]
) -> Iterator[str]:
    for one in graph:
        others = reachable(graph, one)
        yield _number(one, CG.reachableOccupations, len(others))
        higher = sum(zones[other] > zones[one] for other in others)
        yield _number(one, CG.reachableHigherZone, higher)
        if one in wages:
            paid_more = sum(wages.get(other, 0) > wages[one] for other in others)
            yield _number(one, CG.reachableHigherWage, paid_more)
        yield _number(one, CG.bridgedPairs, bridged(graph, one, zones))


def _number(subject: str, property_: str, value: int) -> str:
    return line(subject, property_, literal(str(value), XSD.integer))
