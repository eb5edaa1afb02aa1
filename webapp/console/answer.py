"""The answer to a query as the console's page shows it: a table, its columns, charts, a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request

from graph.stores import QueryError
from graph.stores.guard import inspect
from webapp.cells import Sheet, sheet
from webapp.console.charts import Chart, charts
from webapp.console.columns import Column, columns
from webapp.console.network import Network, network
from webapp.console.results import MOST, arranged, result
from webapp.paging import page_number
from webapp.site import site


@dataclass(frozen=True)
class Answered:
    """`sheet` is one page of the rows that are left by the filter, `count` how many these are, of
    `read`; `is_whole` says that the query has no more. `sort` and `words` are how it is arranged.
    """

    sheet: Sheet
    count: int
    read: int
    is_whole: bool
    stopped: QueryError | None
    seconds: float
    sort: str
    words: str
    columns: Sequence[Column]
    charts: Sequence[Chart]
    network: Network | None

    @property
    def most(self) -> int:
        """How many rows are read at most."""
        return MOST

    def is_mixed(self, name: str) -> bool:
        """Whether the values of a column are of several kinds, so that each must tell its own."""
        return any(len(one.kinds) > 1 for one in self.columns if one.name == name)

    def datatype(self, name: str) -> str | None:
        """The datatype of all values of a column, where it is more than text."""
        kinds = [kind for one in self.columns if one.name == name for kind in one.kinds]
        is_told = len(kinds) == 1 and ":" in kinds[0] and kinds[0] != "xsd:string"
        return kinds[0] if is_told else None


def answered(query: str, is_empty: bool = False) -> Answered:
    """Ask the graph, or the empty one, and arrange the rows as the address says.

    Errors: `QueryError`.
    """
    found = result(query, is_empty)
    sort, words = request.values.get("sort", ""), request.values.get("filter", "").strip()
    rows = arranged(found.rows, sort, words)
    size = site().settings.page_size
    first = (page_number() - 1) * size
    page = replace(
        rows,
        rows=rows.rows[first : first + size],
        first=first + 1,
        more=len(rows.rows) > first + size,
    )
    is_graph = inspect(query).form in ("CONSTRUCT", "DESCRIBE")
    return Answered(
        sheet=sheet(page),
        count=len(rows.rows),
        read=len(found.rows.rows),
        is_whole=not found.rows.more,
        stopped=found.rows.stopped,
        seconds=found.seconds,
        sort=sort,
        words=words,
        columns=columns(found.rows),
        charts=[] if is_graph else charts(rows),
        network=network(rows) if is_graph else None,
    )
