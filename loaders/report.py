"""What a loader says when it is done: everything that came in is out, or listed with a reason."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from graph.sink import Note, Sink

EXAMPLES = 1000
"""How many rejects are listed in full in build.json; all are counted, and all are in the graph."""
OTHER = "(other keys)"
_MOST_KEYS = 10_000
_K = TypeVar("_K")


@dataclass
class TableCount:
    """Rows of one table or kind of document: `read` = `loaded` + `rejected` + `left_out`."""

    read: int = 0
    loaded: int = 0
    rejected: int = 0
    left_out: int = 0

    @property
    def reconciles(self) -> bool:
        """Whether every row read is accounted for."""
        return self.read == self.loaded + self.rejected + self.left_out

    def add(self, other: TableCount) -> None:
        """Count what another has counted."""
        self.read += other.read
        self.loaded += other.loaded
        self.rejected += other.rejected
        self.left_out += other.left_out


@dataclass
class LoadReport:
    """The account of one source. Counts per table in `tables`; `left_out` covers superseded
    documents and files that are not this loader's, each with a note. Of rejects and of what was
    left out the first `EXAMPLES` are listed, and all are counted by their codes. `unknown_keys` are
    counted by name, and in `unknown_by` by name and publisher ("" where untold)."""

    source: str
    kind: str
    version: str | None = None
    as_of: str | None = None
    triples: int = 0
    seconds: float = 0.0
    tables: dict[str, TableCount] = field(default_factory=dict)
    rejects: list[Note] = field(default_factory=list)
    left_out: list[Note] = field(default_factory=list)
    reject_codes: Counter[str] = field(default_factory=Counter)
    left_out_codes: Counter[str] = field(default_factory=Counter)
    repairs: Counter[str] = field(default_factory=Counter)
    unknown_keys: Counter[str] = field(default_factory=Counter)
    unknown_by: Counter[tuple[str, str]] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    def table(self, name: str) -> TableCount:
        """The counts of one table, begun at zero."""
        return self.tables.setdefault(name, TableCount())

    def reject(self, note: Note, sink: Sink, table: str | None = None) -> None:
        """Count, list and write to the graph something that was not loaded."""
        _list([note], self.rejects)
        self.reject_codes[note.code] += 1
        sink.note(note, self.source, "reject")
        if table:
            self.table(table).rejected += 1

    def leave_out(self, note: Note, sink: Sink, table: str | None = None) -> None:
        """Count, list and write to the graph something that is rightly not loaded."""
        _list([note], self.left_out)
        self.left_out_codes[note.code] += 1
        sink.note(note, self.source, "left-out")
        if table:
            self.table(table).left_out += 1

    def repair(self, note: Note, sink: Sink) -> None:
        """Count and write to the graph a value that was mended and loaded."""
        self.repairs[note.code] += 1
        sink.note(note, self.source, "repair")

    def unknown(self, keys: Mapping[str, int], publisher: str) -> None:
        """Count keys without a meaning that stand in a document of a publisher."""
        for key, count in keys.items():
            _count(self.unknown_keys, key, count, OTHER)
            _count(self.unknown_by, (key, publisher), count, (OTHER, ""))

    def add(self, part: LoadReport) -> None:
        """Count and list what the report of a part of the source has."""
        for name, table in part.tables.items():
            self.table(name).add(table)
        _list(part.rejects, self.rejects)
        _list(part.left_out, self.left_out)
        self.reject_codes += part.reject_codes
        self.left_out_codes += part.left_out_codes
        self.repairs += part.repairs
        for key, count in part.unknown_keys.items():
            _count(self.unknown_keys, key, count, OTHER)
        for pair, count in part.unknown_by.items():
            _count(self.unknown_by, pair, count, (OTHER, ""))

    def finish(self, sink: Sink, lines_before: int) -> LoadReport:
        """Fill in what can be measured at the end."""
        self.triples = sink.public.lines - lines_before
        self.seconds = round(time.monotonic() - self.started, 3)
        return self

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON-able data for build.json; at most `EXAMPLES` of each list in full."""
        data: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("source", "kind", "version", "as_of", "triples", "seconds")
        }
        data["tables"] = {name: asdict(count) for name, count in self.tables.items()}
        data["reconciles"] = all(count.reconciles for count in self.tables.values())
        data["rejects_count"] = self.reject_codes.total()
        data["rejects"] = [asdict(note) for note in self.rejects]
        data["left_out_count"] = self.left_out_codes.total()
        data["left_out_codes"] = dict(self.left_out_codes)
        data["left_out"] = [asdict(note) for note in self.left_out]
        data["repairs"] = dict(self.repairs)
        data["unknown_keys"] = dict(self.unknown_keys.most_common(EXAMPLES))
        by = self.unknown_by.most_common(EXAMPLES)
        data["unknown_keys_by_publisher"] = [[*pair, count] for pair, count in by if pair[1]]
        return data


def _list(notes: list[Note], listed: list[Note]) -> None:
    """Append notes to those that are listed in full, as long as there is room."""
    listed += notes[: EXAMPLES - len(listed)]


def _count(counter: Counter[_K], key: _K, count: int, other: _K) -> None:
    """Count, under `other` where there are too many kinds already: input can't fill the memory."""
    counter[key if key in counter or len(counter) < _MOST_KEYS else other] += count
