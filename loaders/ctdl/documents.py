"""Files into documents: envelopes, ``@graph`` documents, single resources, and lists of them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.iris import CTID

CONTEXTS = ("credreg.net/ctdl/schema/context/json", "credreg.net/ctdlasn/schema/context/json")
LEARNER_TYPES = {
    "Assertion",
    "AchievementCredential",
    "OpenBadgeCredential",
    "VerifiableCredential",
    "VerifiablePresentation",
    "ceterms:CredentialAssertion",
    "ceterms:CredentialPerson",
}


class NumberText(str):
    """A JSON number with a fraction, kept as it was written: 9963.19 never becomes 9.96319E3."""

    __slots__ = ()


class BadDocument(ValueError):
    """A file or document that can't be read: `str()` says why; `place` says where in the file."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.place = place


@dataclass(frozen=True)
class Document:
    """One document: what the Registry publishes as a unit.

    `key` is its place (file, and position in it); `updated` the envelope's time stamp or "".
    """

    key: str
    body: dict[str, Any]
    ctid: str | None
    updated: str = ""
    enveloped: bool = False

    @property
    def rank(self) -> tuple[bool, str, str]:
        """Of documents with one CTID, the highest rank wins: enveloped, newest, last in order."""
        return (self.enveloped, self.updated, self.key)

    @property
    def has_ctdl_context(self) -> bool:
        """Whether the term table covers the context: CTDL's own in any spelling, or none at all."""
        context = self.body.get("@context")
        names = context if isinstance(context, list) else [context] if context else []
        return all(isinstance(name, str) and _is_ctdl(name) for name in names)

    @property
    def is_learner_record(self) -> bool:
        """Whether the document speaks of a person's award: not for this loader."""
        kinds = [self.body.get("type"), self.body.get("@type")]
        flat = {
            k
            for kind in kinds
            for k in (kind if isinstance(kind, list) else [kind])
            if isinstance(k, str)
        }
        return bool(flat & LEARNER_TYPES)


def _is_ctdl(url: str) -> bool:
    bare = url.partition("?")[0].removeprefix("https://").removeprefix("http://").rstrip("/")
    return bare in CONTEXTS


def parse(data: bytes) -> Any:
    """JSON text, with or without a byte order mark, as Python data; fractions as `NumberText`.

    Errors: `BadDocument` with line and column.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadDocument(f"not UTF-8 at byte {error.start}; save it as UTF-8") from error
    try:
        return json.loads(text, parse_float=NumberText, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadDocument(f"not valid JSON: {error.msg}", place) from error
    except RecursionError as error:
        raise BadDocument("nested too deeply") from error


def _no_constant(name: str) -> Any:
    raise BadDocument(f"not valid JSON: {name} is no JSON number")


def split(data: Any, key: str) -> Iterator[Document | BadDocument]:
    """The documents in one parsed file; what is none comes as a `BadDocument`."""
    if isinstance(data, list):
        for position, item in enumerate(data, 1):
            yield from split(item, f"{key}#{position}")
    elif not isinstance(data, dict):
        yield BadDocument("neither a resource nor a list of resources", key)
    elif "decoded_resource" in data or "envelope_id" in data or "envelope_type" in data:
        yield _unwrapped(data, key)
    elif not data:
        yield BadDocument("an empty object", key)
    else:
        yield Document(key, data, _ctid(data))


def _unwrapped(envelope: dict[str, Any], key: str) -> Document | BadDocument:
    body = envelope.get("decoded_resource")
    if not isinstance(body, dict):
        body = _payload(envelope.get("resource"))
    if not isinstance(body, dict):
        return BadDocument("an envelope without a readable decoded_resource or resource", key)
    headers = envelope.get("node_headers")
    headers = headers if isinstance(headers, dict) else {}
    updated = headers.get("updated_at") or envelope.get("updated_at") or ""
    declared = envelope.get("envelope_ceterms_ctid")
    ctid = declared.lower() if isinstance(declared, str) and CTID.fullmatch(declared) else None
    return Document(key, body, ctid or _ctid(body), str(updated), enveloped=True)


def _payload(token: Any) -> Any:
    """The payload of a JSON Web Signature; the Registry has checked it, so we only read it."""
    if not isinstance(token, str) or token.count(".") != 2:
        return None
    part = token.split(".")[1]
    try:
        return parse(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError):
        return None


def _ctid(body: dict[str, Any]) -> str | None:
    for value in (body.get("ceterms:ctid"), body.get("@id")):
        if isinstance(value, str) and (match := CTID.search(value)):
            return match.group().lower()
    graph = body.get("@graph")
    first = graph[0] if isinstance(graph, list) and graph else None
    return _ctid(first) if isinstance(first, dict) and "@graph" not in first else None
