"""Documents of records about which a listing has already told everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from loaders.archive import Envelope
from loaders.ctdl.fetch.envelopes import BadEnvelope, ctid_of, joined
from loaders.ctdl.fetch.work import Work, at_once, now
from loaders.outbound import OutboundError

About = tuple[Envelope, dict[str, Any]]
"""What a listing says about an envelope: as it is kept, and as it was read."""

_AT_ONCE = 50
"""Documents that are asked for in one request."""


def bring(work: Work, abouts: Mapping[str, About]) -> int:
    """Fetch the documents that are newer than what is at hand; of how many that wasn't needed."""
    stale = []
    for ctid, (about, _) in abouts.items():
        stored = work.archive.updated_at(ctid)
        if stored is None or stored < about.updated_at:
            stale.append(ctid)
        else:
            work.archive.checked(ctid, now())
    singly: list[str] = []
    done = 0
    for ctids, graphs in at_once(lambda ctids: (ctids, _graphs(work, ctids)), _batches(stale)):
        for ctid in ctids:
            if isinstance(graphs, OutboundError):
                work.report.fail(ctid, str(graphs))
            elif len(graphs.get(ctid, ())) == 1:
                work.keep(joined(abouts[ctid][1], graphs[ctid][0]))
            else:
                singly.append(ctid)
        work.archive.commit()
        done += len(ctids)
        work.progress(done, len(stale), "records")
    # Of a CTID with several envelopes nothing tells which document is whose: its own address does.
    work.refresh((ctid, "") for ctid in singly)
    return len(abouts) - len(stale)


def _graphs(work: Work, ctids: Sequence[str]) -> dict[str, list[str]] | OutboundError:
    """The documents of some CTIDs, as text, by CTID."""
    found: dict[str, list[str]] = {}
    try:
        answer = work.registry.graphs(ctids)
    except OutboundError as error:
        return error
    for text, value in answer:
        try:
            found.setdefault(ctid_of(value), []).append(text)
        except (BadEnvelope, AttributeError):
            continue  # the CTID that it should have had is then asked for singly
    return found


def _batches(ctids: Sequence[str]) -> Iterator[list[str]]:
    left = iter(ctids)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch
