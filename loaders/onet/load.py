"""Loading the files of an O*NET source: what each row became, what was rejected or left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import polars as pl

from graph.sink import Note, Sink
from loaders.onet import soc
from loaders.onet.checks import SCALES, distinct, fitting, resolved, within_scale
from loaders.onet.expressions import blocks, year_month
from loaders.onet.files import Chosen, choose, version_of
from loaders.onet.frame import BadTable, Read, Reject, read_csv, read_text, set_aside
from loaders.onet.licence import licence_lines
from loaders.onet.table import REPEATED, Table, Writing
from loaders.onet.tables import TABLES
from loaders.report import LoadReport
from loaders.source import Source, SourceError, SourceFile

FILES = "files"


def load(source: Source, sink: Sink) -> LoadReport:
    """Load every table that this version knows; the others are listed as left out."""
    loading = _Loading(source, sink)
    chosen = loading.choose()
    for done, one in enumerate(chosen):
        source.progress(done, len(chosen))
        loading.load_file(one)
    loading.end()
    source.progress(len(chosen), len(chosen))
    return loading.report.finish(sink, loading.before)


class _Loading:
    """One run of `load`: its report, and the rows that other tables may refer to."""

    def __init__(self, source: Source, sink: Sink) -> None:
        self._source, self._sink = source, sink
        self.report = LoadReport(source.name, source.kind, version_of(source.files))
        self.before = sink.public.lines
        self._writing = Writing(sink.names, source.name)
        self._missed: set[str] = set()

    def choose(self) -> list[Chosen]:
        """The files to load, in the tables' order; SOC files last."""
        wanted: list[Chosen] = []
        for one in choose(self._source.files):
            self.report.table(FILES).read += 1
            if one.reason:
                self._leave_out(one.code, one.reason, one.file)
            else:
                wanted.append(one)
        order = {name: place for place, name in enumerate(TABLES)}
        return sorted(wanted, key=lambda one: order.get(one.table or "", len(order)))

    def load_file(self, one: Chosen) -> None:
        """Load one file. A file that can't be read is a reject; the others go on."""
        try:
            loaded = (
                self._load_table(one.table, one.file) if one.table else self._load_soc(one.file)
            )
        except (BadTable, SourceError) as error:
            note = Note("unreadable-table", str(error), place=one.file.name)
            self.report.reject(note, self._sink, FILES)
        else:
            self.report.table(FILES).loaded += loaded

    def end(self) -> None:
        """Say what could not be checked, and write the licence of what was loaded."""
        for name in sorted(self._missed):
            reason = f"{name} was not loaded, so references to it were not checked"
            note = Note("unchecked-references", reason, place=f"{name}.txt")
            self.report.leave_out(note, self._sink)
        if any(name in TABLES for name in self.report.tables):
            name = self._sink.names.of("source", self._source.name)
            lines = licence_lines(name, self.report.version)
            self._sink.public.write("".join(lines).encode(), len(lines))

    def _load_table(self, name: str, file: SourceFile) -> bool:
        table = TABLES[name]
        read = read_text(file.read(), table.columns)
        rows = self._usable(table, read)
        if not rows.is_empty():
            prepared = table.prepare(rows)
            for block, lines in blocks(prepared, table.lines(self._writing)):
                self._sink.public.write(block, lines)
            if len(table.key) == 1:
                self._writing.known[name] = rows.select(*table.key, pl.exclude(*table.key))
        self._count(name, read.count, len(rows), read.rejects, file)
        self._note_columns(table, read)
        self._date(rows)
        return True

    def _usable(self, table: Table, read: Read) -> pl.DataFrame:
        known = self._writing.known
        rows = fitting(read.rows, table.columns, read.rejects)
        rows = distinct(rows, table.key, read.rejects)
        self._missed |= {c.refers_to for c in table.columns if c.refers_to} - known.keys()
        rows = resolved(rows, table.columns, known, read.rejects)
        for rule in table.rejected:
            rows = set_aside(rows, rule.applies, rule.code, rule.reason, rule.column, read.rejects)
        if SCALES in known and "Data Value" in rows.columns:
            rows = within_scale(rows, known[SCALES], read.rejects)
        return rows

    def _load_soc(self, file: SourceFile) -> bool:
        rows = read_csv(file.read())
        first = next(rows, None)
        kind = soc.kind_of(set(first[1])) if first else None
        if first is None or kind is None:
            reason = "neither the SOC 2018 structure nor the SOC 2010 to 2018 crosswalk"
            self._leave_out("unknown-table", reason, file)
            return False
        converted = list(soc.convert(kind, chain([first], rows), self._sink.names))
        good = [found for found in converted if not isinstance(found, Reject)]
        text = dict.fromkeys(text for found in good for text in found)
        self._sink.public.write("".join(text).encode(), len(text))
        rejects = [found for found in converted if isinstance(found, Reject)]
        self._count(kind, len(converted), len(good), rejects, file)
        return True

    def _note_columns(self, table: Table, read: Read) -> None:
        for column in read.others:
            if column not in table.not_loaded | REPEATED:
                self.report.unknown_keys[f"{table.name}: {column}"] += read.count

    def _date(self, rows: pl.DataFrame) -> None:
        """The newest date in a release is as of when it speaks."""
        if "Date" in rows.columns:
            newest = rows.select(year_month("Date").max()).item()
            self.report.as_of = max(self.report.as_of or "", newest or "") or None

    def _count(
        self, table: str, read: int, loaded: int, rejects: Sequence[Reject], file: SourceFile
    ) -> None:
        counts = self.report.table(table)
        counts.read += read
        counts.loaded += loaded
        for reject in rejects:
            place = f"{file.name}: line {reject.line}"
            note = Note(reject.code, reject.reason, value=reject.value, place=place)
            self.report.reject(note, self._sink, table)

    def _leave_out(self, code: str, reason: str, file: SourceFile) -> None:
        self.report.leave_out(Note(code, reason, place=file.name), self._sink, FILES)
