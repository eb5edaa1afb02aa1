"""The steps that every build has after its sources were read. Their usual order:

`fill_store`, then what adds to the graph (`vocabulary`, labels, links, `dangling`, and `describe`
as the last), then what reads it (`optimize`, `profile`, `download`, `check`).
"""

from graph.builds.steps.dangling import dangling
from graph.builds.steps.description import describe
from graph.builds.steps.downloads import download
from graph.builds.steps.filling import TRIPLES, add, check, fill_store, optimize
from graph.builds.steps.profiling import profile
from graph.builds.steps.vocabulary import vocabulary

__all__ = [
    "TRIPLES",
    "add",
    "check",
    "dangling",
    "describe",
    "download",
    "fill_store",
    "optimize",
    "profile",
    "vocabulary",
]
