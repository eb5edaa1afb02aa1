"""The Registry's API, as far as it is read: pages, single envelopes, graphs, events.

Source: the Registry's own code, github.com/CredentialEngine/CredentialRegistry (app/api/v1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from loaders.ctdl.envelopes import in_utc
from loaders.ctdl.fetch.raw import items, text_of
from loaders.outbound import Garbled, Outbound, Reply, Status, whole
from loaders.source import SourceError

PER_PAGE = 200
"""Envelopes a page: the most that the Registry gives."""

_LAST = re.compile(r"[?&]page=(\d+)[^>]*>;\s*rel=\"?last\"?")


@dataclass(frozen=True)
class Page:
    """One page of a listing. `total`: how many there are in all, `pages`: on how many pages; None
    where the server doesn't say."""

    items: list[tuple[str, Any]]
    total: int | None
    pages: int | None


@dataclass(frozen=True)
class Event:
    """Something happened to a CTID. `at` is ISO 8601 in UTC."""

    ctid: str
    at: str


class Registry:
    """One community of a Registry. `base` is its address without a slash at the end; with a token
    more may be read. Errors of all methods: `OutboundError`."""

    def __init__(self, client: Outbound, base: str, community: str, token: str = "") -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", community):
            raise SourceError(f"{community!r}: not the name of a community, like ce-registry")
        self.client, self.base = client, base.rstrip("/")
        self.community = community.replace("_", "-").lower()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def page(self, path: str, number: int, **options: str) -> Page:
        """Page `number`, from 1, of ``envelopes``, ``search`` or ``envelopes/events``."""
        query = {"page": str(number), "per_page": str(PER_PAGE)} | options
        url = f"{self.base}/{self.community}/{path}?{urlencode(query)}"
        return self.client.get(url, _page, self.headers)

    def envelope(self, ctid: str) -> tuple[str, Any] | None:
        """The live envelope of a CTID, as text and value; None where there is none."""
        try:
            url = f"{self.base}/{self.community}/envelopes/{ctid}"
            return self.client.get(url, _object, self.headers)
        except Status as error:
            if error.status in (404, 410):
                return None
            raise

    def graphs(self, ctids: Sequence[str]) -> list[tuple[str, Any]]:
        """The documents of some CTIDs, whole, in any order; what isn't there is left out."""
        url = f"{self.base}/{self.community}/graph/search"
        body = json.dumps({"ctids": list(ctids)}).encode()
        return self.client.get(url, _list, self.headers, body)

    def events(self, after: str) -> Iterator[Event]:
        """What happened since a time, the latest first.

        Events that come in while they are read push others to later pages: some come twice.
        """
        number = 1
        while True:
            page = self.page("envelopes/events", number, after=after)
            for _, value in page.items:
                if event := _event(value):
                    yield event
            number += 1
            if not page.items or (page.pages is not None and number > page.pages):
                return

    def newest_event(self) -> str | None:
        """When the latest event happened, by the Registry's clock; None before the first."""
        page = self.page("envelopes/events", 1, per_page="1")
        times = [event.at for _, value in page.items if (event := _event(value))]
        return max(times, default=None)


def _event(value: Any) -> Event | None:
    if not isinstance(value, dict):
        return None
    ctid, at = value.get("envelope_ceterms_ctid"), in_utc(value.get("created_at"))
    if not isinstance(ctid, str) or not at:
        return None
    return Event(ctid.lower(), at)


def _page(reply: Reply) -> Page:
    headers = reply.headers
    total = whole(headers.get("X-Total") or headers.get("Total"))
    pages = whole(headers.get("X-Total-Pages"))
    if pages is None and (last := _LAST.search(headers.get("Link", ""))):
        pages = whole(last[1])
    per_page = whole(headers.get("Per-Page"))
    if pages is None and total is not None and per_page:
        pages = -(-total // per_page)
    return Page(_list(reply), total, pages)


def _list(reply: Reply) -> list[tuple[str, Any]]:
    try:
        return list(items(text_of(reply.body)))
    except (ValueError, RecursionError) as error:
        raise Garbled(f"the answer is no list in JSON: {error}") from error


def _object(reply: Reply) -> tuple[str, Any]:
    try:
        text = text_of(reply.body)
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Garbled(f"the answer is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise Garbled("the answer is no envelope")
    return text, value
