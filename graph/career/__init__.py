"""The career graph: how far occupations are from each other in their skills, where one can move
from each in a few steps, and which are bridges. docs/onet.md has the formulas and their limits.

Loaders ask for the distances while they have the ratings as columns; the build step does the rest.
"""

from graph.career.distance import nearest
from graph.career.step import READS, add_career_graph

__all__ = ["READS", "add_career_graph", "nearest"]
