"""The table-driven converter: one CTDL document in, N-Triples lines out, no JSON-LD processor.

What differs from a JSON-LD processor, on purpose: every node has an IRI; IRIs are canonical;
values that a processor would drop or choke on are mended or reported; all triples are in the
default graph; leaf types are given their superclasses, and stay as ``cg:recordType``.

This is where a build spends its time: `property` runs for every statement. So names and values are
joined with text that the term table holds ready, and what most values are is asked first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from graph.iris import Names
from graph.sink import Note
from graph.triples import iri, line, literal, quoted
from graph.vocabulary import CG, XSD
from loaders.ctdl import literals, references, terms
from loaders.ctdl.documents import Document
from loaders.ctdl.people import drop_people
from loaders.json_text import canonical_text, listed

MAX_DEPTH = 60

_IN_RECORD, _ORIGINAL_IRI = CG.inRecord, CG.originalIri
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
    run.undescribed()
    return run.out


class _Run:
    """The conversion of one document: the output, and the names given so far."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document, self.names = document, names
        self.scope, self.prefixes = document.scope, document.prefixes
        self.blank_scope = document.blank_scope
        self.term = self.declared_term if self.prefixes else terms.term
        self.nodes = names.of("node", "")
        self.out = Converted()
        self.write = self.out.lines.append
        self.given: dict[str, int] = {}
        self.described: set[str] = set()
        self.mentioned: dict[str, tuple[str, str, str]] = {}  # blank nodes: by whom, under what
        self.record = ""  # the resource that the nodes inside it are said to belong to

    def top(self, body: dict[str, Any]) -> None:
        """The resources of a document; the IRI of a surrounding ``@graph`` says nothing itself."""
        inside = [key for key in ("@graph", "@included") if body.get(key) is not None]
        beside = {key: value for key, value in body.items() if key not in inside}
        if "@graph" not in inside or any(not key.startswith("@") for key in beside):
            self.resource(beside)
        for key in inside:
            for item in listed(body[key]):
                if isinstance(item, dict):
                    self.top(item)
                else:
                    self.complain(None, None, "not-a-resource", f"a bare value in {key}", item)

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
            self.write(line(name, _IN_RECORD, iri(self.record)))
        if declared := body.get("@type"):
            self.types(name, declared)
        for inner, value in body.items():
            if term := self.term(inner):
                self.property(name, inner, term, value, depth)
            elif inner not in _KEYWORDS:
                self.out.unknown_keys[inner] += 1
        return name

    def name(self, body: dict[str, Any], parent: str, key: str) -> str | None:
        given = body.get("@id")
        if isinstance(given, str) and given.strip():
            if found := self.reference(given, parent, key):
                if found in self.mentioned and len(body) > 1:
                    self.described.add(found)
                return found
            # A resource with an unusable name is kept, under a name within its document.
            return self.names.of("doc", self.scope, given.strip()) if len(body) > 1 else None
        if given is not None and given != "":
            self.complain(parent, key, "bad-iri", "an @id that is no string", given)
        place = f"{parent}\0{key}\0".encode(errors="replace")
        short = hashlib.sha256(place + canonical_text(body)).hexdigest()[:24]
        ordinal = self.given[short] = self.given.get(short, 0) + 1
        return self.nodes + (short if ordinal == 1 else f"{short}-{ordinal}")

    def types(self, name: str, declared: Any) -> None:
        is_record = not terms.is_vocabulary(name)
        for kind in listed(declared):
            known = isinstance(kind, str) and self.term(kind) is not None
            full = self.reference(kind, name, "@type") if known else None
            if full:
                self.out.lines += [f"<{name}{rest}" for rest in terms.type_lines(full, is_record)]
            elif kind is not None:
                self.out.unknown_keys[f"@type {str(kind)[:80]}"] += 1

    def property(self, name: str, key: str, term: terms.Term, value: Any, depth: int) -> None:
        """Write the JSON value of a key, or each of a list of them, as values of a property."""
        start, coercion = f"<{name}{term.between}", term.coercion
        for item in value if isinstance(value, list) else (value,):
            if type(item) is str:
                if term.takes_text:
                    self.write(f"{start}{quoted(item)} .\n")
                elif coercion == "@id":
                    if target := self.reference(item, name, key, is_link=True):
                        self.write(f"{start}<{target}> .\n")
                elif coercion:
                    text = literals.typed(item, coercion, partial(self.complain, name, key))
                    self.write(f"{start}{text} .\n")
            elif isinstance(item, dict):
                if coercion == "@language" and isinstance(value, list) and "@value" not in item:
                    reason = "a list of language maps, read as one"
                    self.complain(name, key, "language-map-in-list", reason, None)
                if "@list" in item or "@set" in item:
                    inner = item.get("@list", item.get("@set"))
                    self.list_in_list(name, key, term, inner, depth)
                else:
                    for found in self.object(name, key, coercion, item, depth):
                        self.write(f"{start}{found} .\n")
            elif isinstance(item, list):
                self.list_in_list(name, key, term, item, depth)
            elif item is not None:
                self.write(f"{start}{self.scalar(name, key, coercion, item)} .\n")

    def list_in_list(self, name: str, key: str, term: terms.Term, items: Any, depth: int) -> None:
        """A list in a list says no more than one list; the depth bounds hostile nesting."""
        if depth < MAX_DEPTH:
            self.property(name, key, term, items, depth + 1)

    def object(
        self, name: str, key: str, coercion: str | None, value: dict[str, Any], depth: int
    ) -> list[str]:
        """The RDF terms of an object under a key: a language map, a value object, or a node."""
        if "@value" in value:
            complain = partial(self.complain, name, key)
            found = literals.value_object(value, self.iri_of, complain)
            return [found] if found else []
        if coercion == "@language" and "@id" not in value and "@type" not in value:
            return literals.language_map(value, partial(self.complain, name, key))
        if literals.is_language_map(value):
            reason = f"{key} takes no language map"
            self.complain(name, key, "unexpected-language-map", reason, None)
            return literals.language_map(value, partial(self.complain, name, key))
        node = self.node(value, name, key, depth + 1)
        return [iri(node)] if node else []

    def scalar(self, name: str, key: str, coercion: str | None, value: Any) -> str:
        """The RDF term of a number or boolean under a key."""
        if coercion == "@id":
            reason = "a number where an IRI belongs"
            self.complain(name, key, "literal-for-iri", reason, value)
        if coercion is None or coercion[0] == "@":
            return literals.plain(value)
        return literals.typed(value, coercion, partial(self.complain, name, key))

    def reference(self, value: str, subject: str, key: str, is_link: bool = False) -> str | None:
        """The canonical IRI for a reference in any of the spellings that occur, else None, told.

        A link (no name of a node) may lead to a node whose own name is no IRI.
        """
        found = references.read(value, self.prefixes)
        if found.is_plain:
            return found.iri
        text = value.strip()
        if text.startswith("_:"):
            name = self.names.bnode(self.blank_scope, text)
            self.mentioned.setdefault(name, (subject, key, text))
            return name
        if not text:
            return None
        if is_link and found.iri is None and text in self.relative_names:
            return self.names.of("doc", self.scope, text)
        for code, reason in found.troubles:
            self.complain(subject, key, code, reason, value)
        if found.iri and found.is_respelled:
            # The spelling that a canonical name replaced.
            self.write(line(found.iri, _ORIGINAL_IRI, literal(value, XSD.anyURI)))
        return found.iri

    def undescribed(self) -> None:
        """Tell of blank nodes that are pointed at, and that nothing in the document describes."""
        nodes = self.document.nodes
        beside = nodes.described if nodes else ()
        for name, (subject, key, label) in self.mentioned.items():
            if name not in self.described and label not in beside:
                reason = f"nothing in the document describes it; kept as {name}"
                self.complain(subject, key, "undefined-blank-node", reason, label)

    @cached_property
    def relative_names(self) -> set[str]:
        """The names of the document's resources that are no IRIs; asked for by few documents."""
        nodes = [
            node for node in listed(self.document.body.get("@graph")) if isinstance(node, dict)
        ]
        names = [node["@id"].strip() for node in nodes if isinstance(node.get("@id"), str)]
        return {name for name in names if references.read(name, self.prefixes).iri is None}

    def declared_term(self, key: str) -> terms.Term | None:
        """The meaning of a key, by CTDL's context or by a prefix that the document declares."""
        if found := terms.term(key):
            return found
        full = references.read(key, self.prefixes).iri
        return terms.term(full) if full else None

    def iri_of(self, compact: str) -> str | None:
        term = self.term(compact)
        return term.iri if term else None

    def complain(
        self, subject: str | None, key: str | None, code: str, reason: str, value: Any
    ) -> None:
        resource = subject if subject and ":" in subject else None
        # Only a bare value is quoted: an object may hold anything.
        text = None if value is None or isinstance(value, dict | list) else str(value)
        self.out.repairs.append(Note(code, reason, resource, key, text, self.document.key))
