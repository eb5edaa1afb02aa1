"""The account of a load: what each file and row became, in the report and as notes in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from graph.sink import Note, Sink
from loaders.onet.expressions import year_month
from loaders.onet.frame import Read, Reject, heading
from loaders.onet.table import REPEATED, Table
from loaders.report import LoadReport
from loaders.source import SourceFile

FILES = "files"


class Account:
    """Writes to a report, and to its source's notes."""

    def __init__(self, report: LoadReport, sink: Sink) -> None:
        self.report, self._sink = report, sink

    def loaded(self, file: SourceFile) -> None:
        """A file was loaded."""
        self.report.table(FILES).loaded += 1

    def reject(self, reason: str, file: SourceFile) -> None:
        """A file can't be read."""
        note = Note("unreadable-table", reason, place=file.name)
        self.report.reject(note, self._sink, FILES)

    def leave_out(self, code: str, reason: str, file: SourceFile) -> None:
        """A file is rightly not loaded."""
        self.report.leave_out(Note(code, reason, place=file.name), self._sink, FILES)

    def unchecked(self, tables: Iterable[str]) -> None:
        """Tables that others refer to were not loaded."""
        for name in sorted(tables):
            reason = f"{name} was not loaded, so references to it were not checked"
            note = Note("unchecked-references", reason, place=f"{name}.txt")
            self.report.leave_out(note, self._sink)

    def rows(
        self,
        table: Table,
        read: Read,
        rows: pl.DataFrame,
        rejects: Sequence[Reject],
        file: SourceFile,
    ) -> None:
        """What became of the rows of a table: `rows` are loaded; what is neither loaded nor
        rejected was left out by the table's rule."""
        self.lines(table.name, read.count, len(rows), rejects, file)
        left_out = read.count - len(rows) - len(rejects)
        if table.left_out and left_out:
            reason = f"{left_out} rows: {table.left_out.reason}"
            note = Note(table.left_out.code, reason, place=file.name)
            self.report.leave_out(note, self._sink)
            self.report.table(table.name).left_out += left_out
        passed_over = {heading(name) for name in table.not_loaded | REPEATED}
        for column in read.others:
            if heading(column) not in passed_over:
                self.report.unknown_keys[f"{table.name}: {column}"] += read.count
        self._date(rows)

    def lines(
        self, table: str, read: int, loaded: int, rejects: Sequence[Reject], file: SourceFile
    ) -> None:
        """How many lines of a table were read and loaded, and which can't be used."""
        counts = self.report.table(table)
        counts.read += read
        counts.loaded += loaded
        for reject in rejects:
            place = f"{file.name}: line {reject.line}"
            note = Note(reject.code, reject.reason, value=reject.value, place=place)
            self.report.reject(note, self._sink, table)

    def _date(self, rows: pl.DataFrame) -> None:
        """The newest date in a release is as of when it speaks."""
        if "Date" in rows.columns:
            newest = rows.select(year_month("Date").max()).item()
            self.report.as_of = max(self.report.as_of or "", newest or "") or None
