"""Some records only: of certain types, of an owner, changed since a day, or named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from loaders.archive import Envelope
from loaders.ctdl.fetch.envelopes import BadEnvelope, ctid_of, joined, read
from loaders.ctdl.fetch.registry import Page
from loaders.ctdl.fetch.work import Work, at_once, now, pages
from loaders.outbound import OutboundError

_GRAPHS = 50
"""Documents that are asked for at once."""

_PASSES = 3
"""How often a listing is gone through at most, until all that it promises was seen."""


def select(work: Work, filters: dict[str, str]) -> None:
    """Fetch what a search finds; `filters` are the search's own. Errors: `OutboundError`.

    A search lists resources, and with each what the Registry says about its envelope; of the
    documents only those are fetched that are newer than what is at hand.
    """
    rows: dict[str, str] = {}
    abouts: dict[str, tuple[Envelope, dict[str, Any]]] = {}
    promised = None
    options = {"metadata_only": "true", "with_bnodes": "false", "sort_by": "created_at", **filters}

    def get(number: int) -> Page:
        return work.registry.page("search", number, **options)

    for _ in range(_PASSES):
        for number, page in pages(get):
            promised = page.total
            for text, value in page.items:
                _note(work, text, value, rows, abouts)
            work.progress(number, page.pages or number, "pages")
        if promised is None or len(rows) >= promised:
            break
    _fetch(work, abouts)
    have = sum(work.archive.updated_at(ctid) is not None for ctid in rows.values())
    work.report.total = (work.report.total or 0) + (promised or 0)
    work.report.at_hand = (work.report.at_hand or 0) + have


def _note(
    work: Work,
    text: str,
    value: Any,
    rows: dict[str, str],
    abouts: dict[str, tuple[Envelope, dict[str, Any]]],
) -> None:
    """Note one row of a search: which resource it is, and what is said about its envelope."""
    try:
        about = read(text, value)
    except BadEnvelope as error:
        if str(error) not in work.said:
            work.said.add(str(error))
            work.report.fail("a search result", str(error))
        return
    inner = value.get("inner_resource")
    name = inner.get("@id") if isinstance(inner, dict) else None
    rows[f"{about.envelope_id or about.ctid} {name}"] = about.ctid
    if about.ctid not in abouts or abouts[about.ctid][0].updated_at <= about.updated_at:
        abouts[about.ctid] = (about, value)


def _fetch(work: Work, abouts: dict[str, tuple[Envelope, dict[str, Any]]]) -> None:
    stale = []
    for ctid, (about, _) in abouts.items():
        stored = work.archive.updated_at(ctid)
        if stored is None or stored < about.updated_at:
            stale.append(ctid)
        else:
            work.report.seen += 1
            work.report.unchanged += 1
            work.archive.checked(ctid, now())
    done = 0
    for ctids, graphs in at_once(lambda ctids: (ctids, _graphs(work, ctids)), _batches(stale)):
        for ctid in ctids:
            if isinstance(graphs, OutboundError):
                work.report.fail(ctid, str(graphs))
            elif ctid not in graphs:
                work.report.fail(ctid, "the Registry lists it, but does not give its document")
            else:
                envelope = joined(abouts[ctid][1], graphs[ctid])
                work.report.put(work.archive, envelope, now())
        work.archive.commit()
        done += len(ctids)
        work.progress(done, len(stale), "records")
    work.archive.commit()


def _graphs(work: Work, ctids: Sequence[str]) -> dict[str, str] | OutboundError:
    """The documents of some CTIDs, as text, by CTID."""
    found: dict[str, str] = {}
    try:
        for text, value in work.registry.graphs(ctids):
            if isinstance(value, dict):
                found[ctid_of(value)] = text
    except OutboundError as error:
        return error
    except BadEnvelope:
        pass  # the CTID that it should have had is then missing
    return found


def _batches(ctids: Sequence[str]) -> Iterator[list[str]]:
    left = iter(ctids)
    while batch := list(islice(left, _GRAPHS)):
        yield batch


def named(work: Work, ctids: Sequence[str]) -> None:
    """Fetch the envelopes of some CTIDs; one that the Registry doesn't have is a failure."""
    when = now()
    work.refresh((ctid, when) for ctid in ctids)
    work.report.total = len(ctids)
    work.report.at_hand = sum(work.archive.updated_at(ctid) is not None for ctid in ctids)
    told = {what for what, _ in work.report.failures}
    for ctid in ctids:
        if work.archive.updated_at(ctid) is None and ctid not in told:
            work.report.fail(ctid, "the Registry has no live record of it", seen=False)
