"""Expanded JSON-LD read by local names.

Open Badges 3.0, its drafts and 2.0 say the same in different namespaces; terms of any other
namespace are not seen at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from loaders.json_text import listed

NAMESPACES = (
    "https://purl.imsglobal.org/spec/vc/ob/vocab.html#",
    "https://imsglobal.github.io/openbadges-specification/ob_v3p0.html#",
    "https://w3id.org/openbadges#",
    "https://www.w3.org/2018/credentials#",
    "https://schema.org/",
    "http://schema.org/",
)

_NUMBERED = re.compile(r"-\d+$")

Node = dict[str, Any]


@lru_cache(10_000)
def local(iri: str) -> str | None:
    """The name of a term within the namespaces of badges, else None.

    The contexts 3.0.1 and 3.0.2 number some terms (``achievement-0``): that is no part of a name.
    """
    for namespace in NAMESPACES:
        if iri.startswith(namespace):
            return _NUMBERED.sub("", iri[len(namespace) :])
    return None


def kinds(node: Node) -> frozenset[str]:
    """The local names of a node's types."""
    return frozenset(name for kind in types(node) if (name := local(kind)))


def types(node: Node) -> list[str]:
    """A node's types as IRIs; PyLD lets what is no IRI through as null."""
    return [kind for kind in node.get("@type", ()) if isinstance(kind, str)]


def values(node: Node, *names: str) -> Iterator[Node]:
    """The values of properties by local name, lists and sets opened.

    The first letter's case is ignored: the context maps ``criteria`` to ``ob:Criteria``.
    """
    wanted = {name.lower() for name in names}
    for key, found in node.items():
        if (name := local(key)) and name.lower() in wanted:
            yield from _opened(found)


def _opened(found: Any) -> Iterator[Node]:
    for value in listed(found):
        if isinstance(value, dict):
            inner = value.get("@list", value.get("@set"))
            if inner is None:
                yield value
            else:
                yield from _opened(inner)


def nodes(node: Node, *names: str) -> list[Node]:
    """The values that are resources, not literals."""
    return [value for value in values(node, *names) if "@value" not in value]


def scalars(node: Node, *names: str) -> list[str | int | float | bool]:
    """The values that are literals, without their datatypes and languages."""
    found = [value["@value"] for value in values(node, *names) if "@value" in value]
    return [value for value in found if isinstance(value, str | int | float | bool)]


def identifier(node: Node) -> str | None:
    """The node's own IRI, None for a blank one."""
    name = node.get("@id")
    return name if isinstance(name, str) and name and not name.startswith("_:") else None
