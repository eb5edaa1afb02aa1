"""Files into documents, and what each claims to be: an Open Badge, or something left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loaders.json_text import BadDocument, listed, parse
from loaders.source import SourceError, SourceFile

OB3_TYPES = {"OpenBadgeCredential", "AchievementCredential"}
OB2_TYPES = {"Assertion", "BadgeClass"}
_KNOWN_OTHERS = {
    "ClrCredential": ("clr", "a Comprehensive Learner Record: not read yet"),
    "EndorsementCredential": ("endorsement", "an endorsement: it defines no achievement"),
    "Endorsement": ("endorsement", "an endorsement: it defines no achievement"),
    "VerifiablePresentation": ("presentation", "a presentation of credentials: not read yet"),
    "CryptographicKey": ("no-achievement", "a key: it defines no achievement"),
    "RevocationList": ("no-achievement", "a revocation list: it defines no achievement"),
    "AlignmentObject": ("no-achievement", "an alignment without its achievement"),
    "Issuer": ("no-achievement", "an issuer's profile without an achievement"),
    "Profile": ("no-achievement", "an issuer's profile without an achievement"),
}
_JSON_NAMES = (".json", ".jsonld", ".json-ld", ".1ob")


class Unfit(Exception):
    """A document that gives no achievement. The reason is ours and never quotes the document.

    `rejected`: it claims to be an Open Badge and can't be read as one; otherwise it is left out.
    """

    def __init__(self, code: str, reason: str, *, rejected: bool) -> None:
        super().__init__(reason)
        self.code = code
        self.rejected = rejected


@dataclass(frozen=True)
class Document:
    """A JSON object in a file; `position` is its place in the file's list, or None."""

    body: dict[str, Any]
    position: int | None = None


def documents(file: SourceFile) -> Iterator[Document | Unfit]:
    """The documents of a file; what is none comes as an `Unfit`."""
    try:
        data = file.read()
    except SourceError:
        yield Unfit("unreadable-file", "can't be read: unreadable or corrupt", rejected=True)
        return
    if unfit := _not_json(data, file.name.lower()):
        yield unfit
        return
    try:
        parsed = parse(data)
    except BadDocument as error:
        where = f" at {error.place}" if error.place else ""
        yield Unfit("unreadable-document", f"{error}{where}", rejected=True)
        return
    if isinstance(parsed, list):
        for position, item in enumerate(parsed, 1):
            yield _document(item, position)
    else:
        yield _document(parsed, None)


def _document(item: Any, position: int | None) -> Document | Unfit:
    if isinstance(item, dict):
        return Document(item, position)
    return Unfit("no-record", "JSON, but no record: neither an object nor a list", rejected=False)


def _not_json(data: bytes, name: str) -> Unfit | None:
    """Why a file's bytes are left out before they are read as JSON."""
    start = data[:16].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"\x89PNG") or start.startswith(b"<") or name.endswith((".svg", ".png")):
        return Unfit(
            "baked-image", "an image, perhaps with a badge in it: not read yet", rejected=False
        )
    if start.startswith((b"eyJ", b'"eyJ')):
        return Unfit("signed-token", "a signed token (JWS or JWT): not read yet", rejected=False)
    if not start.startswith((b"{", b"[")) and not name.endswith(_JSON_NAMES):
        return Unfit("not-json", "not a JSON file", rejected=False)
    return None


def check_kind(body: dict[str, Any]) -> None:
    """Pass what claims to be an Open Badge 2.0 or 3.0. Errors: `Unfit` for everything else."""
    claimed = _types(body)
    if claimed & (OB3_TYPES | OB2_TYPES) and "ClrCredential" not in claimed:
        return
    for name, (code, reason) in _KNOWN_OTHERS.items():
        if name in claimed:
            raise Unfit(code, reason, rejected=False)
    if "VerifiableCredential" in claimed:
        if any("AchievementSubject" in _types(one) for one in _objects(body, "credentialSubject")):
            reason = "an achievement's credential whose type is not OpenBadgeCredential"
            raise Unfit("missing-type", reason, rejected=True)
        reason = "a Verifiable Credential that is no Open Badge: not read yet"
        raise Unfit("other-credential", reason, rejected=False)
    if body.keys() == {"@context"}:
        raise Unfit("context-file", "a JSON-LD context: it holds no record", rejected=False)
    if "recipient" in body and "badge" in body and not claimed:
        reason = "an Open Badge older than 2.0: not read yet"
        raise Unfit("old-open-badge", reason, rejected=False)
    if "openbadge" in str(body.get("@context", "")).lower():
        reason = "it has the Open Badges 2.0 context but none of its types"
        raise Unfit("missing-type", reason, rejected=True)
    raise Unfit("no-open-badge", "a JSON document that is no Open Badge", rejected=False)


def _types(node: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for key in ("type", "@type"):
        kinds = listed(node.get(key))
        found |= {kind.rpartition(":")[2] for kind in kinds if isinstance(kind, str)}
    return found


def _objects(node: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [one for one in listed(node.get(key)) if isinstance(one, dict)]
