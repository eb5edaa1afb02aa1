"""What a document is; `loaders.ctdl.splitting` finds the documents in parsed JSON."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.iris import CTID, REGISTRY, registry
from loaders.ctdl.people import PEOPLE, kinds
from loaders.ctdl.terms import is_vocabulary
from loaders.json_text import BadDocument, listed

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
    "CredentialAssertion",
    "CredentialPerson",
}
"""Classes, by local name, of which one node makes a document a record of learning."""
_PROVISIONAL = re.compile(r"(?:^|[:/#])provisional$", re.I)
_REGISTRY_PATH = "credentialengineregistry.org/resources/"


@dataclass(frozen=True)
class LeftOut:
    """Something in a source that is rightly not loaded: a short code, why, and where."""

    code: str
    reason: str
    key: str


@dataclass(frozen=True)
class Envelope:
    """What the Registry says of a document that it holds. Times are xsd:dateTime in UTC, or "";
    `verified` is an xsd:date; `owners` and `publisher` are CTIDs of organizations."""

    updated: str = ""
    created: str = ""
    verified: str = ""
    owners: tuple[str, ...] = ()
    publisher: str = ""
    is_deleted: bool = False


@dataclass(frozen=True)
class NodeList:
    """A list of nodes, which is one document in JSON-LD: its place, and the blank nodes in it."""

    key: str
    described: frozenset[str]


@dataclass(frozen=True)
class Document:
    """One document: what the Registry publishes as a unit.

    `key` is its place (file, and position in it); `envelope` is None where it came without one.
    `nodes` is the list that it stands in, if it is one of several nodes that share blank nodes.
    """

    key: str
    body: dict[str, Any]
    ctid: str | None
    envelope: Envelope | None = None
    nodes: NodeList | None = None

    @cached_property
    def identity(self) -> str | None:
        """The IRI of its main resource; the same CTID in the sandbox is another thing."""
        if not self.ctid:
            return None
        name = self.body.get("@id")
        found = registry(name.strip()) if isinstance(name, str) else None
        return found if found and found.endswith(self.ctid) else REGISTRY + self.ctid

    @property
    def is_deleted(self) -> bool:
        """Whether its publisher has deleted it."""
        return self.envelope is not None and self.envelope.is_deleted

    @property
    def is_provisional(self) -> bool:
        """Whether its publisher has not yet published it for good."""
        told = [one.get("@id") if isinstance(one, dict) else one for one in self._statuses]
        return any(isinstance(one, str) and _PROVISIONAL.search(one) for one in told)

    @property
    def _statuses(self) -> list[Any]:
        return listed(self.body.get("adms:status"))

    @property
    def scope(self) -> str:
        """What tells its unnamed nodes from those of other documents: CTID or place."""
        if identity := self.identity:
            return identity.removeprefix("https://").replace(_REGISTRY_PATH, "")
        return _short(self.key)

    @property
    def blank_scope(self) -> str:
        """What tells its blank nodes from those of other documents."""
        return _short(self.nodes.key) if self.nodes else self.scope

    @property
    def _contexts(self) -> list[Any]:
        context = self.body.get("@context")
        return context if isinstance(context, list) else [context] if context else []

    @property
    def has_ctdl_context(self) -> bool:
        """Whether the term table covers its context: CTDL's own, with more prefixes, or none."""
        own = [context for context in self._contexts if isinstance(context, str)]
        extra = [context for context in self._contexts if not isinstance(context, str)]
        if not all(map(_is_ctdl, own)) or not all(map(_is_prefixes, extra)):
            return False
        # Who declares only prefixes, CTDL's among them, means CTDL's terms with their types.
        bases = [base for context in extra for base in context.values()]
        return (
            bool(own)
            or not extra
            or (any(map(is_vocabulary, bases)) and all(base.endswith(("/", "#")) for base in bases))
        )

    @property
    def prefixes(self) -> tuple[tuple[str, str], ...]:
        """The prefixes that it declares beside CTDL's context: (prefix, IRI)."""
        extra = [context for context in self._contexts if _is_prefixes(context)]
        return tuple(pair for context in extra for pair in context.items())

    @cached_property
    def is_learner_record(self) -> bool:
        """Whether the document is of a person, or speaks of a person's award: not for this loader.

        Other persons in a document are taken out of it (see `loaders.ctdl.people`).
        """
        graph = [one for one in listed(self.body.get("@graph")) if isinstance(one, dict)]
        own, *others = (kinds(node, "type") | kinds(node) for node in (self.body, *graph))
        return bool(own & PEOPLE) or any(one & LEARNER_TYPES for one in (own, *others))


Item = Document | LeftOut | BadDocument
"""What a part of a source holds: a document, something to leave out, or something unreadable."""


def _short(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:16]


def _is_ctdl(url: str) -> bool:
    bare = url.partition("?")[0].removeprefix("https://").removeprefix("http://").rstrip("/")
    return bare in CONTEXTS


def _is_prefixes(context: Any) -> bool:
    """Whether an inline context only declares prefixes, each for an IRI."""
    return isinstance(context, dict) and all(
        isinstance(iri, str) and "://" in iri and ":" not in prefix and prefix[:1] != "@"
        for prefix, iri in context.items()
    )


def ctid_of_body(body: dict[str, Any]) -> str | None:
    """The CTID of a document's main resource: its own, else that of its name, else the first's."""
    for value in (body.get("ceterms:ctid"), body.get("@id")):
        if isinstance(value, str) and (match := CTID.search(value)):
            return match.group().lower()
    graph = body.get("@graph")
    first = graph[0] if isinstance(graph, list) and graph else None
    return ctid_of_body(first) if isinstance(first, dict) and "@graph" not in first else None
