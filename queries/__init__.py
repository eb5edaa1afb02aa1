"""Query files: SPARQL with a header that says what to ask for; one file is a form, a page, data.

``catalog()`` gives them by id, ``Query.bind`` puts checked values into one. See docs/queries.md.
"""

from queries.catalog import catalog
from queries.errors import BadParameter, BadQueryFile
from queries.query import Parameter, Query

__all__ = ["BadParameter", "BadQueryFile", "Parameter", "Query", "catalog"]
