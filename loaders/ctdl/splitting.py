"""Parsed JSON into documents: envelopes, ``@graph`` documents, single resources, lists of them,
transactions of the Registry's dumps, and answers of the search API.

What can't be read comes as a `BadDocument`; the rest is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from loaders.ctdl.documents import Document, Envelope, NodeList, ctid_of_body
from loaders.ctdl.envelopes import in_utc, is_envelope, unwrapped
from loaders.json_text import BadDocument


def split(data: Any, key: str) -> Iterator[Document | BadDocument]:
    """The documents in one parsed value; what is none comes as a `BadDocument`."""
    if isinstance(data, BadDocument):
        yield BadDocument(str(data), f"{key}: {data.place}" if data.place else key)
    elif isinstance(data, list):
        blank = filter(None, map(_blank_name, data))
        nodes = NodeList(key, frozenset(blank))
        for position, item in enumerate(data, 1):
            for found in split(item, f"{key}#{position}"):
                yield _listed(found, nodes)
    elif not isinstance(data, dict):
        yield BadDocument("neither a resource nor a list of resources", key)
    elif is_envelope(data):
        yield unwrapped(data, key)
    elif isinstance(data.get("envelope"), dict) and "status" in data:
        yield _transacted(data, key)
    elif isinstance(data.get("data"), list) and "@type" not in data and "@graph" not in data:
        yield from split(data["data"], key)
        if not data["data"]:
            yield BadDocument("a search that found nothing", key)
    elif not data:
        yield BadDocument("an empty object", key)
    else:
        yield Document(key, data, ctid_of_body(data))


def _listed(found: Document | BadDocument, nodes: NodeList) -> Document | BadDocument:
    """What stands in a list; nodes without a context of their own share the blank nodes in it."""
    if isinstance(found, BadDocument) or found.envelope or found.nodes or not nodes.described:
        return found
    return found if found.body.keys() & {"@context", "@graph"} else replace(found, nodes=nodes)


def _blank_name(item: Any) -> str | None:
    name = item.get("@id") if isinstance(item, dict) else None
    return name.strip() if isinstance(name, str) and name.strip().startswith("_:") else None


def _transacted(transaction: dict[str, Any], key: str) -> Document | BadDocument:
    """The document of ``{"status": "created", "date": …, "envelope": {…}}``."""
    gone = str(transaction["status"]).lower().startswith(("delete", "destroy"))
    happened = in_utc(transaction.get("date"))
    deletion = {"deleted_at": transaction.get("date") or True} if gone else {}
    document = unwrapped(transaction["envelope"] | deletion, key)
    if isinstance(document, BadDocument):
        return document
    about = document.envelope or Envelope()
    return replace(document, envelope=replace(about, updated=max(about.updated, happened)))
