"""The steps that every build has after its sources were read. Their usual order:

what adds to the graph (`vocabulary`, labels, `dangling`, links, views, the career graph, and
`describe` last), then `profile`, then the `download` and beside it the engine (`fill_store`,
`optimize`), what is asked of it (`schema`), and `check`.
"""

from graph.builds.steps.dangling import READS as DANGLING_READS
from graph.builds.steps.dangling import dangling
from graph.builds.steps.description import describe
from graph.builds.steps.downloads import download
from graph.builds.steps.filling import check, fill_store, optimize
from graph.builds.steps.profiling import profile
from graph.builds.steps.schema import schema
from graph.builds.steps.vocabulary import vocabulary

__all__ = [
    "DANGLING_READS",
    "check",
    "dangling",
    "describe",
    "download",
    "fill_store",
    "optimize",
    "profile",
    "schema",
    "vocabulary",
]
