"""The schema profile: which classes and properties the graph uses, how often, with examples.

Counts go to build.json; ``profile.json`` in the build's folder holds the rest, for the schema page
and the console's completion.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import polars as pl

from graph.builds.run import Workspace
from graph.statements import Share, Statements
from graph.statements.text import IRI
from graph.vocabulary import RDF_TYPE

PROFILE = "profile.json"
EXAMPLES = 3
_EXAMPLE_LENGTH = 200


def profile(workspace: Workspace) -> dict[str, Any]:
    """Write profile.json. For build.json: `triples`, and the counts of `classes` (resources) and
    `properties` (statements), the most frequent first.

    profile.json: ``{"classes": {IRI: {"count", "examples": [IRI], "properties":
    {IRI: statements}, "resources": {IRI: how many have the property}}}, "properties": {IRI:
    {"count", "subjects", "objects": {kind: count}, "examples": [{"subject", "object"}]}}}``. A kind
    of object is ``IRI`` or the datatype's IRI.
    """
    counts = _Counts()
    shares = workspace.statements.shares()
    for done, share in enumerate(shares, 1):
        counts.add(share, workspace.statements.names())
        workspace.progress(done, len(shares), "shares")
    detail = _detail(counts, workspace.statements)
    path = workspace.folder / PROFILE
    path.write_text(json.dumps(detail, ensure_ascii=False, indent=1), "utf-8")
    return {
        "triples": counts.properties.total(),
        "classes": _sorted(counts.classes),
        "properties": _sorted(counts.properties),
    }


@dataclass
class _Counts:
    """Counts of all shares together, by the IRIs of classes and properties."""

    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    subjects: Counter[str] = field(default_factory=Counter)
    objects: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    used: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    having: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, share: Share, names: list[str]) -> None:
        """Count one share; `names` are the properties, classes and kinds behind its numbers."""
        rows = share.rows()
        for number, kind, count in rows.group_by("property", "kind").len().iter_rows():
            name = names[number]
            self.properties[name] += count
            if name == RDF_TYPE:
                self.classes[names[kind]] += count
            self.objects[name][IRI if name == RDF_TYPE else names[kind]] += count
        of_subject = rows.group_by("subject", "property").len()
        for number, count in of_subject.group_by("property").len().iter_rows():
            self.subjects[names[number]] += count
        is_type = pl.col("property") == (names.index(RDF_TYPE) if RDF_TYPE in names else None)
        types = rows.filter(is_type).select("subject", cls="kind")
        of_class = types.join(of_subject, on="subject").group_by("cls", "property")
        found = of_class.agg(pl.col("len").sum(), resources=pl.len())
        for cls, number, count, resources in found.iter_rows():
            self.used[names[cls]][names[number]] += count
            self.having[names[cls]][names[number]] += resources


def _detail(counts: _Counts, statements: Statements) -> dict[str, Any]:
    return {
        "classes": {
            name: {
                "count": count,
                "examples": list(statements.examples(RDF_TYPE, name)),
                "properties": _sorted(counts.used[name]),
                "resources": _sorted(counts.having[name]),
            }
            for name, count in _sorted(counts.classes).items()
        },
        "properties": {
            name: {
                "count": count,
                "subjects": counts.subjects[name],
                "objects": _sorted(counts.objects[name]),
                "examples": _examples(name, counts, statements),
            }
            for name, count in _sorted(counts.properties).items()
        },
    }


def _examples(name: str, counts: _Counts, statements: Statements) -> list[dict[str, str]]:
    """An example of each of the most frequent kinds of object."""
    kinds = counts.classes if name == RDF_TYPE else counts.objects[name]
    found = (next(iter(statements.examples(name, kind).items())) for kind in _sorted(kinds))
    return [
        {"subject": subject, "object": value[:_EXAMPLE_LENGTH]}
        for subject, value in islice(found, EXAMPLES)
    ]


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
