"""Steps that give the engine all statements, compact its store, and refuse what can't be right."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graph.builds.run import Workspace
from graph.builds.shelf import BuildError

_SPELLED_TWICE = 0.001
"""The share of statements that may be such; more means that something was counted wrongly."""


def begin_filling(workspace: Workspace) -> None:
    """Let the engine load what is written, and from now on what each step adds."""
    workspace.filling.begin()


def write_out(workspace: Workspace) -> None:
    """Let the engine write all that it has, since only few statements are still to come."""
    workspace.filling.write_out()


def end_filling(workspace: Workspace) -> None:
    """Tell the engine that there are no more statements: it loads the last, and compacts all."""
    workspace.filling.end()


def finish_filling(workspace: Workspace) -> dict[str, Any]:
    """Wait until all is loaded and the store compacted. For build.json: see `engine.Filled`.

    Nothing reads the text any more, which is larger than the store: it is removed meanwhile.
    Errors: `KnownError` on a term that is not valid, which the engine does not look for.
    """
    workspace.statements.shares()  # of what no step has read, terms are looked at here
    workspace.filling.wait_loaded(workspace.progress)
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
