"""A query file: its header, its parameters, and binding, which puts values into their blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from graph.stores.base import QueryError
from graph.stores.guard import inspect
from queries import header
from queries.blocks import blocks
from queries.errors import BadParameter, BadQueryFile, Mistake
from queries.parameter import Parameter, declared

__all__ = ["Parameter", "Query"]


@dataclass(frozen=True)
class Query:
    """A query file.

    `id` is its folder and name, ``pathways/steps``; `view` says how a page shows the result: table,
    pathway, chart or card; `text` is the whole file, SPARQL as it stands; `meta` holds the keys of
    a check, `example` those of a worked example, `step` those of a step of the tour; a `hidden`
    one feeds drop-downs and pages and is not listed.
    """

    id: str
    title: str
    summary: str
    view: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    meta: Mapping[str, str]
    example: Mapping[str, str]
    step: Mapping[str, str]
    hidden: bool

    @classmethod
    def parse(cls, id: str, text: str) -> Query:  # noqa: A002
        """Read a query file. Errors: `BadQueryFile`."""
        try:
            return _parse(id, text)
        except Mistake as error:
            raise BadQueryFile(id, error.line, error.reason) from error
        except QueryError as error:
            raise BadQueryFile(id, error.line or 1, error.detail) from error

    @property
    def body(self) -> str:
        """The query without its header."""
        return header.split(self.text)[1]

    def bind(self, /, **values: str | Sequence[str] | None) -> str:
        """The query, without its header, with these values in the blocks of its parameters.

        A parameter that is not named keeps its default; an optional one that is given nothing
        (None, "" or an empty list) is left open. Errors: `BadParameter`.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values.keys() - known.keys():
            raise BadParameter(name, "the query has no such parameter")
        inside = {name: known[name].inside(value) for name, value in values.items()}
        body, pieces, end = self.body, [], 0
        for block in blocks(body):
            if block.name in inside:
                pieces += [body[end : block.start], inside[block.name]]
                end = block.end
        return "".join([*pieces, body[end:]])


def _parse(query_id: str, text: str) -> Query:
    read = header.read(header.split(text)[0])
    prefixes = inspect(text).prefixes
    return Query(
        id=query_id,
        title=read.text("title"),
        summary=read.text("summary"),
        view=read.one_of("view", header.VIEWS, "table"),
        tags=read.texts("tags"),
        parameters=declared(read, list(blocks(text)), prefixes),
        text=text,
        meta=MappingProxyType(header.check_keys(read)),
        example=MappingProxyType(header.example_keys(read)),
        step=MappingProxyType(header.step_keys(read)),
        hidden=read.flag("hidden"),
    )
