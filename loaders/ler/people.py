"""Who a record is about: to count holders, and to know a badge that was made for one person.

Nothing that this module reads is ever written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import networkx as nx

from loaders.ler.nodes import Node, identifier, nodes, scalars, types

_WHO = {"credentialsubject", "recipient", "recipientprofile", "holder"}
_IDENTITY = {
    *("id", "@id", "uid", "identifier", "identity", "identityhash", "studentid", "sourcedid"),
    *("name", "givenname", "familyname", "additionalname", "firstname", "lastname", "fullname"),
    *("displayname", "email", "emailaddress", "phone", "telephone", "licensenumber"),
}
_NOT_THE_PERSON = {
    *("@context", "type", "@type", "identitytype", "salt", "achievement", "badge", "result"),
    *("source", "image", "evidence", "verifiablecredential", "hascredential"),
}
_PERSON_TERMS = (
    *("givenName", "familyName", "additionalName", "patronymicName", "familyNamePrefix"),
    *("honorificPrefix", "honorificSuffix", "dateOfBirth"),
)
_SHORTEST, _SHORTEST_IN_PROSE = 3, 6
SALTED = "salted\0"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", unquote(text)).casefold()
    return re.findall(r"[^\W_]+", plain)


@dataclass(frozen=True)
class People:
    """The names and identifiers of the people that a record is about, each as its words."""

    named: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> People:
        """From names, identifiers and addresses; the last part of an IRI counts by itself too."""
        found: set[tuple[str, ...]] = set()
        for text in texts:
            found.add(tuple(_words(text)))
            if ":" in text:
                last = _words(re.split(r"[/:]", text.partition("#")[0].rstrip("/"))[-1])
                if len("".join(last)) >= _SHORTEST_IN_PROSE:
                    found.add(tuple(last))
        return cls(frozenset(words for words in found if len("".join(words)) >= _SHORTEST))

    def with_profile(self, profile: Node) -> People:
        """These people and the one whose profile (expanded) it is."""
        texts = [identifier(profile) or "", *(str(name) for name in scalars(profile, "name"))]
        return People(self.named | People.of(texts).named)

    def are_in_label(self, text: str) -> bool:
        """Whether a name, an identifier or a file's name holds one of them, in any word order."""
        words = _words(text)
        present, joined = set(words), f" {' '.join(words)} "
        return any(
            f" {' '.join(name)} " in joined or (len(name) > 1 and present.issuperset(name))
            for name in self.named
        )

    def are_in_prose(self, text: str) -> bool:
        """Whether a longer text holds one of them as it stands; short names are too common."""
        joined = f" {' '.join(_words(text))} "
        return any(
            f" {' '.join(name)} " in joined
            for name in self.named
            if len("".join(name)) >= _SHORTEST_IN_PROSE
        )


def people_of(document: dict[str, Any]) -> People:
    """The people that a record speaks of, from its JSON: also what its contexts don't define."""
    texts: list[str] = []
    for key, value in document.items():
        if key.lower().rpartition(":")[2] in _WHO:
            texts += [value] if isinstance(value, str) else _identities(value)
    return People.of(texts)


def _identities(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _identities(item)
    elif isinstance(value, dict):
        parts = [value.get("givenName"), value.get("familyName")]
        yield " ".join(part for part in parts if isinstance(part, str))
        for key, inner in value.items():
            name = key.lower().rpartition(":")[2]
            if name in _NOT_THE_PERSON:
                continue
            yield from _strings(inner) if name in _IDENTITY else _identities(inner)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        yield from _identities(value)


def is_person(profile: Node) -> bool:
    """Whether an issuer's profile is a person's: by its type, or by what only people have."""
    return any(kind.endswith("Person") for kind in types(profile)) or any(
        scalars(profile, name) for name in _PERSON_TERMS
    )


def holder_keys(subject: Node, credential: str | None) -> frozenset[str]:
    """What tells this holder from others within a collection; empty when nothing does.

    An identifier that is only a part of the credential's own names no holder.
    """
    keys: set[str] = set()
    own = identifier(subject)
    if own and not (credential and own.startswith(credential)):
        keys.add(f"id\0{own}")
    for identity in [*nodes(subject, "identifier"), subject]:
        hashed = any(str(flag).lower() == "true" for flag in scalars(identity, "hashed"))
        salt = "".join(str(text) for text in scalars(identity, "salt")) if hashed else ""
        for value in scalars(identity, "identityHash"):
            prefix = f"{SALTED}{salt}\0" if salt else f"hashed\0{hashed}\0"
            keys.add(prefix + str(value).strip().casefold())
    return frozenset(keys)


def count_holders(awards: Iterable[frozenset[str]]) -> int:
    """How many distinct people, at the least, stand behind awards given by their `holder_keys`.

    Awards that share a key have one holder. Hashes under different salts can't be told apart, so
    only those under one salt are counted, and never on top of the others.
    """
    graph: nx.Graph[int | str] = nx.Graph()
    for position, keys in enumerate(awards):
        graph.add_edges_from((position, key) for key in keys)
    comparable, by_salt = 0, Counter[str]()
    for component in nx.connected_components(graph):
        keys_found = [key for key in component if isinstance(key, str)]
        if any(not key.startswith(SALTED) for key in keys_found):
            comparable += 1
        else:
            by_salt.update({key.split("\0")[1] for key in keys_found})
    return max([comparable, *by_salt.values()])
