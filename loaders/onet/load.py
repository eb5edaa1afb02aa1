"""Loading the files of an O*NET source: which they are, what each row became, what was left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from graph.sink import Note, Sink
from loaders.onet import soc
from loaders.onet.expressions import lines
from loaders.onet.frame import BadTable, Reject, check, known, read_csv, read_text
from loaders.onet.tables import SOC, TABLES, Table, Writing
from loaders.report import LoadReport
from loaders.source import Source, SourceError, SourceFile

FILES = "files"
_RELEASE = re.compile(r"db_(\d+)_(\d+)")


def load(source: Source, sink: Sink) -> LoadReport:
    """Load every table that this version knows; the others are listed as left out."""
    loading = _Loading(source, sink)
    chosen = loading.choose()
    for done, (name, file) in enumerate(chosen):
        source.progress(done, len(chosen))
        loading.load_file(name, file)
    source.progress(len(chosen), len(chosen))
    return loading.report.finish(sink, loading.before)


def release_of(name: str) -> tuple[int, int]:
    """The release in a file's path: ``db_30_1_text/Skills.txt`` → (30, 1); (0, 0) without."""
    match = _RELEASE.search(name)
    return (int(match[1]), int(match[2])) if match else (0, 0)


class _Loading:
    """One run of `load`: its report, and the occupations that other tables may name."""

    def __init__(self, source: Source, sink: Sink) -> None:
        self._source, self._sink = source, sink
        self.report = LoadReport(source.name, source.kind)
        self.before = sink.public.lines
        self._writing = Writing(sink.names, source.name)
        self._occupations: list[str] = []

    def choose(self) -> list[tuple[str, SourceFile]]:
        """The files to load in the tables' order; of two releases the newest."""
        newest = max((release_of(file.name) for file in self._source.files), default=(0, 0))
        if newest > (0, 0):
            self.report.version = f"{newest[0]}.{newest[1]}"
        tables: dict[str, SourceFile] = {}
        others: list[tuple[str, SourceFile]] = []
        for file in self._source.files:
            self.report.table(FILES).read += 1
            name = file.name.rpartition("/")[2].rpartition(".")[0]
            if name in TABLES and release_of(file.name) != newest:
                self._leave_out("superseded", "a newer release is among the sources", file)
            elif name in TABLES and name in tables:
                self._leave_out("superseded", "this table was already read", file)
            elif name in TABLES:
                tables[name] = file
            elif file.name.lower().endswith(".csv"):
                others.append(("", file))
            else:
                self._leave_out("not-loaded", "a table that is not loaded yet", file)
        return [(name, tables[name]) for name in TABLES if name in tables] + others

    def load_file(self, name: str, file: SourceFile) -> None:
        """Load one file. A file that can't be read is a reject; the others go on."""
        try:
            loaded = self._load_table(name, TABLES[name], file) if name else self._load_soc(file)
        except (BadTable, SourceError) as error:
            note = Note("unreadable-table", str(error), place=file.name)
            self.report.reject(note, self._sink, FILES)
        else:
            self.report.table(FILES).loaded += loaded

    def _load_table(self, name: str, table: Table, file: SourceFile) -> bool:
        rows, rejects, count = read_text(file.read(), table.columns)
        rows, more = check(rows, table.columns, table.key)
        rejects += more
        for column in table.occupations:
            what = "an occupation of Occupation Data"
            rows, more = known(rows, column, self._occupations, what)
            rejects += more
        self._sink.public.write(*lines(rows, table.lines(rows, self._writing)))
        if name == "Occupation Data":
            self._occupations = rows[SOC].to_list()
        self._date(rows)
        self._count(name, count, len(rows), rejects, file)
        return True

    def _load_soc(self, file: SourceFile) -> bool:
        rows = list(read_csv(file.read()))
        kind = soc.kind_of(set(rows[0][1])) if rows else None
        if kind is None:
            self._leave_out("not-loaded", "a table that is not loaded yet", file)
            return False
        converted = list(soc.convert(kind, iter(rows), self._sink.names))
        good = [found for found in converted if not isinstance(found, Reject)]
        text = dict.fromkeys(text for found in good for text in found)
        self._sink.public.write("".join(text).encode(), len(text))
        rejects = [found for found in converted if isinstance(found, Reject)]
        self._count(kind, len(rows), len(good), rejects, file)
        return True

    def _date(self, rows: pl.DataFrame) -> None:
        """The newest date of a rating is as of when the release speaks."""
        if "Date" in rows.columns and "Data Value" in rows.columns:
            months = rows["Date"].drop_nulls().unique().to_list()
            newest = max((f"{date[3:]}-{date[:2]}" for date in months), default="")
            self.report.as_of = max(self.report.as_of or "", newest) or None

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
