"""What documents say of people is taken out before anything is named, hashed or written.

The Registry forbids data about holders, but contact points name persons, and samples hold learners.
Offices and persons can't be told apart by their names, so no contact point keeps a name; its
`ceterms:contactType` ("Admissions"), telephone, e-mail and address stay as published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from graph.sink import Note
from loaders.json_text import canonical_text, listed

PEOPLE = frozenset({"CredentialAssertion", "CredentialPerson", "CredentialSubject", "Person"})
"""Classes, by local name, whose instances are persons or say what a person was awarded."""

Path = tuple[str | int, ...]
"""The keys and positions that lead to a place in a document."""

_SEPARATOR = re.compile(r"[:/#]")
_HINTS = (b"ContactPoint", b'Person"', b'CredentialAssertion"', b'CredentialSubject"')
_SIGN = re.compile(rb'ContactPoint|[:/#"](Person|Credential(Assertion|Person|Subject))"')
"""What stands in the text of every document that `_dropped` would find something in; `_HINTS` are
pieces of it that are sooner looked for."""


@lru_cache(maxsize=1 << 12)
def local_name(term: str) -> str:
    """``ceterms:name`` and ``https://purl.org/ctdl/terms/name`` → ``name``."""
    return _SEPARATOR.split(term)[-1]


def kinds(node: dict[str, Any], key: str = "@type") -> set[str]:
    """The local names of a node's types, in compact or expanded form."""
    return {local_name(kind) for kind in listed(node.get(key)) if isinstance(kind, str)}


def drop_people(body: dict[str, Any], place: str) -> list[Note]:
    """Remove persons, and the names of contact points, from parsed JSON, in place; a note for each.

    A note says where (`place`, and the path in the document) and never holds what was removed.
    """
    # Most documents speak of nobody: to see that in their text is quicker than to walk them.
    text = canonical_text(body)
    if not any(hint in text for hint in _HINTS) or not _SIGN.search(text):
        return []
    return list(_dropped(body, place, ()))


def _dropped(value: Any, place: str, path: Path) -> Iterator[Note]:
    if isinstance(value, list):
        for position, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _dropped(item, place, (*path, position))
        return
    if _is_contact_point(value, path):
        yield from _drop_names(value, place, path)
    for key, child in value.items():
        if isinstance(child, dict | list):
            kept = _without_people(child)
            if kept is not child:
                value[key] = kept
                yield _note("person-dropped", "a person is no part of the graph", place, path, key)
            if kept:
                yield from _dropped(kept, place, (*path, key))


def _is_contact_point(node: dict[str, Any], path: Path) -> bool:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    return local_name(key) == "targetContactPoint" or "ContactPoint" in kinds(node)


def _drop_names(contact: dict[str, Any], place: str, path: Path) -> Iterator[Note]:
    for key in list(contact):
        if not key.startswith("@") and local_name(key).lower().endswith(("name", "label")):
            del contact[key]
            reason = "a contact point's name may be a person's"
            yield _note("person-name-dropped", reason, place, path, key)


def _without_people(value: Any) -> Any:
    """The value itself where no person stands in it directly, or in a list in it."""
    if isinstance(value, dict):
        return None if kinds(value) & PEOPLE else value
    if not isinstance(value, list):
        return value
    kept = [(item, _without_people(item)) for item in value]
    if all(new is item for item, new in kept):
        return value
    return [new for item, new in kept if new is not None or item is None]


def _note(code: str, reason: str, place: str, path: Path, key: str) -> Note:
    where = "/".join(str(step) for step in (*path, key))
    return Note(code, reason, property=key, place=f"{place}: {where}")
