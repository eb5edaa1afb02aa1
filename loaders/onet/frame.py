"""Reading a table of a text release: every line becomes a row, or is rejected with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

LINE = "line"
NULL = "n/a"


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
    """A column: its name as published, a pattern that its whole value must match, and whether a
    row without it can be used."""

    name: str
    pattern: str = r".+"
    required: bool = True


def read_text(data: bytes, columns: Sequence[Column]) -> tuple[pl.DataFrame, list[Reject], int]:
    """A tab-separated table: rows (text columns and `line`), rejects, and how many lines there
    were. Quotes mean nothing in these files; ``n/a`` and an empty cell are null.

    Errors: `BadTable` when it has not the columns it must have, or is no text.
    """
    lines = _decoded(data).replace("\r\n", "\n").rstrip("\n").split("\n")
    header = lines[0].split("\t")
    if missing := [c.name for c in columns if c.name not in header]:
        raise BadTable(f"no column {', '.join(map(repr, missing))}; it has {', '.join(header)}")
    numbered = pl.DataFrame({LINE: range(2, len(lines) + 1), "text": lines[1:]})
    split = numbered.with_columns(pl.col("text").str.split("\t").alias("cells"))
    whole = pl.col("cells").list.len() == len(header)
    rejects = [
        Reject(number, "wrong-columns", f"not {len(header)} cells in this line", text)
        for number, text in split.filter(~whole).select(LINE, "text").iter_rows()
    ]
    rows = split.filter(whole).select(
        LINE,
        *(
            pl.col("cells").list.get(header.index(c.name)).str.strip_chars().alias(c.name)
            for c in columns
        ),
    )
    names = [c.name for c in columns]
    empty = [pl.when(pl.col(n).is_in(["", NULL])).then(None).otherwise(pl.col(n)) for n in names]
    rows = rows.with_columns(*(e.alias(n) for e, n in zip(empty, names, strict=True)))
    return rows, rejects, len(lines) - 1


def read_csv(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a comma-separated table with a header. Errors: `BadTable`."""
    reader = csv.DictReader(io.StringIO(_decoded(data)), restkey="", restval="")
    try:
        for row in reader:
            cells = {k: v.strip() for k, v in row.items() if isinstance(v, str)}
            yield reader.line_num, cells
    except csv.Error as error:
        raise BadTable(f"line {reader.line_num}: {error}") from error


def check(
    rows: pl.DataFrame, columns: Sequence[Column], key: Sequence[str]
) -> tuple[pl.DataFrame, list[Reject]]:
    """Keep the rows whose cells fit their columns and whose key stands for the first time."""
    rejects: list[Reject] = []
    for column in columns:
        cell = pl.col(column.name)
        bad = ~cell.str.contains(f"^(?:{column.pattern})$")
        bad = bad.fill_null(column.required)
        rows = _reject(rows, bad, "bad-value", f"not a usable {column.name}", column.name, rejects)
    if key:
        again = ~pl.struct(key).is_first_distinct()
        reason = f"the same {' and '.join(key)} as in a line before"
        rows = _reject(rows, again, "duplicate-key", reason, key[0], rejects)
    return rows, rejects


def known(
    rows: pl.DataFrame, column: str, values: Sequence[str], what: str
) -> tuple[pl.DataFrame, list[Reject]]:
    """Keep the rows whose `column` is one of `values`."""
    rejects: list[Reject] = []
    bad = ~pl.col(column).is_in(list(values))
    return _reject(rows, bad, "unknown-reference", f"not {what}", column, rejects), rejects


def _reject(
    rows: pl.DataFrame, bad: pl.Expr, code: str, reason: str, column: str, rejects: list[Reject]
) -> pl.DataFrame:
    for number, value in rows.filter(bad).select(LINE, column).iter_rows():
        rejects.append(Reject(number, code, reason, value or ""))
    return rows.filter(~bad)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable(f"not UTF-8 at byte {error.start}; save it as UTF-8") from error
