"""What can go wrong with a request: for good, or so that it is tried again."""

from __future__ import annotations

from graph.errors import KnownError


class OutboundError(KnownError):
    """A request that failed for good: says which address, what happened, and what to do."""


class Refused(OutboundError):
    """A request that credgraph does not make, or an answer that it does not take."""


class Status(OutboundError):
    """An answer with an HTTP status that trying again won't change."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Again(Exception):
    """A failure that may pass: tried again, not before `pause` seconds are over."""

    def __init__(self, reason: str, pause: float = 0) -> None:
        super().__init__(reason)
        self.pause = pause
