"""An answer's text as the envelope that is kept of it."""

from __future__ import annotations

import json
from typing import Any

from graph.iris import CTID
from loaders.archive import Envelope
from loaders.ctdl.documents import Document, ctid_of_body
from loaders.ctdl.envelopes import is_envelope, said_of, unwrapped
from loaders.ctdl.fetch.raw import without
from loaders.json_text import BadDocument

_REPEATED = {"resource", "resource_public_key", "inner_resource"}
"""Members that say again what `decoded_resource` says: as a signed token, and in part."""

_PROVISIONAL = b"rovisional"
"""What stands in the text of every provisional record, and of few others."""


class BadEnvelope(ValueError):
    """What is no envelope that can be kept: says why."""


def read(text: str, value: Any) -> Envelope:
    """The envelope in a piece of JSON, as text and as what it was read to, as listings have it:
    perhaps without its document. A bare document stands for an envelope that says nothing more.
    Errors: `BadEnvelope`."""
    if not isinstance(value, dict):
        raise BadEnvelope("not a JSON object")
    about = said_of(value)
    if _REPEATED & value.keys() and isinstance(value.get("decoded_resource"), dict):
        text = without(text, _REPEATED)
    identifier = value.get("envelope_id")
    return Envelope(
        ctid_of(value),
        text.encode("utf-8", "surrogatepass"),
        about.updated,
        identifier if isinstance(identifier, str) else None,
        about.is_deleted,
    )


def read_whole(text: str, value: Any) -> Envelope:
    """The envelope with its document. Errors: `BadEnvelope`, also where that can't be read."""
    envelope = read(text, value)
    if is_envelope(value) and isinstance(found := unwrapped(value, envelope.ctid), BadDocument):
        raise BadEnvelope(str(found))
    return envelope


def ctid_of(value: dict[str, Any]) -> str:
    """The CTID, in lower case, of an envelope or a document. Errors: `BadEnvelope`."""
    declared = value.get("envelope_ceterms_ctid")
    if isinstance(declared, str) and CTID.fullmatch(declared):
        return declared.lower()
    body = value.get("decoded_resource", value)
    found = ctid_of_body(body) if isinstance(body, dict) else None
    if found is None:
        raise BadEnvelope(f"no CTID, in envelope {value.get('envelope_id')!r}")
    return found


def joined(about: dict[str, Any], graph: str) -> Envelope:
    """An envelope from what is said about a document (its metadata) and the document's text."""
    rest = {name: v for name, v in about.items() if name not in {*_REPEATED, "decoded_resource"}}
    start = json.dumps(rest, separators=(",", ":"))
    text = f'{start[:-1]}{"," if rest else ""}"decoded_resource":{graph}}}'
    return read(text, rest | {"decoded_resource": json.loads(graph)})


def is_provisional(envelope: Envelope) -> bool:
    """Whether its publisher has not yet declared it final."""
    if _PROVISIONAL not in envelope.body:
        return False
    value = json.loads(envelope.body)
    document = unwrapped(value, "") if is_envelope(value) else Document("", value, None)
    return isinstance(document, Document) and document.is_provisional
