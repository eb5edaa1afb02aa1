"""Builds: the graph is compiled, like a static site, and never changed afterwards."""

from graph.builds.prune import prune
from graph.builds.run import BuildError, Step, Workspace, run
from graph.builds.shelf import Build, builds, current

__all__ = ["Build", "BuildError", "Step", "Workspace", "builds", "current", "prune", "run"]
