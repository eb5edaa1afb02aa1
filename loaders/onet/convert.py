"""A table becomes statements: its rows are checked, and the good ones are written."""

from __future__ import annotations

import polars as pl

from graph.sink import Channel
from loaders.onet.checks import usable
from loaders.onet.expressions import blocks
from loaders.onet.frame import Read, Reject
from loaders.onet.nearest import SKILLS, near_occupations
from loaders.onet.nearest import lines as near_lines
from loaders.onet.table import Table, Writing


class Converter:
    """Writes tables to a channel, and keeps the rows that other tables may refer to.

    `missed` are the tables that others refer to and that were not loaded before them.
    """

    def __init__(self, channel: Channel, writing: Writing) -> None:
        self.channel, self._writing = channel, writing
        self.missed: set[str] = set()
        self._skills: list[pl.DataFrame] = []

    def load(self, table: Table, read: Read) -> tuple[pl.DataFrame, list[Reject]]:
        """Write what the rows say. Returns the rows that were loaded, and what can't be used."""
        known, rejects = self._writing.known, list(read.rejects)
        for column in (*table.columns, *table.derived_columns):
            if column.refers_to and not known.keys() & {column.refers_to, *column.or_to}:
                self.missed.add(column.refers_to)
        rows = usable(read.rows, table, known, rejects)
        if not rows.is_empty():
            prepared = table.prepare(rows)
            self._write(prepared, table.lines(self._writing))
            if table.further:
                for more, lines in table.further(prepared, self._writing):
                    self._write(more, lines)
            if table.name in SKILLS:
                self._skills.append(rows)
            if len(table.key) == 1 or table.kept:
                known[table.name] = rows.select(*table.key, pl.exclude(*table.key))
        return rows, rejects

    def compare_occupations(self) -> None:
        """Write which occupations are near to each other in their skills."""
        if self._skills and not (near := near_occupations(self._skills)).is_empty():
            self._write(near, near_lines(self._writing))

    def _write(self, rows: pl.DataFrame, lines: list[pl.Expr]) -> None:
        for block, count in blocks(rows, lines):
            self.channel.write(block, count)
