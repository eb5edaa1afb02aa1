"""What a build knows of its own schema, read from its profile.json: classes, properties, uses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.builds.shelf import PROFILE


@dataclass(frozen=True)
class Use:
    """A property of the resources of one class. `resources`: how many of them have it, None where
    the build has not counted; `to`: the class that most of its links lead to."""

    cls: str
    property: str
    statements: int
    resources: int | None
    to: str | None


@dataclass(frozen=True)
class Class:
    """A class with the number of its resources, and its `uses`, the most frequent first."""

    iri: str
    count: int
    examples: tuple[str, ...]
    uses: tuple[Use, ...]

    def share(self, use: Use) -> float | None:
        """How many of its resources have a property, from 0 to 1."""
        return None if use.resources is None else use.resources / self.count


@dataclass(frozen=True)
class Property:
    """A property with the number of its statements and subjects. `objects`: how many of each kind,
    ``IRI`` or a datatype; `examples`: (subject, value); `values`: all of them, where few;
    `targets`: what the alignment objects that it leads to point at, where few, None where it leads
    to none."""

    iri: str
    count: int
    subjects: int
    objects: Mapping[str, int]
    examples: tuple[tuple[str, str], ...]
    values: tuple[str, ...]
    targets: tuple[str, ...] | None


@dataclass(frozen=True)
class Profile:
    """All classes and properties by their IRIs, the most frequent first."""

    classes: Mapping[str, Class]
    properties: Mapping[str, Property]

    def uses_of(self, iri: str) -> list[Use]:
        """The classes whose resources have a property, the most frequent first."""
        found = [use for one in self.classes.values() for use in one.uses if use.property == iri]
        return sorted(found, key=lambda use: (-use.statements, use.cls))

    def leading_to(self, iri: str) -> list[Use]:
        """What links to the resources of a class, the most frequent first."""
        found = [use for one in self.classes.values() for use in one.uses if use.to == iri]
        return sorted(found, key=lambda use: (-use.statements, use.cls, use.property))


@lru_cache(maxsize=4)
def profile(folder: Path) -> Profile:
    """The profile of a build; without terms where it has none."""
    path = folder / PROFILE
    if not path.is_file():
        return Profile({}, {})
    read = json.loads(path.read_text("utf-8"))
    return Profile(
        {iri: _class(iri, about) for iri, about in read["classes"].items()},
        {iri: _property(iri, about) for iri, about in read["properties"].items()},
    )


def _class(iri: str, about: Mapping[str, Any]) -> Class:
    resources, links = about.get("resources", {}), about.get("links", {})
    uses = tuple(
        Use(iri, name, count, resources.get(name), links.get(name))
        for name, count in about["properties"].items()
    )
    return Class(iri, about["count"], tuple(about["examples"]), uses)


def _property(iri: str, about: Mapping[str, Any]) -> Property:
    examples = tuple((one["subject"], one["object"]) for one in about["examples"])
    return Property(
        iri,
        about["count"],
        about["subjects"],
        about["objects"],
        examples,
        values=tuple(about.get("values", ())),
        targets=tuple(about["targets"]) if "targets" in about else None,
    )
