"""The steps of the tour: the query files in ``queries/tour/``, each with one that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from queries import Query, catalog


@dataclass(frozen=True)
class Step:
    """A step: `query` is what it begins with, `answer` one that solves its exercise."""

    number: int
    name: str
    query: Query
    answer: Query
    before: str | None
    after: str | None

    @property
    def paragraphs(self) -> list[str]:
        """What it says, one text for each paragraph."""
        return [line for line in self.query.summary.split("\n") if line]


@cache
def steps() -> tuple[Step, ...]:
    """All steps in their order."""
    queries = [query for query in catalog().values() if query.step]
    names = [None, *(_name(query) for query in queries), None]
    return tuple(
        Step(
            number=number,
            name=_name(query),
            query=query,
            answer=catalog()[f"{query.id}-answer"],
            before=names[number - 1],
            after=names[number + 1],
        )
        for number, query in enumerate(queries, 1)
    )


def _name(query: Query) -> str:
    """``tour/03-variables`` → ``variables``."""
    return query.id.partition("-")[2]
