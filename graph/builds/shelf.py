"""The builds of a data folder: which there are, and which is current."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

BUILD_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


@dataclass(frozen=True)
class Build:
    """One finished build. `folder` holds ``public/`` (until it is pruned) and ``build.json``."""

    folder: Path

    @property
    def id(self) -> str:
        """UTC time + 8 hex digits of the digest of sources, mappings and code: the version."""
        return self.folder.name

    @property
    def public(self) -> Path:
        """The public Oxigraph store."""
        return self.folder / "public"

    @property
    def is_pruned(self) -> bool:
        """Whether only its build.json is left."""
        return not self.public.exists()

    @cached_property
    def info(self) -> dict[str, Any]:
        """build.json: sources, counts, rejects, timings."""
        info: dict[str, Any] = json.loads((self.folder / "build.json").read_text("utf-8"))
        return info

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())


def builds(data: Path) -> list[Build]:
    """Every finished build, newest first; pruned ones too."""
    folder = data / "builds"
    if not folder.is_dir():
        return []
    finished = [p for p in folder.iterdir() if BUILD_ID.fullmatch(p.name)]
    return [Build(p) for p in sorted(finished, reverse=True) if (p / "build.json").exists()]


def current(data: Path) -> Build | None:
    """The build that is served, or None before the first."""
    link = data / "current"
    if not link.is_symlink():
        return None
    build = Build(data / "builds" / link.readlink().name)
    return build if (build.folder / "build.json").exists() else None
