"""Statements made of Turtle, for testing what steps work out of them."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from graph.statements import Statements


@contextmanager
def statements_of(turtle: str, reads: Collection[str]) -> Iterator[Statements]:
    """The statements of a Turtle text, with blank nodes as they are."""
    with tempfile.TemporaryDirectory() as folder:
        statements = Statements(Path(folder), reads)
        triples = ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)
        statements.append(f"{quad.triple} .\n" for quad in triples)
        yield statements
