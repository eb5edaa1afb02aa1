"""Stores: where a graph is asked. Every question goes through `Store.query`."""

from graph.stores.base import Answer, IsWanted, Limits, QueryError, Store, always
from graph.stores.embedded import EmbeddedStore
from graph.stores.served import PrunedBuild, Served, ServedBuilds, UnknownBuild

__all__ = [
    "Answer",
    "EmbeddedStore",
    "IsWanted",
    "Limits",
    "PrunedBuild",
    "QueryError",
    "Served",
    "ServedBuilds",
    "Store",
    "UnknownBuild",
    "always",
]
