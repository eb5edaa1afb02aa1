"""The first step of a build: every source is read, and what it gave is written to one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph.builds import Progress, Workspace
from graph.progress import bar
from graph.sink import Channel, Sink
from loaders import load, source


def read(sources: Sequence[source.Source], work: Workspace) -> list[dict[str, Any]]:
    """The account of each source, for build.json. Errors: `SourceError`."""
    reports = []
    with Channel(work.statements.text) as channel:
        for one in sources:
            watched = replace(one, progress=_in_words(one.kind, bar(one.name)))
            report = load(watched, Sink(channel, work.names)).as_dict()
            paths = [str(path.resolve()) for path in one.paths]
            reports.append(report | {"digest": one.digest, "paths": paths})
    return reports


def _in_words(kind: source.Kind, progress: Progress) -> source.Progress:
    if kind == "ctdl":  # its unit is the byte: one file may hold 400,000 envelopes
        return lambda done, total: progress(done >> 10, total >> 10, "KiB")
    return lambda done, total: progress(done, total, "files")
