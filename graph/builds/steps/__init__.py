"""The steps that every build has after its sources were read. Their usual order:

what adds to the graph (`vocabulary`, labels, `dangling`, links, views, the career graph, and
`describe`), while the engine is given what the sources gave (`fill_store`); then `profile`, and
`summarize`, which adds its counts to the graph; then the engine is given the rest
(`complete_store`), on all cores; the `download`, while it compacts its store (`optimize`), which it
does on one; and `check`.
"""

from graph.builds.steps.dangling import READS as DANGLING_READS
from graph.builds.steps.dangling import dangling
from graph.builds.steps.description import describe
from graph.builds.steps.downloads import download
from graph.builds.steps.filling import check, complete_store, fill_store, optimize
from graph.builds.steps.profiling import profile
from graph.builds.steps.summary import summarize
from graph.builds.steps.vocabulary import vocabulary

__all__ = [
    "DANGLING_READS",
    "check",
    "complete_store",
    "dangling",
    "describe",
    "download",
    "fill_store",
    "optimize",
    "profile",
    "summarize",
    "vocabulary",
]
