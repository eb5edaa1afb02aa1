"""Which of several documents with one CTID is loaded: the newest, whole; the others are listed."""

from __future__ import annotations

from loaders.ctdl.documents import Document

Rank = tuple[bool, str, str]
"""Enveloped before bare, then the newest, then the last by place. The highest wins."""


def _rank(document: Document) -> Rank:
    return (document.enveloped, document.updated, document.key)


class Winners:
    """For each resource that is the subject of documents, the rank of the document that wins."""

    def __init__(self) -> None:
        self._best: dict[str, Rank] = {}

    def enter(self, document: Document) -> None:
        """Let a document compete; one without a CTID, or of a learner, stands for itself."""
        identity = document.identity
        if identity and not document.is_learner_record:
            rank = _rank(document)
            self._best[identity] = max(self._best.get(identity, rank), rank)

    def better_than(self, document: Document) -> str | None:
        """The place of the document that wins over this one, else None."""
        identity = document.identity
        best = self._best.get(identity) if identity else None
        return best[2] if best and best != _rank(document) else None

    @property
    def newest(self) -> str:
        """The latest time stamp of a winner, or ""."""
        return max((updated for _, updated, _ in self._best.values()), default="")
