"""What a document is, and JSON text into Python data; `loaders.ctdl.splitting` finds documents."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.iris import CTID, REGISTRY, registry

CONTEXTS = (
    "credreg.net/ctdl/schema/context/json",
    "credreg.net/ctdlasn/schema/context/json",
    "credreg.net/qdata/schema/context/json",
)
LEARNER_TYPES = {
    "Assertion",
    "AchievementCredential",
    "OpenBadgeCredential",
    "VerifiableCredential",
    "VerifiablePresentation",
    "ceterms:CredentialAssertion",
    "ceterms:CredentialPerson",
}
_SURROGATE = re.compile(rb"\\ud[89a-f]", re.I)
_BLANK = re.compile(r"\s*")
_REGISTRY_PATH = "credentialengineregistry.org/resources/"


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

    `key` is its place (file, and position in it); `updated` the envelope's time stamp in UTC, as
    xsd:dateTime, or ""; `is_deleted` that its publisher has withdrawn it.
    """

    key: str
    body: dict[str, Any]
    ctid: str | None
    updated: str = ""
    enveloped: bool = False
    is_deleted: bool = False

    @property
    def identity(self) -> str | None:
        """The IRI of its main resource; the same CTID in the sandbox is another thing."""
        if not self.ctid:
            return None
        name = self.body.get("@id")
        found = registry(name.strip()) if isinstance(name, str) else None
        return found if found and found.endswith(self.ctid) else REGISTRY + self.ctid

    @property
    def scope(self) -> str:
        """What tells its unnamed nodes from those of other documents: CTID or place."""
        if identity := self.identity:
            return identity.removeprefix("https://").replace(_REGISTRY_PATH, "")
        return hashlib.sha256(self.key.encode(errors="replace")).hexdigest()[:16]

    @property
    def _contexts(self) -> list[Any]:
        context = self.body.get("@context")
        return context if isinstance(context, list) else [context] if context else []

    @property
    def has_ctdl_context(self) -> bool:
        """Whether the term table covers its context: CTDL's own, with more prefixes, or none."""
        own = [context for context in self._contexts if isinstance(context, str)]
        extra = [context for context in self._contexts if not isinstance(context, str)]
        return (
            all(map(_is_ctdl, own)) and (bool(own) or not extra) and all(map(_is_prefixes, extra))
        )

    @property
    def prefixes(self) -> tuple[tuple[str, str], ...]:
        """The prefixes that it declares beside CTDL's context: (prefix, IRI)."""
        extra = [context for context in self._contexts if _is_prefixes(context)]
        return tuple(pair for context in extra for pair in context.items())

    @property
    def is_learner_record(self) -> bool:
        """Whether the document speaks of a person's award: not for this loader."""
        graph = self.body.get("@graph")
        nodes = [self.body, *(graph if isinstance(graph, list) else [])]
        kinds = [n.get(key) for n in nodes if isinstance(n, dict) for key in ("type", "@type")]
        flat = [k for kind in kinds for k in (kind if isinstance(kind, list) else [kind])]
        return any(isinstance(kind, str) and kind in LEARNER_TYPES for kind in flat)


def _is_ctdl(url: str) -> bool:
    bare = url.partition("?")[0].removeprefix("https://").removeprefix("http://").rstrip("/")
    return bare in CONTEXTS


def _is_prefixes(context: Any) -> bool:
    """Whether an inline context only declares prefixes, each for an IRI."""
    return isinstance(context, dict) and all(
        isinstance(iri, str) and "://" in iri and ":" not in prefix and prefix[:1] != "@"
        for prefix, iri in context.items()
    )


def parse(data: bytes) -> Any:
    """JSON text, with or without a byte order mark, as Python data; fractions as `NumberText`.

    Errors: `BadDocument` with line and column.
    """
    text = _text(data)
    try:
        value = json.loads(text, parse_float=NumberText, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _bad(error) from error
    except RecursionError as error:
        raise BadDocument("nested too deeply") from error
    return _whole(value) if _SURROGATE.search(data) else value


def values(data: bytes) -> Iterator[Any]:
    """The JSON values of a text, one after another; a `BadDocument` ends them.

    The Registry gives one value a file; people also keep several in one, with blanks between.
    """
    text, position = _text(data), 0
    decoder = json.JSONDecoder(parse_float=NumberText, parse_constant=_no_constant)
    while (position := _end_of_blank(text, position)) < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            yield _bad(error)
            return
        except RecursionError:
            yield BadDocument("nested too deeply")
            return
        except BadDocument as error:
            yield error
            return
        yield _whole(value) if _SURROGATE.search(data) else value


def _end_of_blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"not UTF-8 at byte {error.start}; save it as UTF-8"
        raise BadDocument(reason, f"line {line}") from error


def _bad(error: json.JSONDecodeError) -> BadDocument:
    place = f"line {error.lineno}, column {error.colno}"
    return BadDocument(f"not valid JSON: {_cause(error)}", place)


def _cause(error: json.JSONDecodeError) -> str:
    """What hand-made files do wrong, in plain words; else the parser's message."""
    rest = error.doc[error.pos : error.pos + 2]
    if rest in ("//", "/*") or rest[:1] == "#":
        return "a comment, which JSON doesn't have"
    closes = rest[:1] in ("}", "]") and "delimiter" not in error.msg
    if closes or "trailing comma" in error.msg:  # the message of Python 3.13 and later
        return "a comma before a closing bracket"
    return error.msg


def _no_constant(name: str) -> Any:
    raise BadDocument(f"not valid JSON: {name} is no JSON number")


def _whole(value: Any) -> Any:
    """With U+FFFD for half characters (lone surrogates), which no other text format can hold."""
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, str) and type(value) is str:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def ctid_of_body(body: dict[str, Any]) -> str | None:
    """The CTID of a document's main resource: its own, else that of its name, else the first's."""
    for value in (body.get("ceterms:ctid"), body.get("@id")):
        if isinstance(value, str) and (match := CTID.search(value)):
            return match.group().lower()
    graph = body.get("@graph")
    first = graph[0] if isinstance(graph, list) and graph else None
    return ctid_of_body(first) if isinstance(first, dict) and "@graph" not in first else None
