"""What a query is made of, with the place of every part: groups, triples, filters.

The tokens say where things stand, and a small parser of the parts that advice is about puts them
together. What it does not know it does not guess: `read` then raises `Unread`.
"""

from queries.reading.parts import Edit, Filter, Group, Nested, Span, Statement, Triple, edited
from queries.reading.query import Reading, Unread, read

__all__ = [
    "Edit",
    "Filter",
    "Group",
    "Nested",
    "Reading",
    "Span",
    "Statement",
    "Triple",
    "Unread",
    "edited",
    "read",
]
