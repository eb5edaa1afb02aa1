"""What changed since the last time: the Registry's feed of events says where to look."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from loaders.ctdl.fetch.crawl import SYNCED, at_hand, reconcile, total
from loaders.ctdl.fetch.registry import PER_PAGE
from loaders.ctdl.fetch.work import Work, now

RETRY = "retry"
"""CTIDs that could not be had the last time."""

_MARGIN = timedelta(minutes=10)
"""How much further back than needed: an event can appear after others that are dated later."""


class TooMany(Exception):
    """More has changed than a crawl has pages: crawling is cheaper, for both sides."""


def follow(work: Work, after: str, most: int | None = None) -> str:
    """Bring everything up to date that changed since a time; the time up to which that holds.

    Errors: `TooMany` where it is more than `most` records; `OutboundError`.
    """
    asked = (datetime.fromisoformat(after) - _MARGIN).isoformat()
    changed: dict[str, str] = {}
    newest = after
    for ctid in json.loads(work.archive.state(RETRY) or "[]"):
        changed[ctid] = after
    for event in work.registry.events(asked):
        changed[event.ctid] = max(event.at, changed.get(event.ctid, ""))
        newest = max(newest, event.at)
        if most is not None and len(changed) > most:
            raise TooMany
    work.refresh(changed.items())
    failed = sorted(changed.keys() & {what for what, _ in work.report.failures})
    work.archive.remember(RETRY, json.dumps(failed) if failed else None)
    work.archive.commit()
    return newest


def catch_up(work: Work, however_many: bool = False) -> None:
    """Follow the events since the last time, then compare with the Registry's total.

    `however_many`: also where crawling would be cheaper. Errors: `TooMany`; `OutboundError`.
    """
    most = None if however_many else max(100, at_hand(work) // PER_PAGE)
    for attempt in ("at first", "what came in meanwhile", "after a comparison"):
        newest = follow(work, work.archive.state(SYNCED) or now(), most)
        work.archive.remember(SYNCED, newest)
        work.archive.commit()
        work.report.total, work.report.at_hand = total(work), at_hand(work)
        if work.report.is_complete or work.report.failures:
            return
        if attempt == "what came in meanwhile":
            reconcile(work, now(), force=True)
