"""The table-driven converter: one CTDL document in, N-Triples lines out, no JSON-LD processor.

What differs from a JSON-LD processor, on purpose: every node has an IRI; IRIs are canonical;
values that a processor would drop or choke on are mended or reported; all triples are in the
default graph; leaf types are given their superclasses, and stay as ``cg:recordType``.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph.iris import Names
from graph.sink import Note
from graph.triples import iri, line, literal
from graph.vocabulary import CG, RDF, RDF_TYPE, RDFS, XSD
from loaders.ctdl import literals, references, terms
from loaders.ctdl.documents import Document
from loaders.ctdl.people import drop_people
from loaders.json_text import NumberText, listed

MAX_DEPTH = 60

_ORIGINAL_IRI, _RECORD_TYPE = CG.originalIri, CG.recordType
_META_CLASSES = {RDFS.Class, RDF.Property}
_META_KEYS = ("rdfs:Class", "rdf:Property")
_KEYWORDS = {"@id", "@type", "@context", "@index"}


@dataclass
class Converted:
    """What became of one document: lines of N-Triples, its top resources, and all that was odd.

    `vocabulary` holds the classes, properties and concepts that it defines for CTDL itself: they
    are in the graph but are nobody's records.
    """

    lines: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    vocabulary: list[str] = field(default_factory=list)
    repairs: list[Note] = field(default_factory=list)
    unknown_keys: Counter[str] = field(default_factory=Counter)


def convert(document: Document, names: Names) -> Converted:
    """Convert one document whose keys CTDL's context explains, or that is in expanded form.

    Never raises on odd values: it reports them. What is said of people is first taken out of
    `document.body`.
    """
    run = _Run(document, names)
    run.out.repairs += drop_people(document.body, document.key)
    run.top(document.body)
    return run.out


class _Run:
    """The conversion of one document: the output, and the names given so far."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document, self.names = document, names
        self.scope, self.prefixes = document.scope, document.prefixes
        self.out = Converted()
        self.given: Counter[str] = Counter()
        self.record = ""  # the resource that the nodes inside it are said to belong to

    def top(self, body: dict[str, Any]) -> None:
        """The resources of a document; the IRI of a surrounding ``@graph`` says nothing itself."""
        graph = body.get("@graph")
        if graph is None:
            self.resource(body)
            return
        beside = {key: value for key, value in body.items() if key != "@graph"}
        if any(not key.startswith("@") for key in beside):
            self.resource(beside)
        for item in listed(graph):
            if isinstance(item, dict):
                self.top(item) if "@graph" in item else self.resource(item)
            else:
                self.complain(None, None, "not-a-resource", "a bare value in @graph", item)

    def resource(self, body: dict[str, Any]) -> None:
        before = len(self.out.lines)
        name = self.node(body, self.scope, "", 0)
        if name and len(self.out.lines) > before:
            # Some classes and properties that the vocabulary describes are SKOS's or schema.org's.
            is_term = terms.is_vocabulary(name) or body.get("@type") in _META_KEYS
            (self.out.vocabulary if is_term else self.out.resources).append(name)

    def node(self, body: dict[str, Any], parent: str, key: str, depth: int) -> str | None:
        """Write an object's statements and return its IRI; None where its ``@id`` is unusable."""
        if depth > MAX_DEPTH:
            self.complain(parent, key, "nested-too-deeply", f"more than {MAX_DEPTH} levels", None)
            return None
        name = self.name(body, parent, key)
        if name is None:
            return None
        if depth == 0:
            self.record = name
        elif "@id" not in body:
            self.put(name, CG.inRecord, iri(self.record))
        self.types(name, body.get("@type"))
        for inner, value in body.items():
            if inner.startswith("@"):
                if inner not in _KEYWORDS:
                    self.out.unknown_keys[inner] += 1
            elif (term := self.term(inner)) is None:
                self.out.unknown_keys[inner] += 1
            else:
                self.property(name, inner, term, value, depth)
        return name

    def term(self, key: str) -> terms.Term | None:
        """The meaning of a key, by CTDL's context or by a prefix that the document declares."""
        found = terms.term(key)
        if found is None and self.prefixes:
            full = references.read(key, self.prefixes).iri
            return terms.term(full) if full else None
        return found

    def iri_of(self, compact: str) -> str | None:
        term = self.term(compact)
        return term.iri if term else None

    def name(self, body: dict[str, Any], parent: str, key: str) -> str | None:
        given = body.get("@id")
        if isinstance(given, str) and given.strip():
            if found := self.reference(given, parent, key):
                return found
            # A resource with an unusable name is kept, under a name within its document.
            return self.names.of("doc", self.scope, given) if len(body) > 1 else None
        if given is not None and given != "":
            self.complain(parent, key, "bad-iri", "an @id that is no string", given)
        content = json.dumps(body, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(f"{parent}\0{key}\0{content}".encode(errors="replace"))
        short = digest.hexdigest()[:24]
        self.given[short] += 1
        ordinal = self.given[short]
        return self.names.of("node", short if ordinal == 1 else f"{short}-{ordinal}")

    def types(self, name: str, declared: Any) -> None:
        for kind in listed(declared):
            if kind is None:
                continue
            known = isinstance(kind, str) and self.term(kind) is not None
            full = self.reference(kind, name, "@type") if known else None
            if full is None:
                self.out.unknown_keys[f"@type {str(kind)[:80]}"] += 1
                continue
            self.put(name, RDF_TYPE, iri(full))
            if full not in _META_CLASSES and not terms.is_vocabulary(name):
                self.put(name, _RECORD_TYPE, iri(full))
            for above in terms.superclasses(full):
                self.put(name, RDF_TYPE, iri(above))

    def property(self, name: str, key: str, term: terms.Term, value: Any, depth: int) -> None:
        for item in listed(value):
            if isinstance(item, dict) and ("@list" in item or "@set" in item):
                item = item.get("@list", item.get("@set"))
            if isinstance(item, list):
                # A list in a list says no more than one list; the depth bounds hostile nesting.
                if depth < MAX_DEPTH:
                    self.property(name, key, term, item, depth + 1)
            elif item is not None:
                if isinstance(value, list) and term.coercion == "@language":
                    self.check_listed(name, key, item)
                for found in self.terms_of(name, key, term, item, depth):
                    self.put(name, term.iri, found)

    def check_listed(self, name: str, key: str, item: Any) -> None:
        if isinstance(item, dict) and "@value" not in item:
            reason = "a list of language maps, read as one"
            self.complain(name, key, "language-map-in-list", reason, None)

    def terms_of(
        self, name: str, key: str, term: terms.Term, value: Any, depth: int
    ) -> Iterable[str]:
        """The RDF terms of one JSON value under a key."""

        def complain(code: str, reason: str, what: Any) -> None:
            self.complain(name, key, code, reason, what)

        if isinstance(value, dict):
            if "@value" in value:
                found = literals.value_object(value, self.iri_of, complain)
                return [found] if found else []
            if term.coercion == "@language" and "@id" not in value and "@type" not in value:
                return literals.language_map(value, complain)
            if literals.is_language_map(value):
                complain("unexpected-language-map", f"{key} takes no language map", None)
                return literals.language_map(value, complain)
            node = self.node(value, name, key, depth + 1)
            return [iri(node)] if node else []
        if term.coercion == "@id":
            return self.link(name, key, value)
        if term.coercion in (None, "@language"):
            return [literals.plain(value)]
        return [literals.typed(value, term.coercion or "", complain)]

    def link(self, name: str, key: str, value: Any) -> list[str]:
        if not isinstance(value, str) or isinstance(value, NumberText):
            self.complain(name, key, "literal-for-iri", "a number where an IRI belongs", value)
            return [literals.plain(value)]
        target = self.reference(value, name, key) if value.strip() else None
        return [iri(target)] if target else []

    def reference(self, value: str, subject: str, key: str) -> str | None:
        """The canonical IRI for a reference in any of the spellings that occur, else None, told."""
        text = value.strip()
        if text.startswith("_:"):
            return self.names.bnode(self.scope, text)
        found = references.read(value, self.prefixes)
        for code, reason in found.troubles:
            self.complain(subject, key, code, reason, value)
        if found.iri and found.is_respelled:
            # The spelling that a canonical name replaced.
            self.put(found.iri, _ORIGINAL_IRI, literal(value, XSD.anyURI))
        return found.iri

    def put(self, subject: str, predicate: str, term: str) -> None:
        self.out.lines.append(line(subject, predicate, term))

    def complain(
        self, subject: str | None, key: str | None, code: str, reason: str, value: Any
    ) -> None:
        resource = subject if subject and ":" in subject else None
        # Only a bare value is quoted: an object may hold anything.
        text = None if value is None or isinstance(value, dict | list) else str(value)
        self.out.repairs.append(Note(code, reason, resource, key, text, self.document.key))
