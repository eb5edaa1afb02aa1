"""A result as a table of plain text, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

WIDEST = 60
"""Characters of a cell that are shown."""


def text_table(result: dict[str, Any]) -> Iterator[str]:
    """The lines of a result in the SPARQL 1.1 Query Results JSON Format; ASK gives yes or no."""
    if "boolean" in result:
        yield "yes" if result["boolean"] else "no"
        return
    names = result["head"]["vars"]
    rows = [[b.get(n, {}).get("value", "") for n in names] for b in result["results"]["bindings"]]
    columns = zip(names, *rows, strict=True)
    widths = [min(WIDEST, max(len(cell) for cell in column)) for column in columns]
    for row in (names, ["-" * width for width in widths], *rows):
        cells = (cell[:WIDEST].ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
    yield f"{len(rows)} rows"
