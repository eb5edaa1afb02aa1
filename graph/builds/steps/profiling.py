"""The schema profile: which classes and properties the graph uses, how often, with examples.

Counts go to build.json; ``profile.json`` in the build's folder holds the rest, for the schema page
and the console's completion: also where links lead, and the values of a property that has few.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import polars as pl

from graph.builds.run import Workspace
from graph.builds.shelf import PROFILE
from graph.builds.steps.leading import Leading
from graph.statements import Samples, Share
from graph.statements.columns import IRI
from graph.vocabulary import CG, PROV, RDF_TYPE

EXAMPLES = 3
_EXAMPLE_LENGTH = 200


def profile(workspace: Workspace) -> dict[str, Any]:
    """Write profile.json. For build.json: `triples`, `distinct_subjects`, `entities` (subjects that
    have a class), and the counts of `classes` (resources), of `records` by class (those that are
    derived from a source and no test) and of `properties` (statements), the most frequent first.

    profile.json: ``{"classes": {IRI: {"count", "examples": [IRI], "properties":
    {IRI: statements}, "resources": {IRI: how many have the property}, "links": {property: class}}},
    "properties": {IRI: {"count", "subjects", "objects": {kind: count}, "examples": [{"subject",
    "object"}], "values": [IRI], "targets": [IRI]}}}``. A kind of object is ``IRI`` or the
    datatype's IRI; `links` say to what class a property leads most often; `values` are listed where
    they are few, and so are the `targets` of alignment objects, which only what leads to such has.
    """
    shares = workspace.statements.shares()
    samples, names = workspace.statements.samples(), workspace.statements.names()
    counts, leading = _Counts(), Leading(samples.links())
    for done, share in enumerate(shares, 1):
        leading.add(counts.add(share, names))
        workspace.progress(done, len(shares), "shares")
    detail = _detail(counts, samples, leading.classes(counts.classes, names))
    path = workspace.folder / PROFILE
    path.write_text(json.dumps(detail, ensure_ascii=False, indent=1), "utf-8")
    return {
        "triples": counts.properties.total(),
        "distinct_subjects": counts.distinct_subjects,
        "entities": counts.entities,
        "classes": _sorted(counts.classes),
        "records": _sorted(counts.records),
        "properties": _sorted(counts.properties),
    }


@dataclass
class _Counts:
    """Counts of all shares together, by the IRIs of classes and properties."""

    distinct_subjects: int = 0
    entities: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    subjects: Counter[str] = field(default_factory=Counter)
    objects: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    used: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    having: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, share: Share, names: list[str]) -> pl.DataFrame:
        """Count one share; `names` are the properties, classes and kinds behind its numbers. Gives
        each `subject` with its classes, `cls`."""
        # Polars' streaming engine counts by many groups in less than half of the other's time.
        rows = share.rows()
        for number, kind, count in rows.group_by("property", "kind").len().iter_rows():
            name = names[number]
            self.properties[name] += count
            if name == RDF_TYPE:
                self.classes[names[kind]] += count
            self.objects[name][IRI if name == RDF_TYPE else names[kind]] += count
        of_subject = rows.lazy().group_by("subject", "property").len().collect(engine="streaming")
        self.distinct_subjects += of_subject["subject"].n_unique()
        for number, count in of_subject.group_by("property").len().iter_rows():
            self.subjects[names[number]] += count
        types = rows.filter(property=_number(RDF_TYPE, names)).select("subject", cls="kind")
        self.entities += types["subject"].n_unique()
        of_class = types.lazy().join(of_subject.lazy(), on="subject").group_by("cls", "property")
        counts = of_class.agg(pl.col("len").sum(), resources=pl.len())
        found = counts.collect(engine="streaming")
        for cls, number, count, resources in found.iter_rows():
            self.used[names[cls]][names[number]] += count
            self.having[names[cls]][names[number]] += resources
        derived = of_subject.filter(property=_number(PROV.wasDerivedFrom, names))
        for_tests = types.filter(cls=_number(CG.TestResource, names))
        whole = types.join(derived, on="subject", how="semi")
        records = whole.join(for_tests, on="subject", how="anti").group_by("cls").len()
        self.records.update({names[cls]: count for cls, count in records.iter_rows()})
        return types


def _number(name: str, names: Sequence[str]) -> int:
    """The number that a name has in a share; one that nothing has, if it does not occur."""
    return names.index(name) if name in names else len(names)


def _detail(
    counts: _Counts, samples: Samples, leading: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    return {
        "classes": {
            name: {
                "count": count,
                "examples": list(samples.examples(RDF_TYPE, name)),
                "properties": _sorted(counts.used[name]),
                "resources": _sorted(counts.having[name]),
                "links": leading.get(name, {}),
            }
            for name, count in _sorted(counts.classes).items()
        },
        "properties": {
            name: {
                "count": count,
                "subjects": counts.subjects[name],
                "objects": _sorted(counts.objects[name]),
                "examples": _examples(name, counts, samples),
                "values": sorted(samples.values(name)),
            }
            | ({} if (targets := samples.targets(name)) is None else {"targets": sorted(targets)})
            for name, count in _sorted(counts.properties).items()
        },
    }


def _examples(name: str, counts: _Counts, samples: Samples) -> list[dict[str, str]]:
    """An example of each of the most frequent kinds of object."""
    kinds = counts.classes if name == RDF_TYPE else counts.objects[name]
    found = (next(iter(samples.examples(name, kind).items())) for kind in _sorted(kinds))
    return [
        {"subject": subject, "object": value[:_EXAMPLE_LENGTH]}
        for subject, value in islice(found, EXAMPLES)
    ]


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
