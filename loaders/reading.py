"""The first step of a build: every source is read, and what it gave is written to one file."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.builds import Progress, Workspace
from graph.progress import bar
from graph.sink import Channel, Sink
from graph.statements import Statements
from loaders import load, source


def read(sources: Sequence[source.Source], work: Workspace) -> list[dict[str, Any]]:
    """The account of each source, for build.json. Errors: `SourceError`."""
    with _Parts(work.statements) as channel:
        reports = [_report(one, Sink(channel, work.names)) for one in sources]
    gc.collect()  # the list of a large zip; the steps that follow need the memory
    return reports


def _report(one: source.Source, sink: Sink) -> dict[str, Any]:
    """Load a source."""
    watched = replace(one, progress=_in_words(one.kind, bar(one.name)))
    report = load(watched, sink).as_dict()
    paths = [str(path.resolve()) for path in one.paths]
    return report | {"digest": one.digest, "paths": paths}


class _Parts(Channel):
    """A channel to a build's text. A file that it takes becomes a part of that as it is: copied,
    the text of a large source would be written twice."""

    def __init__(self, statements: Statements) -> None:
        super().__init__(statements.text)
        self._statements = statements

    def take(self, path: Path, lines: int) -> None:
        """Make a file of complete N-Triples lines, of which there are `lines`, the next part."""
        self.close()
        self._statements.adopt(path)
        self.open(self._statements.text)
        self.lines += lines


def _in_words(kind: source.Kind, progress: Progress) -> source.Progress:
    if kind == "ctdl":  # its unit is the byte: one file may hold 400,000 envelopes
        return lambda done, total: progress(done >> 10, total >> 10, "KiB")
    return lambda done, total: progress(done, total, "files")
