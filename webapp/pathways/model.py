"""A pathway as pages need it: steps in order, what precedes them, and their conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

MOST_ALTERNATIVES = 50
"""Targets of one condition that are told as alternatives of each other."""


@dataclass(frozen=True)
class Condition:
    """A `ceterms:ComponentCondition`: `required` of its targets are needed; None means all, or,
    with the operator Or, one. `inner` are conditions that count as targets too."""

    iri: str
    name: str
    description: str
    required: int | None
    is_or: bool
    targets: tuple[str, ...]
    inner: tuple[Condition, ...] = ()

    @property
    def size(self) -> int:
        """How many targets there are to choose from."""
        return len(self.targets) + len(self.inner)

    @property
    def needed(self) -> int:
        """How many of them are needed."""
        if self.required is not None:
            return self.required
        return 1 if self.is_or else self.size

    @property
    def is_choice(self) -> bool:
        """Whether not all of them are needed."""
        return self.needed < self.size

    @property
    def rule(self) -> str:
        """``any 2 of 3``, ``one of 2``, ``all of 4``."""
        if not self.is_choice:
            return f"all of {self.size}"
        return f"{'one' if self.needed == 1 else f'any {self.needed}'} of {self.size}"

    def all_targets(self) -> Iterator[str]:
        """The targets, those of inner conditions included."""
        yield from self.targets
        for condition in self.inner:
            yield from condition.all_targets()

    def with_inner(self) -> Iterator[Condition]:
        """This condition and those in it."""
        yield self
        for condition in self.inner:
            yield from condition.with_inner()


@dataclass(frozen=True)
class Step:
    """A `ceterms:PathwayComponent`. `proxy` is the (IRI, label) of what it stands for; `before`
    the steps that precede it; `parts` the steps that are its children."""

    iri: str
    name: str
    kind: str
    description: str = ""
    proxy: tuple[str, str] | None = None
    is_destination: bool = False
    level: str = ""
    before: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def conditional(self) -> frozenset[str]:
        """The steps that count towards a condition of this one."""
        return frozenset(t for condition in self.conditions for t in condition.all_targets())

    @property
    def after(self) -> tuple[str, ...]:
        """The steps that have to come before, whatever is chosen: those of conditions are not."""
        return tuple(other for other in self.before if other not in self.conditional)


@dataclass(frozen=True)
class Pathway:
    """A `ceterms:Pathway` with its steps in order: each after those that lead to it."""

    iri: str
    name: str
    description: str
    owner: tuple[str, str] | None
    steps: tuple[Step, ...]

    @cached_property
    def by_iri(self) -> Mapping[str, Step]:
        """The steps by their IRI."""
        return {step.iri: step for step in self.steps}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The place of each step in the list, from 1."""
        return {step.iri: number for number, step in enumerate(self.steps, 1)}

    @cached_property
    def wholes(self) -> Mapping[str, list[Step]]:
        """The steps that each one is a part of."""
        found: dict[str, list[Step]] = {}
        for step in self.steps:
            for part in step.parts:
                found.setdefault(part, []).append(step)
        return found

    @property
    def all_conditions(self) -> Iterator[Condition]:
        """Every condition of every step, inner ones too."""
        for step in self.steps:
            for condition in step.conditions:
                yield from condition.with_inner()

    @cached_property
    def alternatives(self) -> Mapping[str, list[Step]]:
        """The steps that can be taken instead of each one, by a condition that is a choice."""
        found: dict[str, dict[str, None]] = {}
        for condition in self.all_conditions:
            others = dict.fromkeys(condition.targets[:MOST_ALTERNATIVES])
            for target in others if condition.is_choice else ():
                found.setdefault(target, {}).update(others)
        return {
            iri: [self.by_iri[o] for o in others if o != iri and o in self.by_iri]
            for iri, others in found.items()
        }


def leads_to(steps: Mapping[str, Step]) -> nx.DiGraph[str]:
    """Which step comes before which, for any reason: order, condition, or being a part. What comes
    before a whole comes before its parts."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(steps)
    for step in steps.values():
        edges = [(o, step.iri) for o in (*step.before, *step.parts, *step.conditional)]
        edges += [(o, part) for o in step.before for part in step.parts]
        graph.add_edges_from((a, b) for a, b in edges if a in steps and b in steps and a != b)
    return without_cycles(graph)


def without_cycles(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The graph without the edges that lead, in a circle of nodes, back to one named earlier.

    Records that run in a circle can be shown too.
    """
    circles = [g for g in nx.strongly_connected_components(graph) if len(g) > 1]
    for group in circles:
        places = {name: place for place, name in enumerate(n for n in graph if n in group)}
        back = [(a, b) for a, b in graph.subgraph(group).edges if places[a] > places[b]]
        graph.remove_edges_from(back)
    return graph


def in_order(steps: Mapping[str, Step]) -> tuple[Step, ...]:
    """The steps, each after those that lead to it; side by side ones by name; destinations last."""
    graph = leads_to(steps)
    places = {iri: place for place, iri in enumerate(steps)}

    def key(iri: str) -> tuple[bool, str, int]:
        step = steps[iri]
        return step.is_destination, step.level, places[iri]

    return tuple(steps[iri] for iri in nx.lexicographical_topological_sort(graph, key=key))
