"""Tables as read: every line becomes a row, or is rejected with its place."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

LINE, CELLS, FILE = "line", "cells", "file"
"""Columns that are of no table: a line's number in the file, its cells, and the file's name."""
NULL = "n/a"
LOST = "\ufffd"
"""What stands for bytes that are no UTF-8."""


class BadTable(ValueError):
    """A table that can't be read at all: says why, and what to do."""


@dataclass(frozen=True)
class Reject:
    """A line that is not loaded: its number in the file (from 1), why, and what stood there."""

    line: int
    code: str
    reason: str
    value: str


@dataclass(frozen=True)
class Column:
    """A column of a table.

    `pattern` must match a whole cell. A row without a `required` cell can't be used. A column that
    `may_be_absent` is null in releases without it. `refers_to` is the table that must know what
    the cell names, or else one of `or_to`. `also` are the names that the column has in other
    releases or editions.
    """

    name: str
    pattern: str = r".+"
    required: bool = True
    may_be_absent: bool = False
    refers_to: str | None = None
    or_to: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def headings(self) -> set[str]:
        """Every name of the column, as `heading` spells it."""
        return {heading(name) for name in (self.name, *self.also)}


@dataclass(frozen=True)
class Read:
    """A table as read: `rows` (text columns and `line`), rejected lines, the number of lines, and
    the columns of the file that nobody asked for."""

    rows: pl.DataFrame
    rejects: list[Reject]
    count: int
    others: list[str]


def heading(cell: str | None) -> str:
    """A column's name as it is compared, whatever its case and blanks."""
    return " ".join((cell or "").split()).casefold()


def read_text(data: bytes, columns: Sequence[Column]) -> Read:
    """A tab-separated table. Quotes mean nothing here; ``n/a`` and an empty cell are null.

    Errors: `BadTable` when it has not the columns it must have, or is no text.
    """
    lines = _lines(data)
    header = lines[0].split("\t")
    check_header(header, columns)
    numbered = pl.DataFrame(
        {LINE: range(2, len(lines) + 1), "text": lines[1:]},
        schema={LINE: pl.Int64, "text": pl.String},
    )
    rejects: list[Reject] = []
    lost = pl.col("text").str.contains(LOST, literal=True)
    reason = "bytes that are not UTF-8; save the file as UTF-8"
    kept = set_aside(numbered, lost, "not-utf-8", reason, "text", rejects)
    cells = kept.select(LINE, pl.col("text").str.split("\t").alias(CELLS))
    read = shaped(cells, header, columns)
    return Read(read.rows, rejects + read.rejects, len(lines) - 1, read.others)


def lines_of(numbered: Sequence[tuple[int, Sequence[str | None]]]) -> pl.DataFrame:
    """Lines (`LINE`, `CELLS`) of numbers and cells."""
    return pl.DataFrame(
        {LINE: [number for number, _ in numbered], CELLS: [list(cells) for _, cells in numbered]},
        schema={LINE: pl.Int64(), CELLS: pl.List(pl.String())},
    )


def shaped(
    lines: pl.DataFrame, header: Sequence[str | None], columns: Sequence[Column], file: str = ""
) -> Read:
    """Rows with the named columns, of lines (`LINE`, `CELLS`) under a header that has them, and
    with the name of their file."""
    rejects: list[Reject] = []
    ragged = pl.col(CELLS).list.len() != len(header)
    shown = lines.with_columns(pl.col(CELLS).list.join("\t", ignore_nulls=True).alias("text"))
    reason = f"not {len(header)} cells in this line"
    whole = set_aside(shown, ragged, "wrong-columns", reason, "text", rejects)
    headings = [heading(cell) for cell in header]
    rows = whole.select(
        LINE, pl.lit(file).alias(FILE), *(_cell(column, headings) for column in columns)
    )
    asked = {name for column in columns for name in column.headings}
    others = [name.strip() for name in header if name and heading(name) not in asked]
    return Read(rows, rejects, len(lines), others)


def set_aside(
    rows: pl.DataFrame, bad: pl.Expr, code: str, reason: str, column: str, aside: list[Reject]
) -> pl.DataFrame:
    """The rows that are not `bad`; the others go to `aside`, with what stands in `column`."""
    for number, value in rows.filter(bad).select(LINE, column).iter_rows():
        aside.append(Reject(number, code, reason, value or ""))
    return rows.filter(~bad)


def lacking(header: Sequence[str | None], columns: Sequence[Column]) -> list[str]:
    """The columns that a table must have and that this header has not."""
    found = {heading(cell) for cell in header}
    return [c.name for c in columns if not c.may_be_absent and not c.headings & found]


def check_header(header: Sequence[str], columns: Sequence[Column]) -> None:
    """Errors: `BadTable` for a column that is not there, or is there twice."""
    has = [cell.strip() for cell in header]
    if missing := lacking(header, columns):
        raise BadTable(f"no column {', '.join(map(repr, missing))}; it has {', '.join(has)}")
    if twice := sorted({name for name in has if has.count(name) > 1}):
        raise BadTable(f"more than one column {', '.join(map(repr, twice))}")


def _lines(data: bytes) -> list[str]:
    """The lines of a file, its header first, without their ends and without empty last lines."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadTable("UTF-16, not UTF-8; save it as UTF-8")
    content = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").rstrip("\r\n")
    if not content.strip():
        raise BadTable("the file is empty, without even a header; fetch it again")
    return content.split("\n")


def _cell(column: Column, headings: Sequence[str]) -> pl.Expr:
    place = next((n for n, name in enumerate(headings) if name in column.headings), None)
    if place is None:
        return pl.lit(None, pl.String).alias(column.name)
    cell = pl.col(CELLS).list.get(place).str.strip_chars()
    return pl.when(~cell.is_in(["", NULL])).then(cell).alias(column.name)
