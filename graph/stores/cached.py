"""A store that remembers its small results: a build never changes, so neither do they."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import NamedTuple

from cachetools import LRUCache

from graph.stores.base import NOBODY, Answer, Asker, Limits, Store, whole

LARGEST = 256 << 10
"""Bytes of the largest result that is kept."""
ROOM = 32 << 20
"""Bytes of all results that are kept, of those asked for last."""
_OVERHEAD = 500

_Key = tuple[str, str, bool]


class _Kept(NamedTuple):
    form: str
    data: bytes
    size: int


class CachedStore(Store):
    """Another store, and its results by query and media type. Not kept: what changes from one
    asking to the next (NOW, RAND, fresh blank nodes and the like)."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._guard = threading.Lock()
        self._known: LRUCache[_Key, _Kept] = LRUCache(ROOM, getsizeof=lambda kept: kept.size)

    def query(
        self,
        sparql: str,
        media_type: str,
        limits: Limits | None = None,
        asker: Asker = NOBODY,
        is_empty: bool = False,
    ) -> Answer:
        """See `Store.query`."""
        key = (sparql, media_type, is_empty)
        with self._guard:
            known = self._known.get(key)
        if known:
            return whole(media_type, known.form, known.data)
        answer = self.store.query(sparql, media_type, limits, asker, is_empty)
        if not answer.cacheable:
            return answer
        if answer.small is not None:
            self._keep(key, answer.form, answer.small)
            return answer
        chunks = self._remembering(key, answer)
        return Answer(media_type, answer.form, True, chunks, answer.close, answer.finish)

    def close(self) -> None:
        """See `Store.close`."""
        self.store.close()

    def _remembering(self, key: _Key, answer: Answer) -> Iterator[bytes]:
        """The answer's bytes; kept when they have come to their end and are few."""
        size, kept = 0, list[bytes]()
        for chunk in answer.chunks():
            size += len(chunk)
            if size <= LARGEST:
                kept.append(chunk)
            else:
                kept.clear()
            yield chunk
        if size <= LARGEST:
            self._keep(key, answer.form, b"".join(kept))

    def _keep(self, key: _Key, form: str, data: bytes) -> None:
        size = len(data) + len(key[0]) + _OVERHEAD
        with self._guard:
            self._known[key] = _Kept(form, data, size)
