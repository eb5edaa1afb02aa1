"""Builds for tests: an invented one of a few records, and one of real CTDL and the O*NET sample.

Run as ``python -m tests.graph.building DATA invented|real``, so that a test can kill it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from graph import builds, career, labels, links
from graph.builds import Build, Progress, Step, Workspace, steps, unwatched
from graph.iris import Names
from graph.search import indexing
from graph.sink import Channel, Sink
from graph.triples import iri, line, literal
from graph.vocabulary import CETERMS, PROV, RDF_TYPE
from loaders import Source, load
from loaders.sample import FOLDER as SAMPLE
from tests.shared import SHARED

REGISTRY = "https://credentialengineregistry.org/resources/"
TABLES = (
    "Content Model Reference.txt",
    "Occupation Data.txt",
    "Scales Reference.txt",
    "Skills.txt",
)
SOURCE: dict[str, Any] = {
    "source": "ctdl",
    "kind": "ctdl",
    "version": None,
    "as_of": "2026-03-01",
    "triples": 0,
    "rejects_count": 0,
    "reconciles": True,
    "rejects": [],
    "tables": {"documents": {"read": 1, "loaded": 1, "rejected": 0, "left_out": 0}},
}


def credential(n: int, *extra: tuple[str, str]) -> list[str]:
    """The lines of an invented credential; `extra`: more properties and terms."""
    name = f"{REGISTRY}ce-{n:08d}"
    facts = [
        (RDF_TYPE, iri(CETERMS.Certificate)),
        (CETERMS.name, literal(f"Certificate {n}", language="en")),
        (PROV.wasDerivedFrom, iri(Names().of("source", "ctdl"))),
        *extra,
    ]
    return [line(name, *fact) for fact in facts]


def reading(lines: Iterable[str]) -> Callable[[Workspace], list[dict[str, Any]]]:
    """A step that reads one invented source."""

    def read(work: Workspace) -> list[dict[str, Any]]:
        with Channel(work.statements.text) as channel:
            for text in lines:
                channel.write(text.encode(), 1)
            return [SOURCE | {"triples": channel.lines}]

    return read


def loading(*sources: Source) -> Callable[[Workspace], list[dict[str, Any]]]:
    """A step that loads real sources."""

    def read(work: Workspace) -> list[dict[str, Any]]:
        with Channel(work.statements.text) as channel:
            sink = Sink(channel, work.names)
            return [load(s, sink).as_dict() | {"digest": s.digest, "paths": []} for s in sources]

    return read


def least(read: Callable[[Workspace], Any]) -> list[Step]:
    """The steps without which there is no build."""
    return [
        Step("sources", read),
        Step("store", steps.begin_filling),
        Step("end", steps.end_filling),
        Step("optimize", steps.finish_filling),
    ]


def plan(read: Callable[[Workspace], Any]) -> list[Step]:
    """All steps of a build."""
    return [
        Step("sources", read),
        Step("store", steps.begin_filling),
        Step("labels", labels.label, labels.READS),
        Step("dangling", steps.dangling, steps.DANGLING_READS),
        Step("links", links.resolve_links, links.READS),
        Step("career", career.add_career_graph, career.READS),
        Step("describe", steps.describe),
        Step("profile", steps.profile),
        Step("summary", steps.summarize),
        Step("end", steps.end_filling),
        Step("download", steps.download),
        Step("search", indexing.index, indexing.READS),
        Step("optimize", steps.finish_filling),
        Step("check", steps.check),
    ]


def build(data: Path, lines: Iterable[str], identity: Sequence[str] = ("invented",)) -> Build:
    """A finished build of these lines."""
    return builds.run(data, plan(reading(lines)), identity, Names())


def invented() -> list[str]:
    """The lines of 400 credentials."""
    return [text for n in range(400) for text in credential(n)]


def main(data: Path, kind: str) -> None:
    """Make a build; say which step begins."""
    read = reading(invented())
    if kind == "real":
        read = loading(
            Source("onet", "onet", tuple(SAMPLE / "onet" / "db_30_1_text" / t for t in TABLES)),
            Source("ctdl", "ctdl", (SHARED / "ctdl" / "dev",)),
        )
    builds.run(data, plan(read), [kind], Names(), say)


def say(step: str) -> Progress:
    """Say which step begins."""
    print(step, flush=True)
    return unwatched


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
