"""The career graph as a graph: which moves there are, where they lead in a few steps, and which
occupations lie between others."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import polars as pl

MOST_DISTANCE = 0.5
"""The longest move: half a level for a skill, in the mean."""
MOST_RISE = 1
"""The steepest move: one job zone up."""
STEPS = 3
"""Within how many moves an occupation counts as reachable."""


def career_moves(near: pl.DataFrame, zones: Mapping[str, int]) -> nx.DiGraph[str]:
    """The graph of moves between all occupations that have a job zone and are near to any, by IRI.

    `near`: `from`, `to`, `distance` and `rise`, the job zones that a move goes up (null: unknown).
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(set(near["from"]) & zones.keys()))
    short = near.filter(pl.col("distance") <= MOST_DISTANCE, pl.col("rise") <= MOST_RISE)
    graph.add_edges_from(short.select("from", "to").iter_rows())
    return graph


def reachable(graph: nx.DiGraph[str], occupation: str) -> set[str]:
    """The occupations that are at most `STEPS` moves from one, without itself."""
    found = nx.single_source_shortest_path_length(graph, occupation, cutoff=STEPS)
    return set(found) - {occupation}


def bridged(graph: nx.DiGraph[str], occupation: str, zones: Mapping[str, int]) -> int:
    """Of how many pairs an occupation is a bridge: a move leads from the first to it and from it to
    the second, none from the first to the second, and the second has the higher job zone."""
    return sum(
        zones[after] > zones[before] and not graph.has_edge(before, after)
        for before in graph.predecessors(occupation)
        for after in graph.successors(occupation)
    )
