"""The builds of a data folder: which there are, and which is current."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.errors import KnownError

BUILD_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
INFO = "build.json"
PROFILE = "profile.json"


class BuildError(KnownError):
    """A build that can't be finished, or can't be read: says what, where, and what to do."""


@dataclass(frozen=True)
class Build:
    """One finished build. `folder` holds ``build.json``, and until it is pruned the store in
    ``public/``, ``profile.json`` and the download ``graph.nt.gz``."""

    folder: Path

    @property
    def id(self) -> str:
        """UTC time + 8 hex digits of the digest of code, sources and settings: the version."""
        return self.folder.name

    @property
    def public(self) -> Path:
        """The public Oxigraph store."""
        return self.folder / "public"

    @property
    def is_pruned(self) -> bool:
        """Whether only its build.json is left."""
        return not self.public.exists()

    @property
    def is_whole(self) -> bool:
        """Whether it can be served: its store is there, and its build.json can be read."""
        return not self.is_pruned and self.is_readable

    @property
    def is_readable(self) -> bool:
        """Whether its build.json can be read."""
        try:
            return bool(self.info)
        except BuildError:
            return False

    @cached_property
    def info(self) -> dict[str, Any]:
        """build.json: sources, counts, rejects, timings. Errors: `BuildError`."""
        path = self.folder / INFO
        try:
            info = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise BuildError(f"{path}: can't be read: {error}; remove the folder") from error
        if not isinstance(info, dict) or info.get("id") != self.id:
            raise BuildError(f"{path}: not of build {self.id}; remove the folder")
        return info

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())


def builds(data: Path) -> list[Build]:
    """Every finished build, newest first; pruned ones too. Those without a build.json that can
    be read are left out."""
    return [build for build in _named(data) if build.is_readable]


def unreadable(data: Path) -> list[str]:
    """Of every build that can't be read what is wrong, and what to do."""
    told = []
    for build in _named(data):
        try:
            _ = build.info
        except BuildError as error:
            told.append(str(error))
    return told


def _named(data: Path) -> list[Build]:
    """Whatever is named as a build, newest first."""
    found = (data / "builds").glob("*Z-*")
    named = (Build(path) for path in found if BUILD_ID.fullmatch(path.name))
    return sorted(named, key=lambda build: build.id, reverse=True)


def find(data: Path, build_id: str) -> Build | None:
    """The finished build of this id, pruned or not; None where there is none."""
    build = Build(data / "builds" / build_id)
    return build if BUILD_ID.fullmatch(build_id) and build.is_readable else None


def current_id(data: Path) -> str | None:
    """The id that the link `current` leads to, whether that build is there or not."""
    link = data / "current"
    return link.readlink().name if link.is_symlink() else None


def current(data: Path) -> Build | None:
    """The build that is served; None before the first.

    Where the link `current` is missing or leads to no whole build (a restored backup, a folder
    removed by hand), it is the newest whole one.
    """
    linked = find(data, current_id(data) or "")
    if linked and linked.is_whole:
        return linked
    return next((build for build in builds(data) if build.is_whole), None)
