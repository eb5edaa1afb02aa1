"""The definition side of a badge as content: what an allow-list lets through, and nothing else."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

import pyoxigraph as ox

from graph.iris import BadIri, Names, canonical
from graph.triples import boolean, iri, is_language, line, literal
from graph.vocabulary import RDF_TYPE, XSD
from loaders.ler.nodes import Node, identifier, nodes, values

# It starts only where a run of letters starts, or a long text would cost the square of its length.
EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(\.[\w-]+)+")
EMAIL_REMOVED = "[e-mail removed]"


@dataclass(frozen=True)
class Shape:
    """What may be kept of one kind of node: local names of properties, and what they become.

    `texts` are literals, `links` the IRIs of other things, `parts` nodes of their own; `itself`
    is the property under which the node's own IRI is kept, where it is kept at all.
    """

    type: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, Shape]] = field(default_factory=dict)
    itself: str | None = None


@dataclass(frozen=True)
class Content:
    """Statements about a node that has no name yet: (predicate, term) and (predicate, part)."""

    facts: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, Content], ...] = ()

    @property
    def digest(self) -> str:
        """A name for the content: the same for the same statements in any order."""
        inner = [*(" ".join(fact) for fact in self.facts)]
        inner += [f"{predicate} {part.digest}" for predicate, part in self.parts]
        return hashlib.sha256("\n".join(sorted(inner)).encode()).hexdigest()[:32]

    def lines(self, subject: str, names: Names) -> Iterator[str]:
        """N-Triples lines; a part is named by its parent, its property and its content."""
        for predicate, term in self.facts:
            yield line(subject, predicate, term)
        for predicate, part in self.parts:
            key = f"{subject} {predicate} {part.digest}"
            name = names.of("part", hashlib.sha256(key.encode()).hexdigest()[:32])
            yield line(subject, predicate, iri(name))
            yield from part.lines(name, names)

    def terms(self) -> Iterator[tuple[str, str]]:
        """Every (predicate, term) in it, parts included."""
        yield from self.facts
        for _, part in self.parts:
            yield from part.terms()


def keep(node: Node, shape: Shape) -> Content:
    """What `shape` lets through of an expanded node."""
    facts = [(RDF_TYPE, iri(shape.type))] if shape.type else []
    if shape.itself and (own := link(identifier(node))):
        facts.append((shape.itself, iri(own)))
    for name, predicate in shape.texts.items():
        facts += [(predicate, found) for value in values(node, name) if (found := term(value))]
    for name, predicate in shape.links.items():
        facts += [
            (predicate, iri(target))
            for value in nodes(node, name)
            if (target := link(identifier(value)))
        ]
    parts = [
        (predicate, part)
        for name, (predicate, inner) in shape.parts.items()
        for value in nodes(node, name)
        if _says_something(part := keep(value, inner))
    ]
    return Content(tuple(facts), tuple(parts))


def _says_something(content: Content) -> bool:
    return bool(content.parts) or any(predicate != RDF_TYPE for predicate, _ in content.facts)


def term(value: Node) -> str | None:
    """A JSON-LD literal as an N-Triples term; None for a resource or a value of no use.

    The datatypes of the Open Badges contexts are misspelt (https for XML Schema's http), so JSON's
    own type decides.
    """
    inner = value.get("@value")
    if isinstance(inner, bool):
        return boolean(inner)
    if isinstance(inner, int | float):
        return literal(f"{Decimal(str(inner)):f}", XSD.decimal) if math.isfinite(inner) else None
    if not isinstance(inner, str) or not inner.strip():
        return None
    return literal(EMAIL.sub(EMAIL_REMOVED, inner), language=_language(value.get("@language")))


def _language(tag: object) -> str | None:
    """A well-formed tag in lower case, else None."""
    return tag.lower() if isinstance(tag, str) and is_language(tag.lower()) else None


def link(value: str | None, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
    """`value` as a canonical IRI when it is usable: of these schemes, and naming no mailbox."""
    if value is None or EMAIL.search(value):
        return None
    try:
        name = canonical(value)
        parts = urlsplit(name)
        if parts.scheme.lower() not in schemes or "@" in parts.netloc:
            return None
        if parts.scheme.lower() in ("http", "https") and not parts.hostname:
            return None
        return ox.NamedNode(name).value
    except (BadIri, ValueError):
        return None
