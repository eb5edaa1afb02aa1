"""A pathway as pages need it: steps in order, what precedes them, and their conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx


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

    @property
    def by_iri(self) -> Mapping[str, Step]:
        """The steps by their IRI."""
        return {step.iri: step for step in self.steps}

    def number(self, iri: str) -> int:
        """The place of a step in the list, from 1."""
        return [step.iri for step in self.steps].index(iri) + 1

    def alternatives(self, iri: str) -> list[Step]:
        """The steps that can be taken instead of this one, by a condition that is a choice."""
        found: dict[str, None] = {}
        for step in self.steps:
            for outer in step.conditions:
                for condition in outer.with_inner():
                    if condition.is_choice and iri in condition.targets:
                        found |= dict.fromkeys(t for t in condition.targets if t != iri)
        return [self.by_iri[other] for other in found if other in self.by_iri]

    def whole(self, iri: str) -> list[Step]:
        """The steps that this one is a part of."""
        return [step for step in self.steps if iri in step.parts]


def leads_to(steps: Mapping[str, Step]) -> nx.DiGraph[str]:
    """Which step comes before which, for any reason: order, condition, or being a part."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(steps)
    for step in steps.values():
        for other in (*step.before, *step.parts, *step.conditional):
            if other in steps and other != step.iri:
                graph.add_edge(other, step.iri)
    return without_cycles(graph)


def without_cycles(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The graph less one edge of each cycle: records that run in a circle can be shown too."""
    while not nx.is_directed_acyclic_graph(graph):
        graph.remove_edge(*nx.find_cycle(graph)[-1][:2])
    return graph


def in_order(steps: Mapping[str, Step]) -> tuple[Step, ...]:
    """The steps, each after those that lead to it; side by side ones by name; destinations last."""
    graph = leads_to(steps)
    places = {iri: place for place, iri in enumerate(steps)}

    def key(iri: str) -> tuple[bool, str, int]:
        step = steps[iri]
        return step.is_destination, step.level, places[iri]

    return tuple(steps[iri] for iri in nx.lexicographical_topological_sort(graph, key=key))
