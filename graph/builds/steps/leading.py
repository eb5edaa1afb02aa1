"""Where links lead: for each class and property, to things of what class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from graph.vocabulary import CEASN, CETERMS, CG, MARKS, QDATA

_OWN = (CETERMS.iri, CEASN.iri, QDATA.iri, CG.iri)


class Leading:
    """The classes at both ends of some `links` (see `graph.statements.samples.Samples.links`)."""

    def __init__(self, links: pl.DataFrame) -> None:
        self._links = links.with_row_index("link")
        self._from: list[pl.DataFrame] = []
        self._to: list[pl.DataFrame] = []

    def add(self, types: pl.DataFrame) -> None:
        """Look at `subject`s (hashes) and their classes, `cls` (numbers)."""
        for end, found in (("subject", self._from), ("object", self._to)):
            known = self._links.join(types, left_on=end, right_on="subject")
            found.append(known.select("link", "cls"))

    def classes(self, counts: Mapping[str, int], names: Sequence[str]) -> dict[str, dict[str, str]]:
        """For each class, {property: class}: to what class its links lead, as far as they tell.

        It is the smallest of those that hold the most of them; of equals the one that CTDL or
        credgraph names. `counts`: the resources of each class; `names`: what the numbers stand for.
        """
        from_, to = pl.concat(self._from), pl.concat(self._to)
        pairs = self._links.join(from_, on="link").join(to, on="link", suffix="_to")
        best: dict[tuple[str, str], tuple[bool, int, int, bool, str]] = {}
        for property_, cls, number, count in (
            pairs.group_by("property", "cls", "cls_to").len().iter_rows()
        ):
            target, place = names[number], (names[cls], property_)
            entry = (target in MARKS, -count, counts[target], not target.startswith(_OWN), target)
            best[place] = min(entry, best.get(place, entry))
        leading: dict[str, dict[str, str]] = {}
        for (cls, property_), (*_, target) in sorted(best.items()):
            leading.setdefault(cls, {})[property_] = target
        return leading
