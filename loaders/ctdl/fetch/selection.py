"""Some records only: of certain types, of an owner, changed since a day, or named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loaders.ctdl.fetch.documents import About, bring
from loaders.ctdl.fetch.envelopes import BadEnvelope, read
from loaders.ctdl.fetch.registry import Page
from loaders.ctdl.fetch.work import Work, pages

_PASSES = 3
"""How often a listing is gone through at most, until all that it promises was seen."""


def select(work: Work, filters: dict[str, str]) -> None:
    """Fetch what a search finds; `filters` are the search's own. Errors: `OutboundError`.

    A search lists resources, and with each what the Registry says about its envelope; of the
    documents only those are fetched that are newer than what is at hand.
    """
    rows: dict[str, str] = {}
    abouts: dict[str, About] = {}
    promised = None
    options = {"metadata_only": "true", "with_bnodes": "false", "sort_by": "created_at", **filters}

    def get(number: int) -> Page:
        return work.registry.page("search", number, **options)

    for _ in range(_PASSES):
        for number, page in pages(get):
            promised = page.total
            for text, value in page.items:
                _note(work, text, value, rows, abouts)
            work.progress(number, page.pages or 0, "pages")
        if promised is None or len(rows) >= promised:
            break
    fresh = bring(work, abouts)
    work.report.seen += fresh
    work.report.unchanged += fresh
    have = sum(work.archive.updated_at(ctid) is not None for ctid in rows.values())
    work.report.total = (work.report.total or 0) + (promised or 0)
    work.report.at_hand = (work.report.at_hand or 0) + have


def _note(
    work: Work,
    text: str,
    value: Any,
    rows: dict[str, str],
    abouts: dict[str, About],
) -> None:
    """Note one row of a search: which resource it is, and what is said about its envelope."""
    try:
        about = read(text, value)
    except BadEnvelope as error:
        if str(error) not in work.said:
            work.said.add(str(error))
            work.report.fail("a search result", str(error))
        return
    inner = value.pop("inner_resource", None)
    name = inner.get("@id") if isinstance(inner, dict) else None
    rows[f"{about.envelope_id or about.ctid} {name}"] = about.ctid
    if about.ctid not in abouts or abouts[about.ctid][0].updated_at <= about.updated_at:
        abouts[about.ctid] = (about, value)


def named(work: Work, ctids: Sequence[str]) -> None:
    """Fetch the envelopes of some CTIDs; one that the Registry doesn't have is a failure. Of a
    resource within a document it is the envelope of the whole."""
    work.refresh((ctid, "") for ctid in ctids)
    ctids = [work.within.get(ctid, ctid) for ctid in ctids]
    for part, whole in work.within.items():
        work.say(f"{part} is a part of {whole}")
    work.report.total = len(ctids)
    work.report.at_hand = sum(work.archive.updated_at(ctid) is not None for ctid in ctids)
    told = {what for what, _ in work.report.failures}
    for ctid in ctids:
        if work.archive.updated_at(ctid) is None and ctid not in told:
            work.report.fail(ctid, "the Registry has no live record of it", seen=False)
