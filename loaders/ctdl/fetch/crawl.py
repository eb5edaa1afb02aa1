"""Everything a community has, page by page; then what the pages missed; and what is gone.

Pages are ordered by when a record was first published, newest first. What is published meanwhile
pushes records to later pages, where they are seen twice, which does no harm; what is deleted
meanwhile pulls records to earlier pages, where they are missed. So in the end the archive is
compared with the Registry's total, and where they differ with a listing of all records.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from loaders.ctdl.fetch.documents import About, bring
from loaders.ctdl.fetch.envelopes import BadEnvelope, read
from loaders.ctdl.fetch.registry import Page
from loaders.ctdl.fetch.work import Work, now, pages

CRAWL = "crawl"
DUPLICATES = "duplicates"
SYNCED = "synced"
"""The time up to which events have been followed; there once everything was fetched."""

_BAD_PAGES = 3
"""Pages in a row that may fail before the fetch ends; fewer are made up for in `reconcile`."""


def crawl(work: Work) -> None:
    """Fetch every page, going on where an earlier crawl was cut off. Errors: `OutboundError`."""
    state = resumed(work) or begun(work)
    first = state["page"]
    if first > 1:
        work.say(f"going on from page {first:,}")
    listing = pages(lambda number: work.registry.page("envelopes", number), first, _BAD_PAGES)
    for number, page in listing:
        for text, value in page.items:
            work.put(text, value)
        state["page"] = number + 1
        work.archive.remember(CRAWL, json.dumps(state))
        work.archive.commit()
        work.progress(number, page.pages or 0, "pages")
    finish(work, state)


def resumed(work: Work) -> dict[str, Any] | None:
    """What an unfinished crawl remembered."""
    text = work.archive.state(CRAWL)
    return json.loads(text) if text else None


def begun(work: Work) -> dict[str, Any]:
    """The state of a crawl that begins: when, and from which event on to follow up in the end."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    return {"started": now(), "events": work.registry.newest_event() or yesterday, "page": 1}


def finish(work: Work, state: dict[str, Any], force: bool = False) -> None:
    """Make up for what the pages missed, and remember that everything was fetched."""
    reconcile(work, state["started"], force)
    work.archive.remember(SYNCED, state["events"])
    work.archive.remember(CRAWL, None)
    work.archive.commit()


def total(work: Work) -> int | None:
    """How many envelopes the Registry says it has."""
    return work.registry.page("envelopes", 1, per_page="1", metadata_only="true").total


def at_hand(work: Work) -> int:
    """How many live envelopes of the Registry the archive stands for; where one CTID has several
    envelopes, the newest stands for all."""
    return work.archive.counts()[0] + int(work.archive.state(DUPLICATES) or 0)


def reconcile(work: Work, since: str, force: bool = False) -> None:
    """Compare the archive with the Registry; what wasn't seen since a time is looked at singly."""
    unseen = work.archive.unseen_since(since)
    if not force and not unseen and at_hand(work) == total(work):
        return
    work.say("comparing with the list of all records")
    _compare(work)
    work.refresh((ctid, "") for ctid in work.archive.unseen_since(since))


def _compare(work: Work) -> None:
    """Go through the list of all records, and fetch those that are newer there, or missing."""
    envelopes, ctids = set(), set()

    def get(number: int) -> Page:
        return work.registry.page("envelopes", number, metadata_only="true")

    for number, page in pages(get):
        abouts: dict[str, About] = {}
        for text, value in page.items:
            try:
                listed = read(text, value)
            except BadEnvelope:
                continue  # it was counted when its page was fetched
            envelopes.add(listed.envelope_id or listed.ctid)
            ctids.add(listed.ctid)
            if listed.ctid not in abouts or abouts[listed.ctid][0].updated_at < listed.updated_at:
                abouts[listed.ctid] = (listed, value)
        bring(work, abouts)
        work.archive.commit()
        work.progress(number, page.pages or 0, "pages")
    work.archive.remember(DUPLICATES, str(len(envelopes) - len(ctids)))
    work.archive.commit()
