"""Which achievements are public, and in which of their versions.

Public is what is in the Credential Registry, what at least `MIN_HOLDERS` distinct people of one
collection hold in the same words, and what an issuer on the operator's list awards. A badge made
for one person is that person's award: if an achievement's id, name or text names its holder, it
stays out, whoever issued it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.iris import BadIri, Names, canonical
from loaders.ler.badges import Award
from loaders.ler.definitions import Issuer
from loaders.ler.people import count_holders

MIN_HOLDERS = 10
"""Distinct holders in one collection from which on an achievement says nothing about a person."""


@dataclass(frozen=True, eq=False)
class Version:
    """All awards of one achievement (by its IRI) whose definitions say the same."""

    iri: str
    awards: tuple[Award, ...]

    @property
    def digest(self) -> str:
        """The digest of what the definition says."""
        return self.awards[0].definition.content.digest


def versions(awards: Iterable[Award], names: Names) -> list[Version]:
    """The awards grouped by achievement and content, in a stable order."""
    groups: dict[tuple[str, str], list[Award]] = {}
    for award in awards:
        digest = award.definition.content.digest
        name = award.definition.own_iri or names.of("achievement", digest)
        groups.setdefault((name, digest), []).append(award)
    return [Version(name, tuple(group)) for (name, _), group in sorted(groups.items())]


@dataclass(frozen=True)
class Rules:
    """The operator's list of issuers, and everyone who holds a badge in the collection."""

    listed_issuers: frozenset[str]
    holders: frozenset[str]

    @classmethod
    def of(cls, listed: Iterable[str], awards: Iterable[Award]) -> Rules:
        """From the issuers' IRIs as the operator wrote them."""
        spelled = frozenset(_canonical(name) for name in listed)
        return cls(spelled, frozenset(award.subject for award in awards if award.subject))

    def is_person(self, issuer: Issuer) -> bool:
        """Whether an issuer is a person: by its profile, or because it holds a badge itself."""
        return issuer.is_person or issuer.iri in self.holders

    def is_listed(self, award: Award) -> bool:
        """Whether the award's issuer is on the operator's list. A person never counts as listed."""
        issuer = award.issuer
        return bool(issuer and issuer.iri in self.listed_issuers and not self.is_person(issuer))

    def is_public(self, version: Version) -> bool:
        """Whether the achievement may be published as this version says it."""
        if any(award.definition.personal for award in version.awards):
            return False
        return self._is_public(version.awards)

    def issuers(self, version: Version) -> list[Issuer]:
        """The issuers to publish with a public version: known by an IRI, and not people.

        Where only the number of holders makes the version public, an issuer needs that number too.
        """
        groups: dict[str, list[Award]] = {}
        for award in version.awards:
            if award.issuer and award.issuer.iri and not self.is_person(award.issuer):
                groups.setdefault(award.issuer.iri, []).append(award)
        return [_commonest(group) for _, group in sorted(groups.items()) if self._is_public(group)]

    def _is_public(self, awards: Sequence[Award]) -> bool:
        return (
            awards[0].definition.registered
            or any(self.is_listed(award) for award in awards)
            or count_holders(award.holder for award in awards) >= MIN_HOLDERS
        )


def choose(found: Iterable[Version], rules: Rules) -> dict[str, list[Version]]:
    """For each achievement's IRI its public versions; the one that most awards share is first."""
    chosen: dict[str, list[Version]] = {}
    for version in found:
        if rules.is_public(version):
            chosen.setdefault(version.iri, []).append(version)
    for group in chosen.values():
        group.sort(key=lambda version: (-len(version.awards), version.digest))
    return chosen


def _commonest(awards: Sequence[Award]) -> Issuer:
    """Of one issuer's profiles the one that most awards carry."""
    profiles = {a.issuer.content.digest: a.issuer for a in awards if a.issuer}
    count = Counter(a.issuer.content.digest for a in awards if a.issuer)
    return profiles[max(sorted(count), key=lambda digest: count[digest])]


def _canonical(name: str) -> str:
    try:
        return canonical(name)
    except BadIri:
        return name
