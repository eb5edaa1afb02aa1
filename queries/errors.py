"""What can be wrong with a query file, and with a value that is given for a parameter."""

from __future__ import annotations

from graph.errors import KnownError


class BadQueryFile(KnownError):
    """A query file that can't be used: its `id`, the `line` (from 1) and the `reason`."""

    def __init__(self, query_id: str, line: int, reason: str) -> None:
        super().__init__(f"query file {query_id}, line {line}: {reason}")
        self.id = query_id
        self.line = line
        self.reason = reason


class BadParameter(KnownError):
    """A value that a query can't take: the parameter's `name` and the `reason`, for a person."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class Mistake(ValueError):
    """Something wrong at a `line` of a file whose id is not known here; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason
