"""Which files of an O*NET source are loaded, and why the others are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from loaders.onet.tables import TABLES
from loaders.source import SourceError, SourceFile

_RELEASE = re.compile(r"(?:^|/)db_(\d+)_(\d+)")
_STATED = re.compile(rb"O\*NET ([0-9]+\.[0-9]+) Database")
_REASONS = {
    "txt": ("unknown-table", "no table that this version of credgraph knows"),
    "xlsx": ("other-format", "a spreadsheet; load the text release instead"),
    "json": ("other-format", "not the text release; load that instead"),
    "sql": ("other-format", "not the text release; load that instead"),
}


@dataclass(frozen=True)
class Chosen:
    """A file with the table that it holds; or, without a table, a CSV to be judged by its columns;
    or, with a reason, a file that is left out."""

    file: SourceFile
    table: str | None = None
    code: str = ""
    reason: str = ""


def release_of(name: str) -> tuple[int, int]:
    """The release in a file's path: ``db_30_1_text/Skills.txt`` → (30, 1); (0, 0) without."""
    match = _RELEASE.search(name)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def version_of(files: Iterable[SourceFile]) -> str | None:
    """The release, ``30.1``: by the name of its folder or zip, else as its Read Me says."""
    files = list(files)
    major, minor = newest_release(files)
    if major:
        return f"{major}.{minor}"
    with suppress(SourceError):  # a Read Me is no table: without one the rest still loads
        for file in filter(_is_read_me, files):
            if match := _STATED.search(file.read()):
                return match[1].decode()
    return None


def newest_release(files: Iterable[SourceFile]) -> tuple[int, int]:
    """The newest release that has one of our tables among the files; (0, 0) without."""
    return max((release_of(file.name) for file in files if _table_of(file)), default=(0, 0))


def choose(files: Iterable[SourceFile]) -> Iterator[Chosen]:
    """Each file with what becomes of it. Releases are not mixed: of two the newest is read."""
    files = list(files)
    newest = newest_release(files)
    taken: set[str] = set()
    for file in files:
        table = _table_of(file)
        if table is None:
            yield _other(file)
        elif release_of(file.name) != newest:
            reason = f"release {newest[0]}.{newest[1]} is among the sources"
            yield Chosen(file, None, "superseded", reason)
        elif table in taken:
            yield Chosen(file, None, "superseded", "this table was already read")
        else:
            taken.add(table)
            yield Chosen(file, table)


def _table_of(file: SourceFile) -> str | None:
    """The table in a file, by its name, whatever the case of its letters."""
    stem, _, ending = file.name.rpartition("/")[2].rpartition(".")
    return _STEMS.get(stem.lower()) if ending.lower() == "txt" else None


def _other(file: SourceFile) -> Chosen:
    name = file.name.lower()
    if name.endswith(".csv"):
        return Chosen(file)
    if _is_read_me(file):
        return Chosen(file, None, "no-table", "release notes, not a table")
    no_table = ("no-table", "not a tab-separated table of a text release")
    return Chosen(file, None, *_REASONS.get(name.rpartition(".")[2], no_table))


def _is_read_me(file: SourceFile) -> bool:
    return file.name.rpartition("/")[2].lower() in {"read me.txt", "readme.txt"}


_STEMS = {name.lower(): name for name in TABLES}
