"""Stores: where a graph is asked. Every question goes through `Store.query`."""

from graph.stores.base import Answer, Asker, Limits, QueryError, Store
from graph.stores.embedded import EmbeddedStore
from graph.stores.served import PrunedBuild, Served, ServedBuilds, UnknownBuild

__all__ = [
    "Answer",
    "Asker",
    "EmbeddedStore",
    "Limits",
    "PrunedBuild",
    "QueryError",
    "Served",
    "ServedBuilds",
    "Store",
    "UnknownBuild",
]
