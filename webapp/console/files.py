"""Whole results as Parquet and as an Excel workbook, which the SPARQL protocol does not know.

Both are written to a file first: what is cut off must never look complete. It is long work for this
process, so one is made at a time.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO

import polars as pl
import pyoxigraph as ox
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from graph.stores import QueryError
from graph.vocabulary import XSD
from webapp.asking import Row, Term, each_row
from webapp.console.results import NUMBERS, number_of

FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
"""Media types by the ending of the file."""
MOST_ROWS = 1_048_575
"""Rows of a worksheet below its heading."""
_MOST_TEXT = 32_767
"""Characters of a cell."""
_EXACT = 10**15
"""Up to here a cell holds whole numbers as they are."""

_WAIT = 10.0
"""Seconds that a file waits for the one that is being made."""
_turn = threading.Lock()


@contextmanager
def turn() -> Iterator[None]:
    """While this file is made, no other is. Errors: `QueryError` 503 when the other takes long."""
    if not _turn.acquire(timeout=_WAIT):
        detail = "Another file is being made; try again later, or take CSV, which is streamed."
        raise QueryError(503, "busy", "The server is busy", detail)
    try:
        yield
    finally:
        _turn.release()


def parquet(sparql: str) -> IO[bytes]:
    """A result as Parquet: whole numbers, numbers and texts by column; IRIs are texts.

    Errors: `QueryError`.
    """
    with tempfile.TemporaryDirectory() as folder:
        lines, file = Path(folder, "rows.ndjson"), Path(folder, "rows.parquet")
        kinds: dict[str, str] = {}
        with lines.open("w", encoding="utf-8") as out:
            for columns, row in each_row(sparql):
                kinds = kinds or dict.fromkeys(columns, "")
                out.write(json.dumps({name: _text(term) for name, term in row.items()}) + "\n")
                for name, term in row.items():
                    kinds[name] = _wider(kinds[name], _kind(term))
        if not kinds:
            raise _empty()
        frame = pl.scan_ndjson(lines, schema=dict.fromkeys(kinds, pl.String()))
        types = {"integer": pl.Int64(), "number": pl.Float64()}
        casts = [pl.col(name).cast(types[kind]) for name, kind in kinds.items() if kind in types]
        frame.with_columns(casts).sink_parquet(file)
        return file.open("rb")  # stays readable after its name is gone


def xlsx(sparql: str) -> IO[bytes]:
    """A result as a workbook of one sheet. Texts are written as texts: none becomes a formula.

    Errors: `QueryError`, 413 for more rows than a sheet has.
    """
    rows = each_row(sparql)
    first = next(rows, None)
    if first is None:
        raise _empty()
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    try:
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("Result")
            sheet.freeze_panes(1, 0)
            for place, name in enumerate(first[0]):
                sheet.write_string(0, place, name)
            for number, (columns, row) in enumerate(chain([first], rows), 1):
                _write_row(sheet, number, columns, row)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """A file to its end, which is then closed."""
    with file:
        while block := file.read(1 << 18):
            yield block


def _write_row(sheet: Worksheet, number: int, columns: Sequence[str], row: Row) -> None:
    if number > MOST_ROWS:
        detail = f"A worksheet has {MOST_ROWS:,} rows; add a LIMIT, or take CSV or Parquet."
        raise QueryError(413, "too-large", "The result is too large for Excel", detail)
    for place, name in enumerate(columns):
        if name not in row:
            continue
        value = number_of(row[name])
        if value is not None and abs(value) < _EXACT:
            sheet.write_number(number, place, float(value))
        else:
            sheet.write_string(number, place, _text(row[name])[:_MOST_TEXT])


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))


def _kind(term: Term) -> str:
    if number_of(term) is None or not isinstance(term, ox.Literal):
        return "text"
    is_whole = term.datatype.value in NUMBERS and _fits(term)
    return "integer" if is_whole else "number"


def _fits(term: ox.Literal) -> bool:
    is_integer = term.datatype.value not in (XSD.decimal, XSD.double, XSD.float)
    return is_integer and abs(int(term.value)) < 1 << 63


def _wider(one: str, other: str) -> str:
    """The kind that holds values of both."""
    order = ("", "integer", "number", "text")
    return max(one, other, key=order.index)


def _empty() -> QueryError:
    return QueryError(404, "empty", "The result is empty", "There is no row to put into a file.")
