"""The build step that writes the views, and a note on each value that none could be made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import polars as pl
import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.iris import Names
from graph.sink import Note, note_lines
from graph.statements import Statements
from graph.views import durations, gathering
from graph.views.durations import duration_lines
from graph.views.outcomes import outcome_lines
from graph.views.reading import pairs
from graph.vocabulary import CG, PROV

Views = dict[str, Iterator[list[str] | Note]]
READS = frozenset((*gathering.READS, *durations.PROPERTIES, CG.inRecord, PROV.wasDerivedFrom))
"""The properties and classes whose statements the step reads."""


def add_views(workspace: Workspace) -> dict[str, int]:
    """Write durations in days and the outcomes; counts go to build.json."""
    statements, names = workspace.statements, workspace.names
    counts: Counter[str] = Counter()
    notes: list[Note] = []

    def lines(views: Views) -> Iterator[str]:
        for kind, found in views.items():
            for item in found:
                counts["notes" if isinstance(item, Note) else kind] += 1
                if isinstance(item, Note):
                    notes.append(item)
                else:
                    yield from item

    durations_ = duration_lines(lambda name: statements.values(name).iter_rows())
    outcomes = outcome_lines(gathering.gathered(statements), names)
    statements.append(lines({"durations": durations_, "outcomes": outcomes}))
    statements.append(_noted(notes, statements, names))
    return dict(counts)


def views(store: ox.Store, names: Names) -> Views:
    """For each kind of view of what is in a store: the N-Triples lines of each node that it adds
    to, and a note on each value that nothing could be made of."""

    def values(name: str) -> Iterator[tuple[str, str, bool]]:
        for subject, value in pairs(store, name):
            yield subject, value.value, isinstance(value, ox.NamedNode)

    return {"durations": duration_lines(values), "outcomes": outcome_lines(store, names)}


def _noted(notes: Sequence[Note], statements: Statements, names: Names) -> Iterator[str]:
    """The lines of notes, each about the source of the record in which its resource stands."""
    about = pl.Series([note.resource for note in notes], dtype=pl.String).unique()
    record_of = _first(statements, CG.inRecord, about)
    records = pl.concat([about, pl.Series(list(record_of.values()), dtype=pl.String)]).unique()
    source_of = _first(statements, PROV.wasDerivedFrom, records)
    for note in notes:
        resource = note.resource or ""
        source = source_of.get(record_of.get(resource, resource))
        yield from note_lines(note, names, source, "repair")


def _first(statements: Statements, predicate: str, about: pl.Series) -> dict[str, str]:
    """The first IRI to which a property leads from each of some resources."""
    found = (
        statements.values(predicate, about=about)
        .filter("is_iri")
        .unique("subject", keep="first", maintain_order=True)
    )
    return dict(found.select("subject", "value").iter_rows())
