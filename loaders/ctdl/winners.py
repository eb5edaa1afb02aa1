"""Which of several documents with one CTID is loaded: the newest, whole; the others are listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from loaders.ctdl.documents import Document


class Entry(NamedTuple):
    """A document that competes. `identity` is the IRI of its main resource.

    Of two with one identity the greater wins: enveloped before bare, then the newest, then the
    last by place: the number of its batch, and its position there.
    """

    is_enveloped: bool
    updated: str
    batch: int
    position: int
    identity: str
    key: str


def entry(document: Document, batch: int, position: int) -> list[Entry]:
    """How a document competes; one without a CTID, or of a learner, doesn't."""
    identity = document.identity
    if not identity or document.is_learner_record:
        return []
    about = document.envelope
    updated = about.updated if about else ""
    return [Entry(about is not None, updated, batch, position, identity, document.key)]


class Winners:
    """The winner for each resource that is the subject of documents, and who lost."""

    def __init__(self) -> None:
        self._best: dict[str, Entry] = {}
        self._beaten: list[Entry] = []

    def enter(self, entries: Iterable[Entry]) -> None:
        """Let documents compete."""
        for one in entries:
            best = self._best.setdefault(one.identity, one)
            if one > best:
                self._best[one.identity] = one
            if one is not best:
                self._beaten.append(min(one, best))

    def beaten(self) -> dict[int, dict[int, str]]:
        """By batch and position: for each document that lost, the place of the one that won."""
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for one in self._beaten:
            found[one.batch][one.position] = self._best[one.identity].key
        return found

    @property
    def newest(self) -> str:
        """The latest time stamp of a winner, or ""."""
        return max((best.updated for best in self._best.values()), default="")
