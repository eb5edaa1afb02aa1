"""Workbooks written by tests, as agencies publish them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

Row = Sequence[str | float | None]


def workbook(path: Path, **sheets: Sequence[Row]) -> Path:
    """Write sheets of cells; None is an empty cell."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path
