"""The steps that every build has after its sources were read. Their usual order:

`begin_filling`: from here on the engine loads into the store what sources and steps wrote, while
others go on; what adds to the graph (`vocabulary`, labels, `dangling`, links, views, the career
graph, and `describe`), with `pause_filling` before the links, which take the most memory;
`profile`, and `summarize`, which adds its counts to the graph; `complete_filling`, which waits
until the engine has loaded everything; the full-text index and the `download`, while it compacts
the store; `finish_filling`, which waits for that; and `check`.
"""

from graph.builds.steps.dangling import READS as DANGLING_READS
from graph.builds.steps.dangling import dangling
from graph.builds.steps.description import describe
from graph.builds.steps.downloads import download
from graph.builds.steps.filling import (
    begin_filling,
    check,
    complete_filling,
    finish_filling,
    pause_filling,
)
from graph.builds.steps.profiling import profile
from graph.builds.steps.summary import summarize
from graph.builds.steps.vocabulary import vocabulary

__all__ = [
    "DANGLING_READS",
    "begin_filling",
    "check",
    "complete_filling",
    "dangling",
    "describe",
    "download",
    "finish_filling",
    "pause_filling",
    "profile",
    "summarize",
    "vocabulary",
]
