"""The door of every store: `Store.query` gives an `Answer`, within `Limits`, or a `QueryError`."""

from __future__ import annotations

import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

from graph.errors import KnownError


@dataclass(frozen=True)
class Limits:
    """What one query may take.

    `seconds` of engine time; `memory` in bytes on top of what an idle engine maps; `bytes` of
    result; `stall`: seconds that whoever delivers a result lets a reader take nothing of it;
    `queue`: seconds that a query may wait for its turn.
    """

    seconds: float = 30.0
    memory: int = 1 << 30
    bytes: int = 2 << 30
    stall: float = 30.0
    queue: float = 10.0


IsWanted = Callable[[], bool]
"""Asked again and again while a query runs: whether anybody still waits for its answer. It may
raise the `QueryError` that the query shall end with."""


def always() -> bool:
    """An answer that is wanted, however long it takes."""
    return True


@dataclass(frozen=True)
class Asker:
    """Whoever asks: queries of one `client` wait for each other before they wait for others."""

    client: str = ""
    is_wanted: IsWanted = always


NOBODY = Asker()
"""A program that asks for itself: nobody who could go away."""


_LONGEST = 60
"""Characters of a token that are told."""


class QueryError(KnownError):
    """A query that gets no answer, or not a whole one, in words for the person who asked.

    `status` is the HTTP status that fits; `code` a short word for programs; `line` and `column`
    (from 1) the place in the query, where there is one; `token` what stands there and does not fit.
    """

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        detail: str,
        line: int | None = None,
        column: int | None = None,
        token: str | None = None,
    ) -> None:
        super().__init__(title)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.line = line
        self.column = column
        self.token = token[:_LONGEST] if token else None
        self.retry_after: int | None = None
        """Seconds after which asking again is likely to succeed, where that can be told."""

    def __str__(self) -> str:
        place = f" (line {self.line}, column {self.column})" if self.line else ""
        return f"{self.title}{place}: {self.detail}"


LOOK = 0.25
"""Seconds between two looks whether an answer is still wanted."""


def unwanted() -> QueryError:
    """A query that was stopped since nobody waits for it (499, as nginx has it)."""
    detail = "It was cancelled, or whoever asked has gone; the query was stopped."
    return QueryError(499, "unwanted", "Nobody waits for the answer", detail)


class Answer:
    """The result of a query as bytes in `media_type`. Close it, or use it as a context manager.

    `form` is SELECT, ASK, CONSTRUCT or DESCRIBE; `cacheable` says whether the same query to the
    same store always gives the same result. Closing an answer that still runs stops its query.
    `chunks` gives the bytes, `finish` waits for their end, `on_close` frees what they hold;
    `small` is the whole result, where it was there at once.
    """

    def __init__(
        self,
        media_type: str,
        form: str,
        cacheable: bool,
        chunks: Iterator[bytes],
        on_close: Callable[[], None],
        finish: Callable[[], int],
        small: bytes | None = None,
    ) -> None:
        self.media_type = media_type
        self.form = form
        self.cacheable = cacheable
        self.small = small
        self._chunks = chunks
        self._finish = finish
        # Runs once: at close(), or when an answer that nobody closed is collected.
        self._close = weakref.finalize(self, on_close)

    def chunks(self) -> Iterator[bytes]:
        """The bytes, as they come. Errors: `QueryError`; then what came before is not whole."""
        yield from self._chunks

    def read(self) -> bytes:
        """The whole result at once. Errors: `QueryError`."""
        return b"".join(self.chunks())

    def finish(self) -> int:
        """Wait for the whole result, which is kept on disk; its bytes. Errors: `QueryError`."""
        return self._finish()

    def close(self) -> None:
        """Let go of the result, and stop the query if it still runs."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def whole(media_type: str, form: str, data: bytes) -> Answer:
    """An answer that is there already, and stays the same."""
    return Answer(media_type, form, True, iter((data,)), _nothing, lambda: len(data), data)


def _nothing() -> None:
    """What there is to free of an answer that holds nothing."""


class Store(ABC):
    """Something that answers SPARQL queries."""

    @abstractmethod
    def query(
        self,
        sparql: str,
        media_type: str,
        limits: Limits | None = None,
        asker: Asker = NOBODY,
        is_empty: bool = False,
    ) -> Answer:
        """Ask. Returns once the first bytes or the whole result are there; `limits` None means
        `Limits()`. A query that nobody wants any more is stopped. `is_empty`: ask the empty graph
        instead of this one. Errors: `QueryError`."""

    @abstractmethod
    def close(self) -> None:
        """Stop what runs and free everything; a closed store answers no more."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
