"""Resolved links: one hop from a record to what it speaks of, each with its evidence."""

from graph.links.evidence import Link, Method
from graph.links.occupations import occupation_links
from graph.links.regions import region_links
from graph.links.step import resolve_links

__all__ = ["Link", "Method", "occupation_links", "region_links", "resolve_links"]
