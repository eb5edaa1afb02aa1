"""Work activities by the ids that they had to release 30.2, in a release from 30.3."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest

from tests.loaders.onet_release import release, stored, table
from tests.shared import SHARED, needs_shared

MODEL = table(
    "Element ID|Element Name|Description",
    "4.A.1.a.1|Getting|n/a",
    "4.A.1.a.1.b|Get bread ready.|n/a",
    "4.A.1.a.1.b.2|Knead bread.|n/a",
)


@pytest.mark.parametrize(("notation", "title"), [
    ("4.A.1.a.1.I01.D01", "Bake bread."),  # no activity has this title
    ("4.A.1.b.1.I01.D01", "Knead bread."),  # another element
    ("4.A.1.a.1.I01", "Knead bread."),  # of another kind
    ("4.A.1.a.1.I01.D01", None),
    ("4.A.1.a.1.x.9", "Knead bread."),  # no old id
])  # fmt: skip
def test_an_old_id_without_the_same_activity_is_rejected(
    notation: str, title: str | None, tmp_path: Path
) -> None:
    concept = {"@id": "https://example.org/x", "skos:notation": notation, "skos:prefLabel": title}
    scheme = tmp_path / "scheme.json"
    scheme.write_text(json.dumps({"@graph": [concept]}))
    graph = stored(
        tmp_path, release(tmp_path, {"Content Model Reference": MODEL}, "db_31_0_text"), scheme
    )
    (note,) = graph.report.rejects
    assert (note.code, note.value) == ("unknown-reference", notation)
    assert not graph.ask("?ours skos:exactMatch ?theirs")


@needs_shared
def test_the_old_ids_of_the_published_scheme_lead_to_new_ones(tmp_path: Path) -> None:
    """Release 30.1 with new ids: all but the activity that was reworded since are found, each as
    the one with the old id."""
    onet = SHARED / "onet"
    intermediate = read_release("IWA Reference").with_columns(new_id("IWA ID"))
    detailed = read_release("DWA Reference").with_columns(new_id("DWA ID"))
    lines = [f"{row[0]}|{row[1]}|n/a" for row in read_release("Content Model Reference").rows()]
    lines += [f"{row['New']}|{row['IWA Title']}|n/a" for row in intermediate.rows(named=True)]
    lines += [f"{row['New']}|{row['DWA Title']}|n/a" for row in detailed.rows(named=True)]
    model = table("Element ID|Element Name|Description", *lines)
    paths = [
        release(tmp_path, {"Content Model Reference": model}, "db_31_0_text"),
        onet / "ctdl_asn" / "ONET Content Model Occupational Requirements.json",
    ]
    graph = stored(tmp_path, *paths)
    assert [note.value for note in graph.report.rejects] == ["4.A.4.a.2.I09.D08"]
    listed = pl.read_csv(
        onet / "crosswalks" / "onet_element_to_ctdlasn.tsv",
        separator="\t",
        infer_schema=False,
        quote_char=None,
    ).filter(pl.col("source_file").str.contains("Occupational Requirements"))
    expected = listed.drop_nulls("element_id").with_columns(new_id("element_id"))
    found = graph.rows("SELECT ?theirs ?id { ?ours skos:exactMatch ?theirs ; skos:notation ?id }")
    assert set(found) == set(
        expected.filter(pl.col("element_id") != "4.A.4.a.2.I09.D08").select("iri", "New").rows()
    )


def read_release(name: str) -> pl.DataFrame:
    path = SHARED / "onet" / "db_30_1_text" / f"{name}.txt"
    return pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False)


def new_id(column: str) -> pl.Expr:
    """``4.A.1.a.1.I01.D02`` in the form that ids have from 30.3: ``4.A.1.a.1.a.2``."""

    def renumbered(old: str) -> str:
        letters = re.sub(r"\.I(\d+)", lambda match: "." + spelt(int(match[1])), old)
        return re.sub(r"\.D0*(\d+)", r".\1", letters)

    return pl.col(column).map_elements(renumbered, return_dtype=pl.String).alias("New")


def spelt(number: int) -> str:
    """1 → a, 27 → za."""
    return "z" * ((number - 1) // 26) + chr(ord("a") + (number - 1) % 26)
