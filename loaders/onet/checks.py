"""Which rows of a table can be used: their cells fit, their key is new, what they name is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from loaders.onet.frame import Column, Reject, set_aside
from loaders.onet.table import RANK_SCALES, Table

SCALES = "Scales Reference"


def usable(
    rows: pl.DataFrame, table: Table, known: Mapping[str, pl.DataFrame], rejects: list[Reject]
) -> pl.DataFrame:
    """The rows of a table that can be used, without those that it leaves out; what can't be used
    goes to `rejects`. `known` are the tables read before, as in `resolved`."""
    rows = table.derived(fitting(rows, table.columns, rejects))
    if table.left_out:
        rows = rows.filter(~table.left_out.applies)
    rows = table.renamed(distinct(rows, table.key, rejects), known)
    rows = resolved(rows, (*table.columns, *table.derived_columns), known, rejects)
    for rule in table.rejected:
        rows = set_aside(rows, rule.applies, rule.code, rule.reason, rule.column, rejects)
    if SCALES in known and "Data Value" in rows.columns:
        rows = within_scale(rows, known[SCALES], rejects)
    return rows


def fitting(rows: pl.DataFrame, columns: Sequence[Column], rejects: list[Reject]) -> pl.DataFrame:
    """The rows whose cells match their columns' patterns, with all that must be there."""
    for column in columns:
        bad = ~pl.col(column.name).str.contains(f"^(?:{column.pattern})$")
        bad = bad.fill_null(column.required)
        reason = f"not a usable {column.name}"
        rows = set_aside(rows, bad, "bad-value", reason, column.name, rejects)
    return rows


def distinct(rows: pl.DataFrame, key: Sequence[str], rejects: list[Reject]) -> pl.DataFrame:
    """The rows whose key stands for the first time."""
    again = ~pl.struct(key).is_first_distinct()
    reason = f"the same {' and '.join(key)} as in a line before"
    return set_aside(rows, again, "duplicate-key", reason, key[0], rejects)


def resolved(
    rows: pl.DataFrame,
    columns: Sequence[Column],
    known: Mapping[str, pl.DataFrame],
    rejects: list[Reject],
) -> pl.DataFrame:
    """The rows that name only what `known` tables have (their keys are the first column).

    A column that refers to no table that is at hand can't be checked: its rows are kept.
    """
    for column in columns:
        names = [name for name in (column.refers_to, *column.or_to) if name and name in known]
        if names:
            keys = pl.concat(known[name].to_series().alias("") for name in names).implode()
            bad = ~pl.col(column.name).is_in(keys).fill_null(True)
            reason = f"{column.name} is not in {' or '.join(names)}"
            rows = set_aside(rows, bad, "unknown-reference", reason, column.name, rejects)
    return rows


def within_scale(rows: pl.DataFrame, scales: pl.DataFrame, rejects: list[Reject]) -> pl.DataFrame:
    """The rows whose value lies between the minimum and the maximum of their scale.

    `scales` is Scales Reference; a scale that it has not bounds nothing. It bounds one rank from 1,
    where the ratings use 0 for no rank.
    """
    bounds = scales.select(
        "Scale ID", *(pl.col(name).cast(pl.Float64) for name in ("Minimum", "Maximum"))
    )
    joined = rows.join(bounds, on="Scale ID", how="left", maintain_order="left")
    inside = pl.col("Data Value").cast(pl.Float64).is_between("Minimum", "Maximum")
    reason = "outside the bounds of its scale"
    no_rank = pl.col("Scale ID").is_in(RANK_SCALES) & (pl.col("Data Value").cast(pl.Float64) == 0)
    bad = ~(inside.fill_null(True) | no_rank)
    kept = set_aside(joined, bad, "out-of-scale", reason, "Data Value", rejects)
    return kept.drop("Minimum", "Maximum")
