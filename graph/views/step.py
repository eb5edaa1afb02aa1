"""The build step that writes the views, and a note on each value that none could be made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox

from graph.builds.run import Workspace
from graph.iris import Names
from graph.sink import Note, note_lines
from graph.views.durations import duration_lines
from graph.views.gathering import gathered
from graph.views.outcomes import outcome_lines
from graph.vocabulary import CG, PROV


def add_views(workspace: Workspace) -> dict[str, int]:
    """Write durations in days and the outcomes; counts go to build.json."""
    counts: Counter[str] = Counter()
    store = gathered(workspace.statements)
    workspace.statements.append(_lines(store, workspace.names, counts))
    return dict(counts)


def views(store: ox.Store, names: Names) -> dict[str, Iterator[list[str] | Note]]:
    """For each kind of view: the N-Triples lines of each node that it adds to, and a note on each
    value that nothing could be made of."""
    return {"durations": duration_lines(store), "outcomes": outcome_lines(store, names)}


def _lines(store: ox.Store, names: Names, counts: Counter[str]) -> Iterator[str]:
    for kind, found in views(store, names).items():
        for item in found:
            counts["notes" if isinstance(item, Note) else kind] += 1
            yield from _noted(store, item, names) if isinstance(item, Note) else item


def _noted(store: ox.Store, note: Note, names: Names) -> list[str]:
    record = _first(store, note.resource or "", CG.inRecord) or note.resource or ""
    source = _first(store, record, PROV.wasDerivedFrom)
    return note_lines(note, names, source, "repair")


def _first(store: ox.Store, subject: str, predicate: str) -> str | None:
    found = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return next((q.object.value for q in found if isinstance(q.object, ox.NamedNode)), None)
