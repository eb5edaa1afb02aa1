"""Fetching O*NET releases, and the crosswalks that go with them, into the folder of sources."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from graph.progress import Progress
from loaders.fetching import only_fetch
from loaders.onet.fetch.checks import check
from loaders.outbound import Outbound, OutboundError
from loaders.outbound.download import download
from loaders.source import SourceError

__all__ = ["fetch_crosswalks", "fetch_release", "releases"]

MAX_FILE = 1 << 30
"""Bytes that one of the files may have, packed."""

_RELEASE_FILE = re.compile(r"db_\d+_\d+_text\.zip")


@dataclass(frozen=True)
class Release:
    """A release of the database; `tables`: what its zip must hold to be whole; `sha256`: what its
    digest is known to be, or ""."""

    version: str
    published: str
    url: str
    tables: tuple[str, ...]
    sha256: str

    @property
    def file(self) -> str:
        """The name of its zip, which tells loaders the version."""
        return self.url.rpartition("/")[2]


@dataclass(frozen=True)
class Crosswalk:
    """A file of an agency, where it is and what it is kept as."""

    name: str
    url: str
    file: str


def releases() -> dict[str, Release]:
    """The known releases by version, the newest first."""
    table = _table("releases.toml")
    found = {}
    for one in table["releases"]:
        url = table["url"].format(release=one["version"].replace(".", "_"))
        tables = tuple(table["layouts"][one["layout"]]["tables"])
        digest = one.get("sha256", "")
        found[one["version"]] = Release(one["version"], one["published"], url, tables, digest)
    return found


def crosswalks() -> list[Crosswalk]:
    """The known crosswalks, in the order of their table."""
    return [Crosswalk(**one) for one in _table("crosswalks.toml")["crosswalks"]]


def fetch_release(
    client: Outbound, release: Release, folder: Path, mirror: str, sha256: str, progress: Progress
) -> str:
    """Put a release's zip into `folder`, in place of other releases; what was done, in words.

    `mirror`: the address of a server to ask instead; `sha256`: what its digest must be, or "" for
    what it is known to be, if it is.
    Errors: `OutboundError`; `SourceError` where it is not whole, or another fetch is running.
    """
    url, digest = _at(release.url, mirror), sha256 or release.sha256
    with only_fetch(folder):
        _bring(client, url, folder, release.file, progress, release.tables, digest)
        known = (one for one in folder.iterdir() if _RELEASE_FILE.fullmatch(one.name))
        others = sorted(one for one in known if one.name != release.file)
        for other in others:
            other.unlink()
    replaced = f", in place of {', '.join(one.name for one in others)}" if others else ""
    return f"O*NET {release.version} is at {folder / release.file}{replaced}"


def fetch_crosswalks(
    client: Outbound, folder: Path, mirror: str, given: Sequence[Path], progress: Progress
) -> tuple[list[str], list[str]]:
    """Put every crosswalk into `folder`, or only the files that are `given`: (what was done, what
    failed and why), in words. Errors: `SourceError` where another fetch is running."""
    with only_fetch(folder):
        return (_take(given, folder), []) if given else _all(client, folder, mirror, progress)


def _all(
    client: Outbound, folder: Path, mirror: str, progress: Progress
) -> tuple[list[str], list[str]]:
    done, failed = [], []
    for one in crosswalks():
        try:
            _bring(client, _at(one.url, mirror), folder, one.file, progress)
        except (OutboundError, SourceError) as error:
            failed.append(
                f"{one.name}: {error}; or get {one.url} with a browser and give it with --from"
            )
        else:
            done.append(f"{one.name} is at {folder / one.file}")
    return done, failed


def _take(paths: Sequence[Path], folder: Path) -> list[str]:
    """Put files that are at hand into `folder`, after the same checks; what was done, in words.

    Errors: `SourceError` before anything was put there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        check(path, path.name)
    for path in paths:
        incoming = folder / f".incoming-{path.name}"
        shutil.copyfile(path, incoming)
        os.replace(incoming, folder / path.name)
    return [f"{path.name} is at {folder / path.name}" for path in paths]


def _bring(
    client: Outbound,
    url: str,
    folder: Path,
    name: str,
    progress: Progress,
    tables: Sequence[str] = (),
    sha256: str = "",
) -> None:
    """Download to a hidden name, look at it, and only then give it its own."""
    incoming = folder / f".incoming-{name}"
    download(
        client, url, incoming, MAX_FILE, sha256.lower() or None,
        progress=lambda done, total: progress(done, total, "bytes"),
    )  # fmt: skip
    try:
        check(incoming, name, tables)
    except SourceError:
        incoming.unlink()
        raise
    os.replace(incoming, folder / name)


def _at(url: str, mirror: str) -> str:
    """The address of a file on a mirror, which has the same paths."""
    if not mirror:
        return url
    parts = urlsplit(url)
    return f"{mirror.rstrip('/')}{parts.path}{f'?{parts.query}' if parts.query else ''}"


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("loaders.onet.fetch") / name).read_text("utf-8"))
