"""A published reference, in any spelling that occurs, into the canonical IRI that it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.iris import CTID, REGISTRY, BadIri, canonical, registry, vocabulary
from loaders.ctdl import terms

Prefixes = tuple[tuple[str, str], ...]
"""Prefixes that a document declares beside CTDL's: (prefix, IRI)."""
_AS_IT_SHOULD_BE = re.compile(re.escape(REGISTRY) + CTID.pattern)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference was read as: `iri` is None where it can't be used; `troubles` are (code,
    reason); `is_respelled` where it is another spelling of a Registry resource; `is_plain` where
    it can be written as it was read, and there is nothing to tell."""

    iri: str | None
    troubles: tuple[tuple[str, str], ...] = ()
    is_respelled: bool = False
    is_plain: bool = False


@lru_cache(maxsize=1 << 16)
def read(value: str, prefixes: Prefixes = ()) -> Reference:
    """Read a compact or full IRI, a bare CTID, or an address without a scheme."""
    if _AS_IT_SHOULD_BE.fullmatch(value):  # most references are: settled at once
        return Reference(value, is_plain=True)
    text = value.strip()
    troubles: list[tuple[str, str]] = []
    if text != value:
        troubles.append(("iri-mended", "blanks around an IRI"))
    expanded = terms.expand(text) or _declared(text, prefixes) or text
    if expanded.lower().startswith("www."):
        troubles.append(("relative-iri", "an address without a scheme"))
        expanded = f"https://{expanded}"
    try:
        found = canonical(expanded)
    except BadIri as error:
        return Reference(None, (*troubles, ("bad-iri", str(error))))
    respelled = found != expanded and registry(expanded) is not None
    if found != expanded and not respelled and not vocabulary(expanded):
        troubles.append(("iri-mended", f"not a valid IRI; read as {found}"))
    plain = not troubles and not respelled and not text.startswith("_:")
    return Reference(found, tuple(troubles), respelled, plain)


def _declared(text: str, prefixes: Prefixes) -> str | None:
    prefix, colon, rest = text.partition(":")
    base = dict(prefixes).get(prefix)
    return f"{base}{rest}" if base and colon and not rest.startswith("//") else None
