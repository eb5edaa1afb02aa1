"""Envelopes: what the Registry says about a document beside the document itself."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime
from typing import Any

from graph.iris import CTID
from loaders.ctdl.documents import Document, Envelope, ctid_of_body
from loaders.json_text import BadDocument, listed, parse

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def is_envelope(data: dict[str, Any]) -> bool:
    """Whether an object is an envelope, of any of the Registry's generations."""
    return "decoded_resource" in data or "envelope_id" in data or "envelope_type" in data


def unwrapped(envelope: dict[str, Any], key: str) -> Document | BadDocument:
    """The document in an envelope; that of a deleted one may be missing."""
    body = envelope.get("decoded_resource")
    if not isinstance(body, dict):
        body = _payload(envelope.get("resource"))
    about = said_of(envelope)
    ctid = ctid_in(envelope.get("envelope_ceterms_ctid"))
    if not isinstance(body, dict):
        if not (about.is_deleted and ctid):
            return BadDocument("an envelope without a readable decoded_resource or resource", key)
        body = {}
    return Document(key, body, ctid or ctid_of_body(body), about)


def said_of(envelope: dict[str, Any]) -> Envelope:
    """What an envelope, or the metadata of one, says; what can't be read is left empty."""
    headers = envelope.get("node_headers")
    headers = headers if isinstance(headers, dict) else {}
    deleted = headers.get("deleted_at") or envelope.get("deleted_at")
    times = (deleted, headers.get("updated_at"), envelope.get("updated_at"))
    created = (headers.get("created_at"), envelope.get("created_at"))
    verified = envelope.get("last_verified_on")
    return Envelope(
        updated=max(map(in_utc, times)),
        created=min(filter(None, map(in_utc, created)), default=""),
        verified=_day(verified),
        owners=tuple(filter(None, map(ctid_in, listed(envelope.get("owned_by"))))),
        publisher=ctid_in(envelope.get("published_by")) or "",
        is_deleted=bool(deleted),
    )


def ctid_in(value: Any) -> str | None:
    """A CTID in lower case; None where the value is none."""
    return value.lower() if isinstance(value, str) and CTID.fullmatch(value) else None


def in_utc(time: Any) -> str:
    """``2017-11-22 03:01:29 UTC`` → ``2017-11-22T03:01:29+00:00``; "" where it is no time."""
    if not isinstance(time, str):
        return ""
    try:
        read = datetime.fromisoformat(time.strip().removesuffix(" UTC"))
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):  # no time, or one outside of the years 1 to 9999
        return ""


def _day(value: Any) -> str:
    """The date that a date or time begins with; "" where there is none."""
    match = _DATE.match(value.strip()) if isinstance(value, str) else None
    return match.group() if match else ""


def _payload(token: Any) -> Any:
    """The payload of a JSON Web Signature; the Registry has checked it, so we only read it."""
    if not isinstance(token, str) or token.count(".") != 2:
        return None
    part = token.split(".")[1]
    try:
        return parse(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError):
        return None
