"""Steps that give the engine all statements, compact its store, and refuse what can't be right."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graph.builds.run import Workspace
from graph.builds.shelf import BuildError

BESIDE = 512 << 20
"""Bytes of text up to which the engine loads beside all other steps."""
_SPELLED_TWICE = 0.001
"""The share of statements that may be such; more means that something was counted wrongly."""


def begin_filling(workspace: Workspace) -> None:
    """Let the engine load what is written, and from now on what each step adds. Both at once take
    a tenth less time, and the memory of both: of much text it loads only what the sources wrote."""
    workspace.filling.begin()
    workspace.hand_over()
    size = sum(part.stat().st_size for part in workspace.statements.parts)
    workspace.holds_back = size > BESIDE


def pause_filling(workspace: Workspace) -> None:
    """Of much text, let the engine read what it was given, before steps that take much memory."""
    if workspace.holds_back:
        workspace.filling.wait_taken()


def complete_filling(workspace: Workspace) -> None:
    """Wait until the engine has loaded all statements: there are no more."""
    workspace.holds_back = False
    workspace.hand_over()
    workspace.holds_back = True
    workspace.filling.end()
    workspace.filling.wait_loaded(workspace.progress)


def finish_filling(workspace: Workspace) -> dict[str, Any]:
    """Wait until the store is compacted. For build.json: see `engine.Filled`.

    Nothing reads the text any more, which is larger than the store: it is removed meanwhile.
    """
    workspace.statements.close()
    return asdict(workspace.filling.wait_filled())


def check(workspace: Workspace) -> dict[str, int]:
    """Refuse a build of a source that gave nothing, or whose counts do not add up.

    What the steps counted in the text has to be what the engine holds; but for a few values that
    one subject has in two spellings ("2026-01-01T00:00:00Z", "…+00:00"), which it holds once. For
    build.json: how many.
    """
    counted = workspace.info["profile"]["triples"]
    held = workspace.info["optimize"]["statements"]
    if not 0 <= counted - held <= counted * _SPELLED_TWICE:
        raise BuildError(f"{counted:,} statements were counted, but the store holds {held:,}")
    for source in workspace.info["sources"]:
        # Of learner records it is usual that none may be published.
        if source["kind"] != "ler" and not any(t["loaded"] for t in source["tables"].values()):
            reason = "nothing in it could be loaded"
            raise BuildError(f"{source['source']}: {reason}; see its paths. The old build stays")
        if not source["reconciles"]:
            raise BuildError(f"{source['source']}: counts in are not counts out plus rejects")
    return {"values_spelled_twice": counted - held}
