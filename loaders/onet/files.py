"""Which files of an O*NET source are loaded, and why the others are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from loaders.onet.sheets import ENDINGS
from loaders.onet.tables import TABLES
from loaders.source import SourceError, SourceFile

_RELEASE = re.compile(r"(?:^|/)db_(\d+)_(\d+)")
_STATED = re.compile(rb"O\*NET ([0-9]+\.[0-9]+) Database")
_REASONS = {
    "txt": ("unknown-table", "no table that this version of credgraph knows"),
    "sql": ("other-format", "not the text release; load that instead"),
}
OTHER_FORMAT = ("other-format", "not the text release; load that instead")


@dataclass(frozen=True)
class Chosen:
    """A file with the table that it holds; or, without a table, one to be judged by what is in it;
    or, with a reason, a file that is left out."""

    file: SourceFile
    table: str | None = None
    code: str = ""
    reason: str = ""

    @property
    def ending(self) -> str:
        """The end of the file's name, in small letters."""
        return self.file.name.rpartition(".")[2].lower()


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
    """The newest release of our tables among the files, or else of the RDF edition; (0, 0) without
    either."""
    files = list(files)
    tables = [release_of(file.name) for file in files if _table_of(file)]
    edition = [release_of(file.name) for file in files if file.name.lower().endswith(".nt")]
    return max(tables or edition, default=(0, 0))


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
    stem, _, ending = _stem_and_ending(file)
    return _STEMS.get(stem) if ending == "txt" else None


def _other(file: SourceFile) -> Chosen:
    stem, _, ending = _stem_and_ending(file)
    if ending in ENDINGS and stem.replace("_", " ") in _PLAIN_STEMS:
        return Chosen(file, None, *OTHER_FORMAT)
    if ending in (*ENDINGS, "json", "nt"):
        return Chosen(file)
    if _is_read_me(file):
        return Chosen(file, None, "no-table", "release notes, not a table")
    no_table = ("no-table", "not a table of a text release, and no crosswalk")
    return Chosen(file, None, *_REASONS.get(ending, no_table))


def _stem_and_ending(file: SourceFile) -> tuple[str, str, str]:
    return file.name.rpartition("/")[2].lower().rpartition(".")


def _is_read_me(file: SourceFile) -> bool:
    return file.name.rpartition("/")[2].lower() in {"read me.txt", "readme.txt"}


_STEMS = {name.lower(): name for name in TABLES}
_PLAIN_STEMS = {re.sub(r"[^a-z]+", " ", stem).strip() for stem in _STEMS} | _STEMS.keys()
