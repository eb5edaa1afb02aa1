"""One document while it is written: its publisher's habits, random numbers, third parties."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from benchmarks.corpus import words
from benchmarks.corpus.draws import choose, seeded
from benchmarks.corpus.plan import BLOCKS, COURSE, ORGANIZATION, Plan

Node = dict[str, Any]
REGISTRY = "https://credentialengineregistry.org"


@dataclass(frozen=True)
class Habits:
    """What all documents of a publisher have in common.

    `spelling` is how it refers to Registry resources; `occupation` the form of its occupation
    codes, where it has one; `is_careless` that its documents have most of the flaws.
    """

    language: str
    context: str
    spelling: str
    occupation: str | None
    is_careless: bool


@lru_cache(maxsize=4096)
def habits(seed: int, publisher: int) -> Habits:
    """The habits of a publisher. The largest are in order: they would colour everything."""
    rng = seeded("habits", seed, publisher)
    language = rng.choices(("en-US", "en", "en-us", "es"), (60, 28, 11, 1))[0]
    scheme = "https" if publisher < len(BLOCKS) or rng.random() < 0.8 else "http"
    context = f"{scheme}://credreg.net/ctdl/schema/context/json"
    if publisher < len(BLOCKS):
        return Habits(language, context, "resources", None, False)
    spelling = rng.choices(("resources", "graph", "GRAPH", "http"), (86, 3, 9, 2))[0]
    form = rng.choices((None, *OCCUPATION_FORMS), (50, *OCCUPATION_FORMS.values()))[0]
    return Habits(language, context, spelling, form, rng.random() < 0.15)


OCCUPATION_FORMS = {
    "code": 50,
    "name": 22,
    "https": 11,
    "http": 8,
    "bare": 6,
    "node": 1.5,
    "mos": 1.5,
}
"""How an occupation is given, in percent: a code alone, a name alone, O*NET OnLine's address in
three spellings (with the code), that address without a code, or a code of the armed forces."""


class Record:
    """The making of one document. `flaws` counts what is wrong with it on purpose, by code."""

    def __init__(self, plan: Plan, number: int, is_copy: bool = False) -> None:
        self.plan, self.number = plan, number
        self.kind, self.publisher = plan.type_of(number), plan.publishers[number]
        self.rng = seeded("record", plan.seed, number, is_copy)
        self.habits = habits(plan.seed, self.publisher)
        self.ctid = plan.ctid(number, -1 if is_copy else 0)
        self.third_parties: list[Node] = []
        self.owners: dict[str, None] = {}
        self.flaws: Counter[str] = Counter()

    def often(self, share: float) -> bool:
        """True in this share of calls."""
        return self.rng.random() < share

    def upto(self, most: int, least: int = 1) -> range:
        """Between `least` and `most` numbers."""
        return range(least + int(self.rng.random() * (most - least + 1)))

    def text(self, value: str) -> Node:
        """A language map in the publisher's language."""
        return {self.habits.language: value}

    def main(self, name: str) -> Node:
        """The main resource with what nearly all have."""
        return {
            "@id": f"{REGISTRY}/resources/{self.ctid}",
            "@type": self.kind,
            "ceterms:ctid": self.ctid,
            "ceterms:name": self.text(name),
            "ceterms:description": self.text(words.description(self.rng)),
            "ceterms:subjectWebpage": self.page(),
            "ceterms:inLanguage": [self.habits.language],
        }

    def page(self) -> str:
        """An address on the publisher's site."""
        place, school = self.site
        return f"https://{words.host(place, school)}/{int(self.rng.random() * 1e6)}"

    @property
    def site(self) -> tuple[str, str]:
        """A place and a kind of school, the same for all documents of a publisher."""
        places, schools = words.PLACES, words.SCHOOLS
        own = self.publisher if self.publisher else self.number % 500
        return places[own % len(places)], schools[own // len(places) % len(schools)]

    def resource(self, ctid: str) -> str:
        """A reference to a Registry resource as this publisher writes it."""
        spelling = self.habits.spelling
        if spelling == "resources":
            return f"{REGISTRY}/resources/{ctid}"
        if spelling == "http":
            return f"http://credentialengineregistry.org/resources/{ctid}"
        return f"{REGISTRY}/graph/{ctid if spelling == 'graph' else ctid.upper()}"

    def links(self, kinds: tuple[str, ...], most: int, least: int = 1) -> list[str]:
        """References to other envelopes of these types."""
        found = (self.plan.pick(self.rng, kinds, self.publisher) for _ in self.upto(most, least))
        ctids = {self.plan.ctid(other): None for other in found if other not in (None, self.number)}
        return [self.resource(ctid) for ctid in ctids]

    def owner(self) -> list[str]:
        """The organization behind this record, as a list of one reference."""
        found = self.links((ORGANIZATION,), 1)
        self.owners.update(dict.fromkeys(name[-39:].lower() for name in found))
        return found

    def third_party(self, kind: str, name: str, **more: Any) -> str:
        """A labelled blank node for something that its publisher doesn't own; its label."""
        label = f"_:{uuid.UUID(int=self.rng.getrandbits(128), version=4)}"
        node = {
            "@id": label,
            "@type": kind,
            "ceterms:name": self.text(name),
            "ceterms:subjectWebpage": self.page(),
        }
        self.third_parties.append(node | more)
        return label

    def organization(self) -> str:
        """A third party that is an organization."""
        name = f"{choose(self.rng, words.PLACES)} {choose(self.rng, words.SCHOOLS)}"
        return self.third_party("ceterms:QACredentialOrganization", f"{name} Commission")

    def foreign_course(self) -> str:
        """A third party's course, with its code and its owner."""
        name = f"{choose(self.rng, words.FIELDS)} {1 + int(self.rng.random() * 400)}"
        code = f"{name[:4].upper()}-{int(self.rng.random() * 900) + 100}"
        about = self.text(words.sentence(self.rng))
        more = {"ceterms:codedNotation": code, "ceterms:description": about}
        if self.often(0.4):
            more["ceterms:ownedBy"] = [self.organization()]
        return self.third_party(COURSE, name, **more)
