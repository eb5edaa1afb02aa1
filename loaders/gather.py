"""Which sources a build reads: the paths that were given, and what lies in the data folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import chain, count
from pathlib import Path

from graph.settings import Settings
from loaders.ctdl import schema_files
from loaders.source import Kind, Source, printable

CONTEXTS = Path(str(files("loaders"))) / "contexts"
"""The pinned JSON-LD contexts and the CTDL vocabulary that `make` takes from packages."""

Paths = Mapping[Kind, tuple[Path, ...]]
"""Paths by the kind of their source."""

_KINDS: tuple[Kind, ...] = ("onet", "ctdl", "ler")


def gather(
    data: Path,
    given: Paths,
    contexts: tuple[Path, ...],
    chosen: Settings,
) -> list[Source]:
    """One source for O*NET, one for CTDL, and one for each collection of learning records.

    With CTDL goes its vocabulary that ships, a source of its own. `contexts` go before the contexts
    that ship.
    """
    folders = pinned(contexts)
    issuers = frozenset(chosen.publishable_issuers)
    return [
        Source(kind, name, paths, folders, issuers, chosen.provisional, chosen.deleted)
        for kind in _KINDS
        for name, paths in _named(kind, (*given.get(kind, ()), *_kept(data, kind)), folders)
    ]


def pinned(contexts: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders of pinned contexts: those that were given, then those that ship."""
    return tuple(folder for folder in (*contexts, CONTEXTS) if folder.is_dir())


def _kept(data: Path, kind: Kind) -> Iterator[Path]:
    folder = data / "sources" / kind
    if folder.is_dir() and any(folder.iterdir()):
        yield folder


def _named(
    kind: Kind, paths: tuple[Path, ...], contexts: tuple[Path, ...]
) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """(name, paths) of each source; collections of one name are told apart by a number."""
    if kind != "ler":
        if paths:
            yield kind, paths
        if kind == "ctdl" and paths and (files := schema_files.shipped(contexts, paths)):
            yield schema_files.NAME, files
        return
    taken: set[str] = set()
    for path in paths:
        name = "ler" if path.stem == "ler" else f"ler-{printable(path.stem)}"
        free = chain([name], (f"{name}-{number}" for number in count(2)))
        taken.add(chosen := next(one for one in free if one not in taken))
        yield chosen, (path,)
