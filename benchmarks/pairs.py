"""Timing two ways of doing the same, in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Times:
    """Seconds of every round of one way."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    def over(self, other: Times) -> str:
        """How many times as long as another way, round by round: a machine whose speed drifts has
        drifted for both. The median, and from which to which."""
        ratios = [a / b for a, b in zip(self.seconds, other.seconds, strict=True)]
        return f"{statistics.median(ratios):6.2f} x  ({min(ratios):.2f}-{max(ratios):.2f})"


def in_turns(ways: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> list[Times]:
    """Run every way once in each round, after one round that does not count."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            if number:
                found[name].append(time.perf_counter() - begun)
    return [Times(name, tuple(seconds)) for name, seconds in found.items()]


def report(title: str, times: list[Times], amount: float = 0, unit: str = "") -> None:
    """Print medians with their spread, and each as a ratio to the first."""
    print(f"\n{title}")
    for one in times:
        rate = f"{amount / one.median:>14,.0f} {unit}/s" if amount else ""
        spread = f"{min(one.seconds):.3f}-{max(one.seconds):.3f}"
        print(f"  {one.name:<34} {one.median:8.3f} s  ({spread} s) {rate}  {one.over(times[0])}")
