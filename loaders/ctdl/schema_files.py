"""The vocabulary that ships: without it a concept of CTDL has neither a type nor a label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from loaders.ctdl import terms
from loaders.json_text import BadDocument, listed, parse

NAME = "ctdl-schema"
"""Of the folder with the schema files, beside the contexts; and of the source that they are."""

_HEAD = 1 << 12
_KINDS = (b"rdfs:Class", b"rdf:Property")


def shipped(contexts: Iterable[Path], given: Iterable[Path]) -> tuple[Path, ...]:
    """The schema files in the first folder of contexts that has any, but for those in whose place
    the user gives one: a file (not in a zip) that describes at least half of the same terms."""
    folders = (folder / NAME for folder in contexts)
    files = next((found for one in folders if (found := sorted(one.glob("*.json")))), [])
    theirs = [_described(path) for path in _schemas(given)] if files else []
    if not theirs:
        return tuple(files)
    return tuple(path for path in files if not _is_covered(_described(path), theirs))


def terms_in(contexts: Iterable[Path]) -> frozenset[str]:
    """The IRIs of all terms in the vocabulary that ships, and of those that have a type there or in
    a context; none where no vocabulary ships."""
    described = [_described(path) for path in shipped(contexts, ())]
    return frozenset().union(*described, terms.coerced()) if described else frozenset()


def _is_covered(names: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    return any(len(names & other) * 2 >= len(names) for other in others)


def _schemas(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that begin as a schema file does."""
    for path in paths:
        for file in path.rglob("*.json*") if path.is_dir() else [path]:
            try:
                with file.open("rb") as opened:
                    head = opened.read(_HEAD)
            except OSError:
                continue  # the loader tells of it
            if any(kind in head for kind in _KINDS):
                yield file


def _described(path: Path) -> frozenset[str]:
    """The IRIs of the terms that a schema file describes; none where it can't be read."""
    try:
        schema = parse(path.read_bytes())
    except (OSError, BadDocument):
        return frozenset()
    nodes = listed(schema.get("@graph")) if isinstance(schema, dict) else []
    names = (node.get("@id") for node in nodes if isinstance(node, dict))
    return frozenset(terms.expand(name) or name for name in names if isinstance(name, str))
