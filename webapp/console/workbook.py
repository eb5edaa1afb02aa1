"""A whole result as an Excel workbook: one sheet, and one that says where it is from."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import chain
from typing import IO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from graph.stores import QueryError
from webapp.asking import Row, Term, each_row
from webapp.console.files import about, empty
from webapp.console.results import number_of

MOST_ROWS = 1_048_575
"""Rows of a worksheet below its heading."""
_MOST_TEXT = 32_767
"""Characters of a cell."""
_EXACT = 10**15
"""Up to here a cell holds whole numbers as they are."""


def xlsx(sparql: str) -> IO[bytes]:
    """A result as a workbook. Texts are written as texts: none becomes a formula.

    Errors: `QueryError`, 413 for more rows than a sheet has.
    """
    rows = each_row(sparql)
    first = next(rows, None)
    if first is None:
        raise empty()
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    try:
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("Result")
            sheet.freeze_panes(1, 0)
            for place, name in enumerate(first[0]):
                sheet.write_string(0, place, name)
            cut = sum(
                _write_row(sheet, number, columns, row)
                for number, (columns, row) in enumerate(chain([first], rows), 1)
            )
            source = book.add_worksheet("Source")
            said = about(sparql)
            if cut:
                said["Texts cut"] = f"{cut:,}: a cell holds {_MOST_TEXT:,} characters"
            for number, (name, text) in enumerate(said.items()):
                source.write_string(number, 0, name)
                source.write_string(number, 1, text[:_MOST_TEXT])
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write_row(sheet: Worksheet, number: int, columns: Sequence[str], row: Row) -> int:
    """Write a row; how many of its texts had to be cut."""
    if number > MOST_ROWS:
        detail = f"A worksheet has {MOST_ROWS:,} rows; add a LIMIT, or take CSV or Parquet."
        raise QueryError(413, "too-large", "The result is too large for Excel", detail)
    cut = 0
    for place, name in enumerate(columns):
        if name not in row:
            continue
        value = number_of(row[name])
        if value is not None and abs(value) < _EXACT:
            sheet.write_number(number, place, float(value))
        else:
            text = _text(row[name])
            cut += len(text) > _MOST_TEXT
            sheet.write_string(number, place, text[:_MOST_TEXT])
    return cut


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))
