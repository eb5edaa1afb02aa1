"""The tables of a text release, a module per subject. A new table is one `Table` in one of them."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.onet.table import Table
from loaders.onet.tables import (
    activities,
    content_model,
    element_links,
    interests,
    job_zones,
    occupations,
    ratings,
    survey,
    tasks,
    technology,
    titles,
)

TABLES: Mapping[str, Table] = {
    name: table
    for subject in (
        occupations,
        content_model,
        job_zones,
        ratings,
        interests,
        tasks,
        activities,
        element_links,
        technology,
        titles,
        survey,
    )
    for name, table in subject.TABLES.items()
}
"""The tables by the stem of their file, in the order in which they are read: what a table refers to
stands before it."""
