"""Resolved links: one hop from a record to what it speaks of, each with its evidence."""

from graph.links.step import READS, resolve_links

__all__ = ["READS", "resolve_links"]
