"""Steps that give the engine all statements, compact its store, and refuse what can't be right."""

from __future__ import annotations

from graph.builds import engine
from graph.builds.run import Workspace
from graph.builds.shelf import BuildError

BESIDE = 512 << 20
"""Bytes of text that are loaded while other steps work on it. That saves a tenth of the time; of
more text both at once take more memory than a build should, up to 1.7 GiB each."""
_SPELLED_TWICE = 0.001
"""The share of statements that may be such; more means that something was counted wrongly."""


def fill_store(workspace: Workspace) -> None:
    """Load into the store the finished parts of the statements, if they are not very large."""
    parts = workspace.statements.parts[:-1]
    if sum(part.stat().st_size for part in parts) <= BESIDE:
        engine.load(workspace.store, parts)
        workspace.filled = len(parts)


def complete_store(workspace: Workspace) -> None:
    """Load all that the store does not hold yet."""
    parts = workspace.statements.parts[workspace.filled :]
    engine.load(workspace.store, parts, workspace.progress)


def optimize(workspace: Workspace) -> dict[str, int]:
    """Compact the store: scans become up to 6 times faster. For build.json: its statements."""
    return {"statements": engine.optimize(workspace.store)}


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
