"""What every way of fetching works with, and the one way in which a single CTID is brought up to
date: the Registry is asked what holds now."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from graph.progress import Progress, unwatched
from loaders.archive import Archive, Envelope
from loaders.ctdl.fetch.envelopes import BadEnvelope, is_provisional, read_whole
from loaders.ctdl.fetch.registry import Page, Registry
from loaders.ctdl.fetch.report import FetchReport
from loaders.outbound import OutboundError

T = TypeVar("T")
R = TypeVar("R")
AT_ONCE = 4
"""Requests that are under way at the same time."""

_WRITING = timedelta(seconds=30)
"""An event appears within this time after the envelope that it is about was written."""

_BATCH = 50
"""Single envelopes between two commits."""


def now() -> str:
    """The time, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat()


@dataclass
class Work:
    """A fetch under way: where from, where to, and its account. `say` tells it."""

    registry: Registry
    archive: Archive
    report: FetchReport
    progress: Progress = unwatched
    say: Callable[[str], None] = lambda text: None
    said: set[str] = field(default_factory=set)
    within: dict[str, str] = field(default_factory=dict)
    """CTIDs that stand only within the document of another."""

    def put(self, text: str, value: Any) -> None:
        """Store one envelope of an answer, or count it with the reason why not."""
        try:
            envelope = read_whole(text, value)
        except BadEnvelope as error:
            self.report.fail("an envelope", str(error))
        else:
            self.keep(envelope)

    def keep(self, envelope: Envelope, others_until: str = "") -> None:
        """Store an envelope (see `Archive.put`). A provisional one is kept only where it takes the
        place of a live one, and then stands for none."""
        if not is_provisional(envelope):
            self.report.put(self.archive, envelope, now(), others_until)
            return
        self.report.seen += 1
        self.report.provisional += 1
        if self.archive.updated_at(envelope.ctid) is not None:
            self.archive.put(replace(envelope, is_deleted=True), now())

    def refresh(self, ctids: Iterable[tuple[str, str]]) -> None:
        """Bring CTIDs up to date; with each the time of its latest event, or "": one that is gone
        was deleted then, or at a time that nobody knows. Then it can come back as it was."""
        known = dict(ctids)
        answers = at_once(lambda ctid: (ctid, self._asked(ctid)), list(known))
        for done, (ctid, answer) in enumerate(answers, 1):
            if isinstance(answer, OutboundError):
                self.report.fail(ctid, str(answer))
            elif answer is None:
                self._gone(ctid, known[ctid])
            else:
                self._answered(ctid, known[ctid], *answer)
            if not done % _BATCH:
                self.archive.commit()
            self.progress(done, len(known), "records")
        self.archive.commit()

    def _answered(self, ctid: str, when: str, text: str, value: Any) -> None:
        """Store what was asked for. The Registry answers for a resource within a document with the
        whole: then there is no envelope of that CTID any more.

        Where two envelopes have one CTID, the newer stands for both; if something happened to the
        CTID after that, and the Registry answers with the older, then the newer was deleted.
        """
        try:
            envelope = read_whole(text, value)
        except BadEnvelope as error:
            self.report.fail(ctid, str(error))
            return
        self.keep(envelope, _well_before(when))
        if envelope.ctid != ctid:
            self.within[ctid] = envelope.ctid
            self._gone(ctid, when)

    def _asked(self, ctid: str) -> tuple[str, Any] | OutboundError | None:
        try:
            return self.registry.envelope(ctid)
        except OutboundError as error:
            return error

    def _gone(self, ctid: str, when: str) -> None:
        """Mark as deleted what the Registry no longer has; `when` is "" where no event says it."""
        stored = self.archive.updated_at(ctid)
        if stored is not None and self.archive.mark_deleted(ctid, max(when, stored), now()):
            self.report.deleted += 1


def _well_before(when: str) -> str:
    """A time so long before an event that what was written then, the event did not write."""
    return (datetime.fromisoformat(when) - _WRITING).isoformat() if when else ""


def at_once(call: Callable[[T], R], arguments: Iterable[T]) -> Iterator[R]:
    """The results of some calls, in order, a few of them under way at the same time."""
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            for argument in arguments:
                waiting.append(pool.submit(call, argument))
                if len(waiting) >= AT_ONCE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def pages(
    get: Callable[[int], Page], first: int = 1, bad_in_a_row: int = 1
) -> Iterator[tuple[int, Page]]:
    """(number, page) of a listing from page `first` on, in order, to the end.

    Errors: `OutboundError` once so many pages in a row can't be had; fewer are left out.
    """
    last, bad = first, 0

    def numbers() -> Iterator[int]:
        number = first
        while number <= last:
            yield number
            number += 1

    def asked(number: int) -> tuple[int, Page | OutboundError]:
        try:
            return number, get(number)
        except OutboundError as error:
            return number, error

    while first <= last:
        for number, page in at_once(asked, numbers()):
            first = number + 1
            if isinstance(page, OutboundError):
                bad += 1
                last = max(last, number + 1)
                if bad >= bad_in_a_row:
                    raise page
                continue
            bad = 0
            known = page.pages if page.pages is not None else number + bool(page.items)
            last = max(number, known)
            yield number, page
