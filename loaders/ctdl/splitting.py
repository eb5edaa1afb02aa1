"""Files into documents: envelopes, ``@graph`` documents, single resources, and lists of them.

A file holds one JSON value, or several one after another, or (JSON Lines) one a line. What can't be
read comes as a `BadDocument`; the rest of the file is kept.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from graph.iris import CTID
from loaders.ctdl.documents import Document, ctid_of_body
from loaders.json_text import BadDocument, parse, values
from loaders.source import SourceError, SourceFile

_JSON = (".json", ".jsonld", ".json-ld")
_LINES = (".jsonl", ".ndjson")


def is_json(name: str) -> bool:
    """Whether a file's name says that it holds JSON."""
    return name.lower().endswith(_JSON + _LINES)


def documents(file: SourceFile) -> Iterator[Document | BadDocument]:
    """The documents of a file."""
    try:
        data = file.read()
        if file.name.lower().endswith(_LINES):
            yield from _by_line(data, file.name)
            return
        found = list(values(data))
    except SourceError as error:
        yield BadDocument(str(error))
        return
    except BadDocument as error:
        yield error
        return
    if not found:
        yield BadDocument("an empty file")
    for position, value in enumerate(found, 1):
        yield from split(value, file.name if len(found) == 1 else f"{file.name}#{position}")


def _by_line(data: bytes, name: str) -> Iterator[Document | BadDocument]:
    for number, text in enumerate(data.splitlines(), 1):
        if text.strip():
            try:
                yield from split(parse(text), f"{name}#{number}")
            except BadDocument as error:
                yield BadDocument(str(error), f"line {number}")


def split(data: Any, key: str) -> Iterator[Document | BadDocument]:
    """The documents in one parsed value; what is none comes as a `BadDocument`."""
    if isinstance(data, BadDocument):
        yield data
    elif isinstance(data, list):
        for position, item in enumerate(data, 1):
            yield from split(item, f"{key}#{position}")
    elif not isinstance(data, dict):
        yield BadDocument("neither a resource nor a list of resources", key)
    elif "decoded_resource" in data or "envelope_id" in data or "envelope_type" in data:
        yield _unwrapped(data, key)
    elif not data:
        yield BadDocument("an empty object", key)
    else:
        yield Document(key, data, ctid_of_body(data))


def _unwrapped(envelope: dict[str, Any], key: str) -> Document | BadDocument:
    body = envelope.get("decoded_resource")
    if not isinstance(body, dict):
        body = _payload(envelope.get("resource"))
    headers = envelope.get("node_headers")
    headers = headers if isinstance(headers, dict) else {}
    deleted = bool(headers.get("deleted_at") or envelope.get("deleted_at"))
    declared = envelope.get("envelope_ceterms_ctid")
    ctid = declared.lower() if isinstance(declared, str) and CTID.fullmatch(declared) else None
    if not isinstance(body, dict):
        if not (deleted and ctid):
            return BadDocument("an envelope without a readable decoded_resource or resource", key)
        body = {}
    times = (headers.get("deleted_at"), headers.get("updated_at"), envelope.get("updated_at"))
    updated = max(_in_utc(time) for time in times)
    return Document(key, body, ctid or ctid_of_body(body), updated, True, deleted)


def _in_utc(time: Any) -> str:
    """``2017-11-22 03:01:29 UTC`` → ``2017-11-22T03:01:29+00:00``; "" where it is no time."""
    if not isinstance(time, str):
        return ""
    try:
        read = datetime.fromisoformat(time.strip().removesuffix(" UTC"))
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):  # no time, or one outside of the years 1 to 9999
        return ""


def _payload(token: Any) -> Any:
    """The payload of a JSON Web Signature; the Registry has checked it, so we only read it."""
    if not isinstance(token, str) or token.count(".") != 2:
        return None
    part = token.split(".")[1]
    try:
        return parse(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError):
        return None
