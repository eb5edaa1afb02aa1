"""The steps that every build has after its sources were read. Their usual order:

`begin_filling`: from here on the engine loads into the store what sources and steps wrote, while
others go on; what adds to the graph (`vocabulary`, labels, `dangling`, links, views, the career
graph, and `describe`); `write_out`, so that the engine need not do it later; `profile`, and
`summarize`, which adds its counts to the graph; `end_filling`, since that was the last; the
`download` and the full-text index, while the engine compacts the store; `finish_filling`, which
waits for that; and `check`.
"""

from graph.builds.steps.dangling import READS as DANGLING_READS
from graph.builds.steps.dangling import dangling
from graph.builds.steps.description import describe
from graph.builds.steps.downloads import download
from graph.builds.steps.filling import (
    begin_filling,
    check,
    end_filling,
    finish_filling,
    write_out,
)
from graph.builds.steps.profiling import profile
from graph.builds.steps.summary import summarize
from graph.builds.steps.vocabulary import vocabulary

__all__ = [
    "DANGLING_READS",
    "begin_filling",
    "check",
    "dangling",
    "describe",
    "download",
    "end_filling",
    "finish_filling",
    "profile",
    "summarize",
    "vocabulary",
    "write_out",
]
