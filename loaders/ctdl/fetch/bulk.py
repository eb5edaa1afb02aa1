"""The zip of everything that the Registry makes for those who have a token."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from loaders.ctdl.envelopes import in_utc
from loaders.ctdl.fetch.crawl import begun, finish
from loaders.ctdl.fetch.work import Work
from loaders.ctdl.fetch.zips import apply
from loaders.outbound import Garbled, OutboundError, Reply, Status
from loaders.outbound.download import download

MAX_ZIP = 1 << 35
"""Bytes that a zip of everything may have."""

_WAITS = 240
"""How often it is asked whether the zip is ready."""


def bulk(work: Work, folder: Path, pause: float = 15) -> bool:
    """Fetch everything as zips; whether that was possible. `pause`: seconds between two looks at
    whether it is ready. Errors: `OutboundError`; `SourceError` where a zip can't be read."""
    try:
        status = _ready(work, pause)
    except Status as error:
        if error.status not in (401, 403, 404):
            raise
        work.say(f"no zip of everything is to be had ({error}); going through the pages")
        return False
    state = begun(work)
    state["events"] = in_utc(status.get("last_published_at")) or state["events"]
    bare = False
    for number, url in enumerate(_urls(status), 1):
        path = folder / f".{work.registry.community}-{number}.zip"
        work.say(f"fetching the zip of everything, part {number}")
        download(
            work.registry.client, url, path, MAX_ZIP,
            progress=lambda done, total: work.progress(done, total, "bytes"),
        )  # fmt: skip
        try:
            bare = apply(work, path) or bare
        finally:
            path.unlink()
    # A zip can be days old, so what it holds is compared with what the Registry has today.
    finish(work, state, force=bare or not status.get("last_published_at"))
    return True


def _ready(work: Work, pause: float) -> dict[str, Any]:
    """The status of a finished download; one is asked for where there is none."""
    url = f"{work.registry.base}/{work.registry.community}/envelopes/download"
    client, headers = work.registry.client, work.registry.headers
    status = client.get(url, _status, headers)
    if not _urls(status) and status.get("status") not in ("pending", "in_progress"):
        client.get(url, lambda reply: None, headers, b"{}")
        status = client.get(url, _status, headers)
    for _ in range(_WAITS):
        if _urls(status):
            return status
        if status.get("status") not in ("pending", "in_progress"):
            break
        work.say(f"the Registry prepares the zip: {status.get('status')}")
        time.sleep(pause)
        status = client.get(url, _status, headers)
    raise OutboundError(f"{url}: the zip is not ready ({status.get('status')}); run it again later")


def _urls(status: dict[str, Any]) -> list[str]:
    """The addresses of a finished download: one, or one for each of several parts."""
    first = status.get("url")
    if status.get("status") != "finished" or not isinstance(first, str):
        return []
    parts = status.get("zip_files")
    names = [one for one in parts if isinstance(one, str)] if isinstance(parts, list) else []
    if len(names) < 2 or not first.endswith(names[0]):
        return [first]
    return [first.removesuffix(names[0]) + name for name in names]


def _status(reply: Reply) -> dict[str, Any]:
    try:
        status = json.loads(reply.body)
    except ValueError as error:
        raise Garbled("the answer is no JSON") from error
    if not isinstance(status, dict):
        raise Garbled("the answer is no status of a download")
    return status
