"""What the corpus holds: the type and the publisher of each envelope, and how one finds another.

The shares are those of a survey of 1,200 published envelopes of August 2026 (uniform draw): 169
publishers, of whom the largest had 18 % and the largest five 41 % of the envelopes. Types that it
did not meet, but that are published, have a small share.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect
from collections import defaultdict
from functools import cached_property
from itertools import accumulate
from random import Random

from benchmarks.corpus.draws import seeded

TYPES = {
    "ceterms:Task": 150.0,
    "ceterms:Course": 128,
    "ceterms:Certificate": 121,
    "ceterms:CredentialOrganization": 107,
    "ceterms:LearningProgram": 79,
    "ceterms:TransferValueProfile": 74,
    "ceterms:LearningOpportunityProfile": 63,
    "qdata:DataSetProfile": 63,
    "ceterms:AssociateDegree": 61,
    "ceterms:BachelorDegree": 59,
    "ceasn:CompetencyFramework": 35,
    "ceterms:MasterDegree": 29,
    "ceterms:Certification": 28,
    "ceterms:License": 28,
    "ceterms:CertificateOfCompletion": 27,
    "ceterms:AccreditAction": 26,
    "ceterms:Job": 19,
    "ceterms:TechnicalLevel1Certificate": 14,
    "ceterms:BachelorOfScienceDegree": 11,
    "ceterms:Occupation": 11,
    "ceterms:ResearchDoctorate": 8,
    "ceterms:TechnicalLevel2Certificate": 8,
    "ceterms:AssociateOfArtsDegree": 7,
    "ceterms:AssociateOfAppliedScienceDegree": 6,
    "ceterms:Industry": 4,
    "ceterms:MicroCredential": 4,
    "ceterms:ApprenticeshipCertificate": 3,
    "ceterms:DigitalBadge": 2,
    "ceterms:AssessmentProfile": 1,
    "ceterms:Collection": 1,
    "ceterms:CostManifest": 1,
    "ceterms:SupportService": 1,
    "ceterms:TransferIntermediary": 1,
    "ceterms:WorkRole": 1,
    "ceterms:Pathway": 0.5,
}
"""How many of the 1,200 were of each type."""

ORGANIZATION = "ceterms:CredentialOrganization"
COURSE = "ceterms:Course"
FRAMEWORK = "ceasn:CompetencyFramework"
LEARNING = (COURSE, "ceterms:LearningOpportunityProfile", "ceterms:LearningProgram")
CREDENTIALS = tuple(
    name for name in TYPES if name.endswith(("Certificate", "Degree", "Certification", "License"))
)

BLOCKS: tuple[dict[str, float], ...] = (
    # A state that publishes for all of its schools.
    {ORGANIZATION: 79, "ceterms:LearningProgram": 75, "ceterms:License": 25,
     "ceterms:Certification": 16, "ceterms:BachelorDegree": 10, "ceterms:MasterDegree": 5,
     "ceterms:Industry": 3},
    {"ceterms:Task": 92, "ceterms:Job": 9},
    {"ceterms:LearningOpportunityProfile": 25, "ceterms:Certificate": 23, COURSE: 8,
     "ceterms:BachelorDegree": 5, "ceterms:CertificateOfCompletion": 5, ORGANIZATION: 4,
     "ceterms:AssociateDegree": 4, "ceterms:Occupation": 3},
    {"ceterms:Task": 53, "ceterms:Job": 10},
    {"qdata:DataSetProfile": 13, "ceterms:Certificate": 10, "ceterms:AssociateDegree": 9,
     "ceterms:Certification": 6},
    {"ceterms:TransferValueProfile": 21, COURSE: 8, "ceterms:BachelorOfScienceDegree": 5},
    {"ceterms:TransferValueProfile": 32},
    {"ceterms:Certificate": 14, "ceterms:AssociateDegree": 10, "ceterms:MasterDegree": 4},
    {"qdata:DataSetProfile": 16},
    {"ceterms:AccreditAction": 17},
    {"ceterms:TechnicalLevel1Certificate": 12, "ceterms:TechnicalLevel2Certificate": 4},
)  # fmt: skip
"""The largest publishers: how many envelopes of each type each had among the 1,200."""


class Plan:
    """The types and publishers of `size` envelopes, numbered from 0. The same for the same seed."""

    def __init__(self, seed: int, size: int) -> None:
        self.seed, self.size = seed, size
        self.types, self.publishers = array("B"), array("H")
        rng = seeded("plan", seed, size)
        self.types.extend(_shares(size))
        _shuffle(self.types, rng)
        tail = list(accumulate(1 / (8 + rank) for rank in range(max(6, min(1200, size // 60)))))
        for kind in self.types:
            self.publishers.append(_publisher(rng, NAMES[kind], tail))

    def type_of(self, number: int) -> str:
        """The CTDL type of an envelope."""
        return NAMES[self.types[number]]

    @cached_property
    def _numbers(self) -> dict[tuple[str, int | None], array[int]]:
        """The envelopes of a type, of one publisher or (None) of all."""
        found: dict[tuple[str, int | None], array[int]] = defaultdict(lambda: array("L"))
        for number, (kind, publisher) in enumerate(zip(self.types, self.publishers, strict=True)):
            found[NAMES[kind], publisher].append(number)
            found[NAMES[kind], None].append(number)
        return dict(found)

    def pick(self, rng: Random, kinds: tuple[str, ...], publisher: int) -> int | None:
        """An envelope of one of these types, by the same publisher if it has any."""
        first = int(rng.random() * len(kinds))
        for whose in (publisher, None):
            for offset in range(len(kinds)):
                kind = kinds[(first + offset) % len(kinds)]
                if found := self._numbers.get((kind, whose)):
                    return found[int(rng.random() * len(found))]
        return None

    def ctid(self, number: int, part: int = 0) -> str:
        """The CTID of an envelope's main resource, or of a part of it (a competency, a component).

        One in thirty is not a UUID of version 4, as in the survey.
        """
        name = f"{self.seed} {number} {part}".encode()
        digits = hashlib.blake2b(name, digest_size=17).hexdigest()
        version = "1" if digits[32:] < "09" else "4"
        return (
            f"ce-{digits[:8]}-{digits[8:12]}-{version}{digits[13:16]}"
            f"-a{digits[17:20]}-{digits[20:32]}"
        )

    def parts(self, number: int) -> int:
        """How many competencies a framework has: twelve at the median, some have many hundred."""
        drawn = seeded("parts", self.seed, number).lognormvariate(2.5, 1.5)
        return max(1, min(int(drawn), 2000))


NAMES = list(TYPES)


def _shares(size: int) -> list[int]:
    """Types by number, each as often as its share says; what rounding leaves goes to the first."""
    total = sum(TYPES.values())
    kinds = [
        kind for kind, name in enumerate(NAMES) for _ in range(int(size * TYPES[name] / total))
    ]
    left = size - len(kinds)
    return kinds + [kind % len(NAMES) for kind in range(left)]


def _shuffle(values: array[int], rng: Random) -> None:
    for last in range(len(values) - 1, 0, -1):
        other = int(rng.random() * (last + 1))
        values[last], values[other] = values[other], values[last]


def _publisher(rng: Random, kind: str, tail: list[float]) -> int:
    drawn = rng.random() * TYPES[kind]
    for publisher, block in enumerate(BLOCKS):
        drawn -= block.get(kind, 0)
        if drawn < 0:
            return publisher
    return len(BLOCKS) + bisect(tail, rng.random() * tail[-1])
