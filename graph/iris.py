"""Canonical IRIs: one thing has one name, and it is the name its publisher uses where there is one.

Registry resources keep their environment: the same CTID in the sandbox, or in the staging Registry
of 2017 (lr-staging.learningtapestry.com), is another thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import pyoxigraph as ox

DEFAULT_BASE = "https://w3id.org/credgraph/id/"
REGISTRY = "https://credentialengineregistry.org/resources/"
REGISTRY_BNODES = "https://credreg.net/bnodes/"
ONETONLINE = "https://www.onetonline.org/link/summary/"

CTID = re.compile(r"ce-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
_STAGED = r"lr-staging\.learningtapestry\.com"
OF_REGISTRY = rf"https?://(([a-z]+\.)?credentialengineregistry\.org|{_STAGED})/resources/"
"""How the IRIs of Registry resources begin, in every environment (a pattern)."""
OF_TEST_REGISTRY = rf"https?://((sandbox|staging)\.credentialengineregistry\.org|{_STAGED})/"
"""How those of environments for tests begin."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_REGISTRY_URL = re.compile(
    r"https?://(?:www\.)?"
    rf"(?P<host>(?:[a-z]+\.)?credentialengineregistry\.org|{_STAGED})(?::443|:80)?"
    r"/(?:[a-z0-9-]+/)?(?:resources?|graph)/(?P<id>[\w.~:-]+)/?$",
    re.I,
)
_TERM = re.compile(
    r"https?://(?:(?:purl\.org|credreg\.net)/(?P<ctdl>ctdl|ctdlasn)|credreg\.net/qdata)"
    r"/(?P<path>(?:terms|vocabs/(?P<scheme>[A-Za-z]+))/[A-Za-z]\w*)"
)
_WITH_HTTP = {"publicationStatus"}
"""Concept schemes that CTDL-ASN publishes under http; all others are under https."""
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
_AFTER_HOST = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:(?://[^/?#]*)?")


class BadIri(ValueError):
    """The value can't be made an absolute IRI."""


def absolute(value: str) -> str:
    """`value` as a valid absolute IRI, with characters that no IRI may hold percent-encoded.

    Errors: `BadIri` when it has no scheme, nothing after the scheme, or no valid host.
    """
    text = value.strip()
    if not (match := _SCHEME.match(text)) or match.end() == len(text):
        raise BadIri(f"not an absolute IRI: {value[:200]!r}")
    text = _NOT_IN_IRI.sub(lambda m: quote(m.group(), safe="", errors="replace"), text)
    try:
        # The engine's own rule: one IRI that it refuses would end the whole build.
        return ox.NamedNode(text).value
    except ValueError:
        pass
    try:
        return ox.NamedNode(_encode_after_host(text)).value
    except ValueError as error:
        raise BadIri(f"not a valid IRI: {value[:200]!r}") from error


def _encode_after_host(text: str) -> str:
    """With brackets, and every ``#`` but the first, percent-encoded where they mean nothing."""
    match = _AFTER_HOST.match(text)
    end = match.end() if match else 0
    rest, mark, fragment = text[end:].partition("#")
    rest, fragment = (part.replace("[", "%5B").replace("]", "%5D") for part in (rest, fragment))
    return text[:end] + rest + mark + fragment.replace("#", "%23")


def registry(value: str) -> str | None:
    """The canonical IRI of a Registry resource in any of its spellings, else None.

    `/graph/` becomes `/resources/`, the CTID lower case, http https; `sandbox.` and the like stay.
    """
    if ctid := _ctid(value):
        return REGISTRY + ctid
    if match := _REGISTRY_URL.match(value):
        name = match["id"]
        return f"https://{match['host'].lower()}/resources/{_ctid(name) or name}"
    return None


def _ctid(value: str) -> str | None:
    """The CTID that a value is, also as ``urn:ctid:`` with or without its ``ce-``."""
    name = value.lower()
    if name.startswith("urn:ctid:"):
        name = f"ce-{name[9:].removeprefix('ce-')}"
    return name if CTID.fullmatch(name) else None


def vocabulary(value: str) -> str | None:
    """The published IRI of a term of CTDL, CTDL-ASN or QData (a class, property or concept) in any
    of its spellings, else None.

    Source: the prefixes of https://credreg.net/ctdl/schema/context/json and …/ctdlasn/….
    """
    match = _TERM.fullmatch(value)
    if not match:
        return None
    scheme = "http" if match["scheme"] in _WITH_HTTP else "https"
    where = f"purl.org/{match['ctdl']}" if match["ctdl"] else "credreg.net/qdata"
    return f"{scheme}://{where}/{match['path']}"


def canonical(value: str) -> str:
    """`value` under its canonical IRI; `BadIri` where it can't be one."""
    text = value.strip()
    return registry(text) or vocabulary(text) or absolute(text)


def occupation(code: str) -> str:
    """The IRI of an O*NET-SOC occupation by its 8-digit code, as O*NET OnLine spells it."""
    return ONETONLINE + code


@lru_cache(maxsize=1 << 12)
def _segment(part: str) -> str:
    return quote(part, safe=".-_~:", errors="replace")


@dataclass(frozen=True)
class Names:
    """IRIs that credgraph has to coin, all under one base (a setting)."""

    base: str = DEFAULT_BASE

    def of(self, *path: str) -> str:
        """``of("onet", "element", "2.A.1.a")`` → ``<base>onet/element/2.A.1.a``, parts quoted."""
        return self.base + "/".join(map(_segment, path))

    def bnode(self, document: str, label: str) -> str:
        """A Registry blank node: by its UUID where it has one, else scoped to its document."""
        name = label.removeprefix("_:")
        if _UUID.fullmatch(name):
            return REGISTRY_BNODES + name.lower()
        return self.of("doc", document, name)

    def region(self, code: str) -> str:
        """A US state or territory by its postal code: ``<base>region/US-OH``."""
        return self.of("region", f"US-{code}")
