"""CTDL and CTDL-ASN documents: what the Credential Registry publishes, and its vocabulary."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.sink import Sink
from loaders.ctdl.batch import Batch, Job, Written, write
from loaders.ctdl.plan import Plan
from loaders.ctdl.winners import Winners
from loaders.report import LoadReport
from loaders.source import Source
from loaders.spread import spread

__all__ = ["load"]


def load(source: Source, sink: Sink) -> LoadReport:
    """Load every CTDL document of `source`. Of documents with one CTID the newest wins whole."""
    with TemporaryDirectory(prefix=".ctdl-", dir=sink.public.path.parent) as folder:
        return _Loading(source, sink, Path(folder)).run()


class _Loading:
    """The loading of one source.

    Batches are converted as though each of their documents won, because nearly all do; those that
    hold one that lost are then converted anew. What they gave is put together in the order of the
    source, so that neither the number of processes nor their speed changes the outcome.
    """

    def __init__(self, source: Source, sink: Sink, folder: Path) -> None:
        self.source, self.sink = source, sink
        self.job = Job(
            source.name,
            source.contexts,
            sink.names,
            folder,
            source.provisional,
            source.deleted,
        )
        self.plan = Plan(source.files)
        self.total = sum(file.size for file in source.files)
        self.read = 0

    def run(self) -> LoadReport:
        report, before = LoadReport(self.source.name, self.source.kind), self.sink.public.lines
        winners, lines = Winners(), list[int]()
        for written in self.written(Batch(*pair) for pair in enumerate(self.plan.batches())):
            winners.enter(written.entries)
            lines.append(written.lines)
        beaten = winners.beaten()
        again = (
            Batch(number, parts, beaten[number])
            for number, parts in enumerate(self.plan.batches())
            if number in beaten
        )
        for written in self.written(again) if beaten else ():
            lines[written.number] = written.lines
        for number, count in enumerate(lines):
            self.sink.public.take(self.job.lines(number), count)
            report.add(pickle.loads(self.job.report(number).read_bytes()))  # noqa: S301 - our own
        report.as_of = winners.newest[:10] or None
        return report.finish(self.sink, before)

    def written(self, wanted: Iterator[Batch]) -> Iterator[Written]:
        for written in spread(partial(write, self.job), wanted):
            self.read += written.size
            self.source.progress(min(self.read, self.total), self.total)
            yield written
