"""Crosswalks and what they lead to, a module per subject. They are no part of an O*NET release:
each is a CSV file or a workbook of its agency, told by its columns."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.onet.crosswalks import cip, esco, naics, onet_soc, soc, wages
from loaders.onet.table import Table

CROSSWALKS: Mapping[str, Table] = {
    name: table
    for subject in (soc, onet_soc, cip, naics, esco, wages)
    for name, table in subject.TABLES.items()
}
"""The tables by name, in the order in which they are read: what a table refers to stands before
it."""
