"""Loading the files of an O*NET source: the tables of a release, then the crosswalks that lead to
and from it."""

from __future__ import annotations

from graph.sink import Sink
from loaders.onet.account import Account
from loaders.onet.convert import Converter
from loaders.onet.crosswalks import CROSSWALKS
from loaders.onet.crosswalks.competencies import competencies_in
from loaders.onet.files import OTHER_FORMAT, Chosen, choose, version_of
from loaders.onet.frame import BadTable, read_text, shaped
from loaders.onet.licence import licence_lines
from loaders.onet.rdf import EDITION, load_triples
from loaders.onet.sheets import ENDINGS, Found, tables_in
from loaders.onet.table import Table, Writing
from loaders.onet.tables import TABLES
from loaders.report import LoadReport
from loaders.source import Source, SourceError, SourceFile

UNKNOWN = ("unknown-table", "no table has its columns that this version of credgraph knows")


def load(source: Source, sink: Sink) -> LoadReport:
    """Load every table that this version knows; the others are listed as left out."""
    report = LoadReport(source.name, source.kind, version_of(source.files))
    before = sink.public.lines
    converter = Converter(sink.public, Writing(sink.names, source.name))
    loading = _Loading(Account(report, sink), converter)
    chosen = list(choose(source.files))
    for done, one in enumerate(sorted(chosen, key=_place)):
        source.progress(done, len(chosen))
        loading.load_file(one)
    loading.load_found()
    converter.compare_occupations()
    source.progress(len(chosen), len(chosen))
    if report.tables.keys() & {*TABLES, EDITION}:
        lines = licence_lines(sink.names.of("source", source.name), report.version)
        sink.public.write("".join(lines).encode(), len(lines))
    return report.finish(sink, before)


def _place(one: Chosen) -> int:
    """The place of a file: the release's in the tables' order, then the others."""
    return list(TABLES).index(one.table) if one.table else len(TABLES)


class _Loading:
    """One run of `load`. Crosswalks are found first, and loaded after all that they refer to."""

    def __init__(self, account: Account, converter: Converter) -> None:
        self._account, self._converter = account, converter
        self._found: list[tuple[Found, SourceFile]] = []

    def load_file(self, one: Chosen) -> None:
        """Load one file of a release; of another, find what is in it. A file that can't be read is
        a reject; the others go on."""
        self._account.report.table("files").read += 1
        if one.reason:
            self._account.leave_out(one.code, one.reason, one.file)
            return
        try:
            if one.table:
                self._load_table(TABLES[one.table], one.file)
            elif one.ending == "nt":
                self._load_edition(one.file)
            else:
                self._find(one)
        except (BadTable, SourceError) as error:
            self._account.reject(str(error), one.file)

    def load_found(self) -> None:
        """Load the crosswalks: of the files with one table the first, of its editions the newest.
        Then say what could not be checked."""
        order = {name: place for place, name in enumerate(CROSSWALKS)}
        self._found.sort(key=lambda found: order.get(found[0].table.name, len(order)))
        loaded = [file for found, file in self._found if self._load_crosswalk(found, file)]
        for file in dict.fromkeys(file for _, file in self._found):
            if file in loaded:
                self._account.loaded(file)
            else:
                reason = "this table was read from another file, or in a newer edition"
                self._account.leave_out("superseded", reason, file)
        self._account.unchecked(self._converter.missed)

    def _load_table(self, table: Table, file: SourceFile) -> None:
        read = read_text(file.read(), table.columns)
        self._account.rows(table, read, *self._converter.load(table, read), file)
        self._account.loaded(file)

    def _load_edition(self, file: SourceFile) -> None:
        for written, rejects in load_triples(file, self._converter.channel):
            self._account.lines(EDITION, written + len(rejects), written, rejects, file)
        self._account.loaded(file)

    def _find(self, one: Chosen) -> None:
        if one.ending in ENDINGS:
            found = tables_in(one.file.name, one.file.read(), CROSSWALKS)
        else:
            found = competencies_in(one.file.read())
        self._found += [(table, one.file) for table in found]
        if not found:
            self._account.leave_out(*(UNKNOWN if one.ending in ENDINGS else OTHER_FORMAT), one.file)

    def _load_crosswalk(self, found: Found, file: SourceFile) -> bool:
        table = found.table
        same = [other for one, other in self._found if one.table is table]
        if table.edition:
            newest = max(map(table.edition, (other.name for other in same)))
            same = [other for other in same if table.edition(other.name) == newest]
        if file not in (same if table.many else same[:1]):
            return False
        read = shaped(found.lines, found.header, table.columns, file.name)
        self._account.rows(table, read, *self._converter.load(table, read), file)
        return True
