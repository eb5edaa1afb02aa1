"""Builds: the graph is compiled, like a static site, and never changed afterwards."""

from graph.builds.prune import prune
from graph.builds.run import Step, Workspace, digest_of, run
from graph.builds.shelf import Build, BuildError, builds, current, current_id, find, unreadable
from graph.progress import Progress, unwatched

__all__ = [
    "Build",
    "BuildError",
    "Progress",
    "Step",
    "Workspace",
    "builds",
    "current",
    "current_id",
    "digest_of",
    "find",
    "prune",
    "run",
    "unreadable",
    "unwatched",
]
