"""Queries that can be cancelled, by the id that their client gave them."""

from __future__ import annotations

from weakref import WeakValueDictionary


class Cancellation:
    """Whether somebody cancelled a query."""

    asked = False


class Cancellations:
    """The queries that run under an id of their client's own. The id and the client's address
    together are the key: nobody cancels what others asked."""

    def __init__(self) -> None:
        # What no query holds any more is forgotten by itself.
        self._known: WeakValueDictionary[tuple[str, str], Cancellation] = WeakValueDictionary()

    def begin(self, client: str, query_id: str) -> Cancellation:
        """A query under this id begins."""
        cancellation = Cancellation()
        self._known[client, query_id] = cancellation
        return cancellation

    def cancel(self, client: str, query_id: str) -> bool:
        """Cancel the query of this client under this id; False where none runs."""
        cancellation = self._known.get((client, query_id))
        if cancellation is None:
            return False
        cancellation.asked = True
        return True
