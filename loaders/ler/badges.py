"""One Open Badge, 3.0 or 2.0, into the achievements that it awards or defines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loaders.jsonld import Contexts, JsonLdError, UnknownContext
from loaders.ler.content import link
from loaders.ler.definitions import Definition, Issuer, read_definition, read_issuer
from loaders.ler.documents import OB3_TYPES, Unfit, check_kind
from loaders.ler.nodes import Node, identifier, kinds, nodes, values
from loaders.ler.people import People, holder_keys, people_of

_DEFINITIONS = {"Achievement", "BadgeClass"}
_TYPED_PARTS = {"identifier": "IdentityObject", "result": "Result"}
MAX_IDENTITIES = 200
"""Names and identifiers that a badge may give its holders: each is looked for in every text."""


@dataclass(frozen=True)
class Award:
    """An achievement as one document gives it, its issuer, and what tells the holder from others.

    `subject` is the holder's own IRI. It and `holder` are compared, never written.
    """

    definition: Definition
    issuer: Issuer | None
    holder: frozenset[str]
    subject: str | None


def read(body: dict[str, Any], contexts: Contexts) -> list[Award]:
    """The awards of a parsed document, at least one.

    Errors: `Unfit`, whose reason never quotes the document.
    """
    check_kind(body)
    people = people_of(body)
    if len(people.named) > MAX_IDENTITIES:
        raise _broken("too-large", f"more than {MAX_IDENTITIES} names and identifiers of holders")
    found = [award for node in _expand(body, contexts) for award in _awards(node, people)]
    if not found:
        raise _broken("missing-type", "its contexts don't define it as an Open Badge")
    return found


def _expand(body: dict[str, Any], contexts: Contexts) -> list[Node]:
    try:
        return contexts.expand(body)
    except UnknownContext as error:
        raise _broken(
            "context-missing",
            f"the JSON-LD context {_shown(error.url)} is not pinned; give its folder by --contexts",
        ) from error
    except JsonLdError as error:
        raise _broken("invalid-json-ld", f"not valid JSON-LD: {error.rule}") from error


def _shown(url: str) -> str:
    """A context's address without what could be about a person: its query and fragment."""
    usable = link(url)
    return usable.partition("?")[0].partition("#")[0] if usable else "in it"


def _awards(node: Node, people: People) -> Iterator[Award]:
    claimed = kinds(node)
    if claimed & OB3_TYPES:
        yield from _from_credential(node, people)
    elif "Assertion" in claimed:
        yield from _from_assertion(node, people)
    elif "BadgeClass" in claimed:
        yield _award(node, nodes(node, "issuer"), None, None, people)


def _from_credential(node: Node, people: People) -> Iterator[Award]:
    """The awards of a 3.0 credential. Errors: `Unfit` on a structure the standard rules out."""
    issuers, subjects = nodes(node, "issuer"), nodes(node, "credentialSubject")
    if not issuers:
        raise _broken("missing-issuer", "an Open Badge without an issuer")
    if not subjects:
        raise _broken("missing-subject", "an Open Badge without a credentialSubject")
    _check_types(node, "evidence", "Evidence")
    for subject in subjects:
        if "AchievementSubject" not in kinds(subject):
            raise _broken("missing-type", "a credentialSubject that is no AchievementSubject")
        for name, kind in _TYPED_PARTS.items():
            _check_types(subject, name, kind)
        for achievement in _definitions(subject, "achievement"):
            yield _award(achievement, issuers, subject, identifier(node), people)


def _from_assertion(node: Node, people: People) -> Iterator[Award]:
    """The award of a 2.0 assertion; its issuer is the badge's."""
    recipients = nodes(node, "recipient")
    if not recipients:
        raise _broken("missing-subject", "an assertion without a recipient")
    for badge in _definitions(node, "badge"):
        yield _award(badge, nodes(badge, "issuer"), recipients[0], identifier(node), people)


def _check_types(node: Node, name: str, kind: str) -> None:
    if any(kind not in kinds(part) for part in nodes(node, name) if part.keys() != {"@id"}):
        raise _broken("missing-type", f"a value of {name} that is no {kind}")


def _definitions(node: Node, name: str) -> list[Node]:
    found = list(values(node, name))
    if not found:
        raise _broken("missing-achievement", f"an Open Badge without {name}")
    if all(part.keys() <= {"@id", "@value", "@type"} and not kinds(part) for part in found):
        reason = f"its {name} is given by address alone, and nothing is fetched while loading"
        raise Unfit("badge-by-reference", reason, rejected=False)
    if any(not kinds(part) & _DEFINITIONS for part in found):
        raise _broken("missing-type", f"a value of {name} that is no Achievement or BadgeClass")
    return found


def _award(
    achievement: Node,
    issuers: list[Node],
    subject: Node | None,
    credential: str | None,
    people: People,
) -> Award:
    issuer = read_issuer(issuers[0], subject, people) if issuers else None
    if issuer and issuer.is_person:
        people = people.with_profile(issuers[0])
    return Award(
        read_definition(achievement, people),
        issuer,
        holder_keys(subject, credential) if subject else frozenset(),
        identifier(subject) if subject else None,
    )


def _broken(code: str, reason: str) -> Unfit:
    return Unfit(code, reason, rejected=True)
