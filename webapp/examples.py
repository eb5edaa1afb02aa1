"""``/examples``: the worked examples, grouped by the question that they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from queries import Query, catalog
from queries.header import GROUPS

blueprint = Blueprint("examples", __name__)

TITLES = {
    "offer": "What is offered, and where?",
    "cost": "What does it cost, and how long does it take?",
    "next": "What does it lead to?",
    "teach": "What does it teach?",
    "outcomes": "What came of it?",
    "occupations": "What do occupations ask for?",
    "careers": "Which way to better work?",
    "badges": "What do badges show?",
    "quality": "How good is the data, and where is it from?",
    "graphs": "Graphs to take away",
}
"""The groups of examples, as pages call them."""


@dataclass(frozen=True)
class Group:
    """Examples that answer one kind of question; `name` as in their headers."""

    name: str
    examples: Sequence[Query]

    @property
    def title(self) -> str:
        """What pages call it."""
        return TITLES[self.name]


def groups(words: str = "") -> list[Group]:
    """The examples in which all these words stand, by group; a group without any is left out."""
    wanted = words.casefold().split()
    found = [q for q in catalog().values() if q.example and _holds(q, wanted)]
    by_name = [Group(name, [q for q in found if q.example["group"] == name]) for name in GROUPS]
    return [group for group in by_name if group.examples]


@blueprint.get("/examples")
def show() -> str:
    """All examples, or with ``?q=`` those that hold these words, each with its prose and query."""
    words = request.args.get("q", "").strip()
    return render_template("examples.html", groups=groups(words), words=words)


def _holds(query: Query, wanted: Sequence[str]) -> bool:
    text = query.text.casefold()
    return all(word in text for word in wanted)
