"""A server that behaves like the Credential Registry, as far as it is read; and one that has bad
days. Run as a program it serves until it is killed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.loaders.http_server import Handler, Server

START = datetime(2026, 1, 1, tzinfo=UTC)
TOKEN = "a-token"
Params = dict[str, str]
Trouble = Callable[[Handler], bool]
"""Called with each request first; true where it has answered it."""


def bad_gateway(handler: Handler) -> bool:
    handler.reply(502, b"<html><h1>502 Bad Gateway</h1></html>", Content_Type="text/html")
    return True


def ctid(number: int) -> str:
    return f"ce-00000000-0000-4000-8000-{number:012}"


@dataclass
class Record:
    """One envelope; `nodes`: how many resources its graph holds; `parts`: the numbers of others
    that it holds as well, each with a CTID of its own."""

    number: int
    created: datetime
    updated: datetime
    kind: str = "credential"
    owner: str = ctid(999_999)
    name: str = "first"
    provisional: bool = False
    deleted: datetime | None = None
    nodes: int = 1
    parts: tuple[int, ...] = ()
    envelope_id: str = ""

    @property
    def ctid(self) -> str:
        return ctid(self.number)

    def graph(self) -> dict[str, Any]:
        base = "https://credentialengineregistry.org"
        nodes = [
            {
                "@id": f"{base}/resources/{self.ctid}", "@type": "ceterms:Certificate",
                "ceterms:ctid": self.ctid, "ceterms:name": {"en": self.name},
            },
            *({"@id": f"{base}/resources/{ctid(10**9 + n)}"} for n in range(1, self.nodes)),
            *({"@id": f"{base}/resources/{ctid(n)}"} for n in self.parts),
        ]  # fmt: skip
        status = {"adms:status": "graphPublicationStatus:Provisional"} if self.provisional else {}
        context = "https://credreg.net/ctdl/schema/context/json"
        return {"@context": context, "@id": f"{base}/graph/{self.ctid}", "@graph": nodes, **status}

    def envelope(self, metadata_only: bool = False) -> dict[str, Any]:
        envelope: dict[str, Any] = {
            "envelope_community": "ce_registry",
            "envelope_id": self.envelope_id or f"00000000-0000-4000-9000-{self.number:012}",
            "envelope_ceterms_ctid": self.ctid,
            "envelope_ctdl_type": "ceterms:Certificate",
            "envelope_type": "resource_data",
            "decoded_resource": self.graph(),
            "resource": "eyJ.token.signature",
            "node_headers": {
                "created_at": _old_style(self.created),
                "updated_at": _old_style(self.updated),
                "deleted_at": _old_style(self.deleted) if self.deleted else None,
            },
            "owned_by": self.owner,
            "updated_at": self.updated.isoformat(),
        }
        if metadata_only:
            del envelope["decoded_resource"]
        return envelope


def _links(address: str, page: int, last: int) -> str:
    """A ``Link`` header: where the first, next and last pages are, as far as they are others."""
    bare, query = address.split("?")
    kept = {name: values[0] for name, values in parse_qs(query).items()}
    numbers = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    return ", ".join(
        f'<{bare}?{urlencode(kept | {"page": number})}>; rel="{name}"'
        for name, number in numbers.items()
        if number != page and 1 <= number <= last
    )


def _old_style(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S.%f UTC")


@dataclass
class Event:
    record: int
    kind: str
    at: datetime


@dataclass
class State:
    """What the Registry has. `headers`: "new" or "old" style of paging, "link" alone, or "none"."""

    records: list[Record] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    headers: str = "new"
    clock: datetime = START
    trouble: Trouble = lambda handler: False
    secured: bool = False
    zips: list[bytes] = field(default_factory=list)
    waits: int = 0
    published: str | None = None

    pace: timedelta = timedelta(minutes=1)

    def tick(self) -> datetime:
        self.clock += self.pace
        return self.clock

    def publish(self, number: int, **fields: Any) -> Record:
        at = self.tick()
        record = Record(number, at, at, **fields)
        self.records.append(record)
        self.events.append(Event(number, "create", at))
        return record

    def update(self, record: Record, **fields: Any) -> None:
        record.updated = self.tick()
        for name, value in fields.items():
            setattr(record, name, value)
        self.events.append(Event(record.number, "update", record.updated))

    def delete(self, record: Record, event: str = "destroy") -> None:
        record.deleted = self.tick()
        self.events.append(Event(record.number, event, record.deleted))


class RegistryServer(Server):
    """The Registry over HTTP."""

    def __init__(self, count: int = 0) -> None:
        super().__init__()
        self.state = State()
        for number in range(count):
            self.state.publish(number)

    def answer(self, handler: Handler) -> None:
        if self.state.trouble(handler):
            return
        parts = urlsplit(handler.path)
        params = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = parts.path.removeprefix("/ce-registry/")
        has_token = handler.headers.get("Authorization") == f"Bearer {TOKEN}"
        if path.startswith("zips/"):
            handler.reply(200, self.state.zips[int(path[5:-4])])
        elif (self.state.secured or path == "envelopes/download") and not has_token:
            handler.reply(401, b'{"errors":["401 Unauthorized"]}')
        elif path == "envelopes/download":
            self._download(handler)
        elif path == "envelopes":
            self._page(handler, self._envelopes(params), params)
        elif path == "envelopes/events":
            self._page(handler, self._events(params), params)
        elif path == "search":
            self._page(handler, self._search(params), params)
        elif path == "graph/search":
            size = int(handler.headers["Content-Length"])
            wanted = json.loads(handler.rfile.read(size))["ctids"]
            _json(handler, [one.graph() for one in self._live() if one.ctid in wanted])
        elif path.startswith("envelopes/"):
            self._single(handler, path.removeprefix("envelopes/"), params)
        else:
            handler.reply(404, b"{}")

    def _live(self) -> list[Record]:
        newest_first = sorted(self.state.records, key=lambda one: one.created, reverse=True)
        return [one for one in newest_first if not one.deleted]

    def _envelopes(self, params: Params) -> list[Any]:
        metadata_only = params.get("metadata_only") == "true"
        return [one.envelope(metadata_only) for one in self._live() if not one.provisional]

    def _events(self, params: Params) -> list[Any]:
        after = datetime.fromisoformat(params.get("after", START.isoformat()))
        latest_first = sorted(self.state.events, key=lambda event: event.at, reverse=True)
        return [
            {
                "envelope_ceterms_ctid": ctid(e.record),
                "event": e.kind,
                "created_at": e.at.isoformat(),
            }
            for e in latest_first
            if e.at >= after
        ]

    def _search(self, params: Params) -> list[Any]:
        since = datetime.fromisoformat(params.get("from", START.isoformat()))
        rows = []
        for one in self._live():
            if one.provisional or one.kind != params.get("resource_type", one.kind):
                continue
            if one.owner != params.get("owned_by", one.owner) or one.updated < since:
                continue
            row = one.envelope(params.get("metadata_only") == "true")
            del row["updated_at"]
            rows += [{**row, "inner_resource": node} for node in one.graph()["@graph"]]
        return rows

    def _single(self, handler: Handler, name: str, params: Params) -> None:
        deleted = params.get("include_deleted") == "only"
        found = [
            one for one in self.state.records if one.ctid == name and bool(one.deleted) is deleted
        ]
        # The Registry answers for a resource within a document with the whole.
        found = found or [one for one in self._live() if name in map(ctid, one.parts)]
        if found:
            _json(handler, found[-1].envelope())
        else:
            handler.reply(404, b'{"errors":["Couldn\'t find Envelope"]}')

    def _page(self, handler: Handler, rows: list[Any], params: Params) -> None:
        page, size = int(params.get("page", 1)), min(int(params.get("per_page", 10)), 200)
        last = -(-len(rows) // size)
        headers = {
            "new": {"X_Total": str(len(rows)), "X_Total_Pages": str(last)},
            "old": {"Total": str(len(rows)), "Per_Page": str(size)},
            "link": {"Link": _links(f"{self.url}{handler.path}", page, last)} if last else {},
            "none": {},
        }[self.state.headers]
        _json(handler, rows[(page - 1) * size : page * size], **headers)

    def _download(self, handler: Handler) -> None:
        if handler.command == "POST":
            handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        if not self.state.zips or self.state.waits:
            self.state.waits = max(0, self.state.waits - 1)
            _json(handler, {"status": "in_progress"})
            return
        names = [f"{number}.zip" for number in range(len(self.state.zips))]
        status = {"status": "finished", "url": f"{self.url}/ce-registry/zips/0.zip"}
        extra: dict[str, Any] = {"zip_files": names} if len(names) > 1 else {}
        if self.state.published:
            extra["last_published_at"] = self.state.published
        _json(handler, status | extra)

    def zip_of(self, records: list[Record], bare: bool = False) -> bytes:
        contents = {
            f"{one.ctid}.json": json.dumps(one.graph() if bare else one.envelope())
            for one in records
        }
        return zipped(contents)


def zipped(contents: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _json(handler: Handler, value: Any, **headers: str) -> None:
    body = json.dumps(value).encode()
    handler.reply(200, body, Content_Type="application/json", **headers)


if __name__ == "__main__":
    import sys

    running = RegistryServer(int(sys.argv[1]))
    print(running.url, flush=True)
    running.serve_forever()
