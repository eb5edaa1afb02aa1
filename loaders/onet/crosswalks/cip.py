"""The Classification of Instructional Programs of 2020, and its crosswalk to SOC 2018.

The crosswalk says which occupations a program may prepare for: a possibility, not what a publisher
has said of a program. Source: National Center for Education Statistics,
https://nces.ed.gov/ipeds/cipcode.
"""

from __future__ import annotations

import polars as pl

from graph.triples import iri
from graph.vocabulary import CG, DCT, OWL, SKOS
from loaders.onet.crosswalks.soc import SOC_CODE
from loaders.onet.expressions import a, boolean, literal_of, term, text, triple, under
from loaders.onet.frame import Column
from loaders.onet.table import OCCUPATIONS, Rule, Table, Writing, by_name, declared, occupation

CIP_CODE = r"[0-9]{2}(\.[0-9]{2}([0-9]{2})?)?"
CODES = "CIP 2020 codes"
NO_CIP, NO_SOC = "99.9999", "99-9999"
"""What stands for "no match" in the crosswalk."""
RETIRED = ("Deleted", "Moved from")
"""What the file says of codes that are no longer in use."""


def program(writing: Writing, code: pl.Expr) -> pl.Expr:
    """The IRI of an instructional program by its code."""
    return under(writing.base("cip"), code)


def _codes(writing: Writing) -> list[pl.Expr]:
    node = program(writing, pl.col("CIPCode"))
    above = program(writing, pl.col("CIPCode").str.extract(r"^(.+?)\.?[0-9]{2}$"))
    retired = pl.when(pl.col("Action").is_in(RETIRED)).then(node)
    return [
        *declared(writing.names.of("cip"), "Classification of Instructional Programs 2020"),
        *_named(writing, node, "CIPCode", "CIPTitle"),
        triple(node, SKOS.broader, term(above)),
        triple(node, DCT.description, text("CIPDefinition")),
        triple(retired, OWL.deprecated, boolean(pl.lit(True))),
        triple(node, DCT.isReplacedBy, term(program(writing, pl.col("Successor")))),
    ]


def _named(writing: Writing, node: pl.Expr, code: str, title: str) -> list[pl.Expr]:
    return [
        *a(node, CG.InstructionalProgram, SKOS.Concept),
        triple(node, SKOS.notation, text(code, None)),
        # Every title ends with a full stop, which is no part of a name.
        triple(node, SKOS.prefLabel, literal_of(pl.col(title).str.strip_suffix("."), "en")),
        triple(node, SKOS.inScheme, pl.lit(iri(writing.names.of("cip")))),
    ]


def with_successors(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds ``Successor``: the code that content was moved to, where one title tells it."""
    size = pl.col("CIPCode").str.len_chars().alias("size")
    moved = rows.filter(pl.col("Action") == "Moved to").select(
        pl.lit("Moved from").alias("Action"), "CIPTitle", size, pl.col("CIPCode").alias("Successor")
    )
    found = moved.unique(["CIPTitle", "size"], keep="none")
    joined = rows.with_columns(size).join(
        found, on=["Action", "CIPTitle", "size"], how="left", maintain_order="left"
    )
    return joined.drop("size")


def _crosswalk(writing: Writing) -> list[pl.Expr]:
    node = program(writing, pl.col("CIP2020Code"))
    known = writing.known.get(CODES, pl.DataFrame({"CIPCode": []}, {"CIPCode": pl.String}))
    untold = pl.when(~pl.col("CIP2020Code").is_in(known["CIPCode"].implode())).then(node)
    return [
        *_named(writing, untold, "CIP2020Code", "CIP2020Title"),
        triple(node, CG.crosswalkOccupation, term(occupation("Occupation"))),
    ]


def with_occupation(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds ``Occupation``, the O*NET-SOC code of a SOC code."""
    code = pl.concat_str(pl.col("SOC2018Code"), pl.lit(".00"))
    return rows.with_columns(code.alias("Occupation"))


TABLES = by_name(
    Table(
        CODES,
        (
            Column("CIPCode", CIP_CODE),
            Column("CIPTitle"),
            Column("Action", required=False, may_be_absent=True),
            Column("CIPDefinition", required=False, may_be_absent=True),
        ),
        key=("CIPCode",),
        lines=_codes,
        prepare=with_successors,
        not_loaded=frozenset({"CIPFamily", "TextChange", "CrossReferences", "Examples"}),
    ),
    Table(
        "CIP 2020 to SOC 2018 crosswalk",
        (
            Column("CIP2020Code", CIP_CODE),
            Column("CIP2020Title"),
            Column("SOC2018Code", SOC_CODE),
        ),
        key=("CIP2020Code", "SOC2018Code"),
        lines=_crosswalk,
        derived=with_occupation,
        derived_columns=(Column("Occupation", refers_to=OCCUPATIONS),),
        left_out=Rule(
            "CIP2020Code",
            (pl.col("CIP2020Code") == NO_CIP) | (pl.col("SOC2018Code") == NO_SOC),
            "no-match",
            "the crosswalk says that there is no match",
        ),
        not_loaded=frozenset({"SOC2018Title"}),
    ),
)
