"""Records in, RDF out. Every source, however different, is one function: `load`."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from graph.sink import Sink
from loaders.report import LoadReport
from loaders.source import Kind, Source

__all__ = ["Kind", "LoadReport", "Source", "load"]


def load(source: Source, sink: Sink) -> LoadReport:
    """Read `source`, write its triples to `sink`, and say what came in, what went out, and why not.

    Errors: `SourceError` when nothing of the source can be read; whatever is wrong with a part of
    it is in the report, and the good rest is loaded.
    """
    # Not imported above: a process that reads one kind does without the libraries of the others.
    loader = import_module(f"loaders.{source.kind}")
    return cast(LoadReport, loader.load(source, sink))
