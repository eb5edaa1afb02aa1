"""What a pattern says of a query, and what it knows of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict


class Profile(TypedDict):
    """What a build counted of its graph (`profile` of build.json): its `triples`, the resources of
    each class, the statements of each property."""

    triples: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


@dataclass(frozen=True)
class Advice:
    """Why a query is slow and what to do; `sparql` is the query that does it, where that can be
    told from the query alone. `difference` says how its answer may differ; "" means not at all.

    `code` is a short word for programs.
    """

    code: str
    title: str
    detail: str
    sparql: str | None = None
    difference: str = ""
