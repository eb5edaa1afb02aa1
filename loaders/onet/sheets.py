"""Tables in CSV files and workbooks: sheets of cells, in which a header stands somewhere near the
top, and which table it is is told by that header."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import fastexcel
import polars as pl

from loaders.onet.frame import BadTable, heading, lacking, lines_of
from loaders.onet.table import Table

ENDINGS = ("csv", "tsv", "xlsx", "xls")
SEARCHED = 30
"""How many lines of a sheet are looked at for a header: agencies put titles and notes above it."""
_GUARDED = re.compile(r'^="(.*)"$')
"""How some files keep a spreadsheet from reading ``01.0000`` as the number 1."""

Cells = list[str | None]


@dataclass(frozen=True)
class Found:
    """A table in a sheet: its header, and the lines below it (`LINE`, `CELLS`)."""

    table: Table
    header: Cells
    lines: pl.DataFrame


def tables_in(name: str, data: bytes, known: Mapping[str, Table]) -> list[Found]:
    """The known tables in a file, each from the first of its sheets that has it.

    Errors: `BadTable` when the file is no text, or no workbook.
    """
    ending = name.rpartition(".")[2].lower()
    is_book = ending in ("xlsx", "xls")
    sheets = _workbook(data) if is_book else [_delimited(data, "\t" if ending == "tsv" else ",")]
    found: dict[str, Found] = {}
    for sheet in sheets:
        if (one := _recognized(sheet, known.values())) and one.table.name not in found:
            found[one.table.name] = one
    return list(found.values())


def _recognized(sheet: Sequence[tuple[int, Cells]], known: Iterable[Table]) -> Found | None:
    for place, (_, header) in enumerate(sheet[:SEARCHED]):
        if len({heading(cell) for cell in header}) < 2:
            continue
        for table in known:
            if not lacking(header, table.columns):
                return Found(table, header, lines_of(sheet[place + 1 :]))
    return None


def _delimited(data: bytes, delimiter: str) -> list[tuple[int, Cells]]:
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable(f"not UTF-8 at byte {error.start}; save it as UTF-8") from error
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, list(map(_unguarded, row))) for row in reader if any(row)]
    except csv.Error as error:
        raise BadTable(f"line {reader.line_num}: {error}") from error


def _unguarded(cell: str) -> str:
    return _GUARDED.sub(r"\1", cell)


def _workbook(data: bytes) -> list[list[tuple[int, Cells]]]:
    try:
        book = fastexcel.read_excel(data)
        sheets = [
            book.load_sheet(name, header_row=None, dtypes="string").to_polars()
            for name in book.sheet_names
        ]
    except fastexcel.FastExcelError as error:
        raise BadTable(f"not a readable workbook: {error}; fetch it again") from error
    return [_filled(sheet) for sheet in sheets]


def _filled(sheet: pl.DataFrame) -> list[tuple[int, Cells]]:
    numbered = enumerate(sheet.iter_rows(), 1)
    return [(number, list(row)) for number, row in numbered if any(row)]
