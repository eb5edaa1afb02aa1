"""The statements of a build that is being made: text, and columns that its steps work on."""

from graph.statements.samples import Samples
from graph.statements.share import Share
from graph.statements.statements import Statements

__all__ = ["Samples", "Share", "Statements"]
