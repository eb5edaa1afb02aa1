"""Reading a table of a text release: every line becomes a row, or is rejected with its place."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

LINE = "line"
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
    the cell names.
    """

    name: str
    pattern: str = r".+"
    required: bool = True
    may_be_absent: bool = False
    refers_to: str | None = None


@dataclass(frozen=True)
class Read:
    """A table as read: `rows` (text columns and `line`), rejected lines, the number of lines, and
    the columns of the file that nobody asked for."""

    rows: pl.DataFrame
    rejects: list[Reject]
    count: int
    others: list[str]


def read_text(data: bytes, columns: Sequence[Column]) -> Read:
    """A tab-separated table. Quotes mean nothing here; ``n/a`` and an empty cell are null.

    Errors: `BadTable` when it has not the columns it must have, or is no text.
    """
    lines = _lines(data)
    header = [cell.strip() for cell in lines[0].split("\t")]
    _check_header(header, columns)
    numbered = pl.DataFrame(
        {LINE: range(2, len(lines) + 1), "text": lines[1:]},
        schema={LINE: pl.Int64, "text": pl.String},
    )
    rejects: list[Reject] = []
    lost = pl.col("text").str.contains(LOST, literal=True)
    numbered = set_aside(
        numbered,
        lost,
        "not-utf-8",
        "bytes that are not UTF-8; save the file as UTF-8",
        "text",
        rejects,
    )
    ragged = pl.col("text").str.count_matches("\t", literal=True) != len(header) - 1
    reason = f"not {len(header)} cells in this line"
    whole = set_aside(numbered, ragged, "wrong-columns", reason, "text", rejects)
    rows = whole.with_columns(pl.col("text").str.split("\t")).select(
        LINE, *(_cell(column, header) for column in columns)
    )
    others = [name for name in header if name not in {c.name for c in columns}]
    return Read(rows, rejects, len(lines) - 1, others)


def read_csv(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a comma-separated table with a header. Errors: `BadTable`."""
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable(f"not UTF-8 at byte {error.start}; save it as UTF-8") from error
    reader = csv.DictReader(io.StringIO(content, newline=""), restkey="", restval="")
    try:
        for row in reader:
            cells = {k: v.strip() for k, v in row.items() if isinstance(v, str)}
            yield reader.line_num, cells
    except csv.Error as error:
        raise BadTable(f"line {reader.line_num}: {error}") from error


def set_aside(
    rows: pl.DataFrame, bad: pl.Expr, code: str, reason: str, column: str, aside: list[Reject]
) -> pl.DataFrame:
    """The rows that are not `bad`; the others go to `aside`, with what stands in `column`."""
    for number, value in rows.filter(bad).select(LINE, column).iter_rows():
        aside.append(Reject(number, code, reason, value or ""))
    return rows.filter(~bad)


def _lines(data: bytes) -> list[str]:
    """The lines of a file, its header first, without their ends and without empty last lines."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadTable("UTF-16, not UTF-8; save it as UTF-8")
    content = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").rstrip("\r\n")
    if not content.strip():
        raise BadTable("the file is empty, without even a header; fetch it again")
    return content.split("\n")


def _check_header(header: Sequence[str], columns: Sequence[Column]) -> None:
    if missing := [c.name for c in columns if not c.may_be_absent and c.name not in header]:
        raise BadTable(f"no column {', '.join(map(repr, missing))}; it has {', '.join(header)}")
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise BadTable(f"more than one column {', '.join(map(repr, twice))}")


def _cell(column: Column, header: Sequence[str]) -> pl.Expr:
    if column.name not in header:
        return pl.lit(None, pl.String).alias(column.name)
    cell = pl.col("text").list.get(header.index(column.name)).str.strip_chars()
    return pl.when(~cell.is_in(["", NULL])).then(cell).alias(column.name)
