"""Wages and employment: marks stay marks, combined groups are handled, sums are the files' own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from loaders.onet.crosswalks.combined_groups import COMBINED_GROUPS
from loaders.onet.crosswalks.wages import FIGURES
from tests.loaders.onet_release import SMALL, Loaded, release, stored, table
from tests.loaders.workbook import Row, workbook
from tests.shared import SHARED, needs_shared

ID = "https://w3id.org/credgraph/id/"
ONLINE = "https://www.onetonline.org/link/summary/"
HEADER = [
    "AREA", "AREA_TITLE", "AREA_TYPE", "PRIM_STATE", "NAICS", "I_GROUP", "OCC_CODE", "OCC_TITLE",
    "O_GROUP", "TOT_EMP", "A_MEDIAN", "H_MEDIAN", "A_PCT90",
]  # fmt: skip
NATION: list[str | float] = ["99", "U.S.", "1", "US", "000000", "cross-industry"]
OHIO: list[str | float] = ["39", "Ohio", "2", "OH", "000000", "cross-industry"]
TITLES = {
    **SMALL,
    "Occupation Data": table(
        "O*NET-SOC Code|Title|Description",
        "11-1011.00|Bakers of bread|n/a",
        "11-1011.01|Bakers of rye|n/a",
        "11-1021.00|Millers|n/a",
        "11-1022.00|Sifters|n/a",
        "11-1031.00|Farmers|n/a",
    ),
}


def with_release(folder: Path, *paths: Path) -> Loaded:
    return stored(folder, release(folder, TITLES), *paths)


def oews(folder: Path, name: str, *rows: Row) -> Path:
    return workbook(folder / name, Sheet=[HEADER, *rows], Notes=[["Field", "Description"]])


def test_an_estimate_is_of_a_group_an_area_and_a_month(tmp_path: Path) -> None:
    path = oews(
        tmp_path,
        "state_M2025_dl.xlsx",
        [*NATION, "11-1011", "Bakers of bread", "detailed", "1,230", "45,760", "22.00", "#"],
        [*OHIO, "11-1011", "Bakers of bread", "detailed", 40, 41000.0, "**", "*"],
    )
    graph = with_release(tmp_path, path)
    assert set(
        graph.rows(
            f"SELECT ?area ?name ?n ?wage ?month {{ <{ONLINE}11-1011.01> cg:wageEstimate ?e . "
            "?e cg:area ?area ; cg:employment ?n ; cg:medianAnnualWage ?wage ; "
            f"cg:referencePeriod ?month ; cg:occupationGroup <{ID}soc/11-1011> . "
            "?area rdfs:label ?name }"
        )
    ) == {
        (f"{ID}region/US", "U.S.", "1230", "45760", "2025-05"),
        (f"{ID}region/US-OH", "Ohio", "40", "41000", "2025-05"),
    }
    marks = "?e cg:area <{}> ; {} {} FILTER NOT EXISTS {{ ?e {} ?v }}"
    for area, term, mark in [
        ("US", "cg:annualWage90thPercentile", "#"),
        ("US-OH", "cg:annualWage90thPercentile", "*"),
        ("US-OH", "cg:medianHourlyWage", "**"),
    ]:
        assert graph.ask(marks.format(f"{ID}region/{area}", f"{term}Mark", f"'{mark}'", term))


def guides(folder: Path) -> Path:
    """A release with occupations of one combined group, and with one more like them."""
    occupations = TITLES["Occupation Data"] + table(
        "39-7011.00|Guides of towns|n/a", "39-7012.00|Guides of trails|n/a",
        "51-2021.00|Winders|n/a", "51-2022.00|Joiners of wires|n/a", "51-2023.00|Solderers|n/a",
    )  # fmt: skip
    return release(folder, {**TITLES, "Occupation Data": occupations})


def test_a_combined_group_is_an_estimate_of_all_that_it_combines(tmp_path: Path) -> None:
    path = oews(
        tmp_path,
        "national_M2025_dl.xlsx",
        [*NATION, "11-1011", "Bakers of bread", "detailed", 10, 40000, 20, 90000],
        [*NATION, "39-7010", "Guides", "broad", 20, 30000, 15, 80000],
        [*NATION, "39-7010", "Guides", "detailed", 20, 30000, 15, 80000],
        [*NATION, "11-0000", "Makers", "major", 30, 35000, 17, 85000],
    )
    graph = stored(tmp_path, guides(tmp_path), path)
    combined = f"{ID}soc/39-7010"
    assert set(graph.rows("SELECT ?group ?part { ?group cg:combines ?part }")) == {
        (combined, f"{ID}soc/39-7011"),
        (combined, f"{ID}soc/39-7012"),
    }
    assert set(graph.rows("SELECT ?o ?wage { ?o cg:wageEstimate/cg:medianAnnualWage ?wage }")) == {
        (f"{ONLINE}11-1011.00", "40000"),
        (f"{ONLINE}11-1011.01", "40000"),
        (f"{ONLINE}39-7011.00", "30000"),
        (f"{ONLINE}39-7012.00", "30000"),
    }
    assert graph.ask(f"<{combined}> skos:prefLabel 'Guides'@en")


def test_what_a_state_leaves_out_is_in_no_combined_group(tmp_path: Path) -> None:
    """51-2028 combines two of its three siblings, and 11-1028 is no combined group."""
    path = oews(
        tmp_path,
        "state_M2025_dl.xlsx",
        [*OHIO, "51-2028", "Assemblers", "detailed", 20, 30000, 15, 80000],
        [*OHIO, "11-1028", "Millers and sifters", "detailed", 20, 30000, 15, 80000],
    )
    graph = stored(tmp_path, guides(tmp_path), path)
    assert set(graph.rows("SELECT ?part { ?group cg:combines ?part }")) == {
        (f"{ID}soc/51-2022",),
        (f"{ID}soc/51-2023",),
    }
    assert set(graph.rows("SELECT ?o { ?o cg:wageEstimate ?e }")) == {
        (f"{ONLINE}51-2022.00",),
        (f"{ONLINE}51-2023.00",),
    }


def test_the_newest_year_is_read_national_and_by_state(tmp_path: Path) -> None:
    row: list[str | float] = ["11-1011", "Bakers of bread", "detailed", 10, 40000, 20, 90000]
    paths = [
        oews(tmp_path, "national_M2024_dl.xlsx", [*NATION, *row]),
        oews(tmp_path, "national_M2025_dl.xlsx", [*NATION, *row]),
        oews(tmp_path, "state_M2025_dl.xlsx", [*OHIO, *row]),
    ]
    graph = with_release(tmp_path, *paths)
    assert len(graph.rows("SELECT ?e { ?e a cg:WageEstimate }")) == 2
    assert [note.place for note in graph.report.left_out] == ["national_M2024_dl.xlsx"]


def test_an_area_that_can_be_no_part_of_a_name_is_listed(tmp_path: Path) -> None:
    row: list[str | float] = ["11-1011", "Bakers of bread", "detailed", 10, 40000, 20, 90000]
    path = oews(
        tmp_path,
        "oesm25.xlsx",
        [*NATION, *row],
        ["5 4", "Nowhere", "4", "OH", "000000", "cross-industry", *row],
        ["39", "Ohio", "2", "O>", "000000", "cross-industry", *row],
    )
    graph = with_release(tmp_path, path)
    assert len(graph.rows("SELECT ?e { ?e a cg:WageEstimate }")) == 1
    places = {"oesm25.xlsx: line 3", "oesm25.xlsx: line 4"}
    assert graph.rejects() == {("bad-value", place) for place in places}


def test_estimates_of_one_industry_are_left_out_and_bad_figures_are_listed(tmp_path: Path) -> None:
    row: list[str | float] = ["11-1011", "Bakers of bread", "detailed", 10, 40000, 20, 90000]
    mill: list[str | float] = ["99", "U.S.", "1", "US", "311000", "3-digit"]
    path = oews(
        tmp_path,
        "oesm25.xlsx",
        [*NATION, *row],
        [*mill, *row],
        [*NATION, "11-1021", "Millers", "detailed", "many", 40000, 20, 90000],
    )
    graph = with_release(tmp_path, path)
    count = graph.report.tables["OEWS wages and employment"]
    assert (count.read, count.loaded, count.rejected, count.left_out) == (3, 1, 1, 1)
    assert graph.rejects() == {("bad-value", "oesm25.xlsx: line 4")}


# --- the files themselves, against polars


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    onet = SHARED / "onet"
    paths = [onet / "db_30_1_text" / "Occupation Data.txt", onet / "soc"]
    return stored(tmp_path_factory.mktemp("oews"), *paths, onet / "oews/oews_may2025_national.tsv")


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    path = SHARED / "onet" / "oews" / "oews_may2025_national.tsv"
    return pl.read_csv(path, separator="\t", infer_schema=False)


@needs_shared
def test_every_row_is_an_estimate_and_every_figure_adds_up(
    national: Loaded, figures: pl.DataFrame
) -> None:
    assert national.report.rejects == []
    assert national.one("SELECT (COUNT(*) AS ?n) { ?e a cg:WageEstimate }") == str(len(figures))
    for name, column in FIGURES.values():
        cells = figures[column].drop_nulls()
        numbers = cells.filter(cells.str.contains("^[0-9]"))
        total = numbers.cast(pl.Decimal(18, 2)).sum()
        ((n, found),) = national.rows(
            f"SELECT (COUNT(?v) AS ?n) (SUM(?v) AS ?sum) {{ ?e a cg:WageEstimate ; cg:{name} ?v }}"
        )
        assert (n, Decimal(found or 0)) == (str(len(numbers)), total), name
        marks = national.one(f"SELECT (COUNT(*) AS ?n) {{ ?e cg:{name}Mark ?mark }}")
        assert marks == str(len(cells) - len(numbers)), name


@needs_shared
def test_the_combined_groups_are_what_the_national_file_tells(figures: pl.DataFrame) -> None:
    """It has every occupation: those without a row of their own, in the SOC, are combined."""
    detailed = set(figures.filter(pl.col("display_level") == "3")["occ_code"])
    soc = pl.read_csv(SHARED / "onet" / "soc" / "soc2018_6digit.csv", infer_schema=False)
    codes = set(soc["soc2018_code"])
    assert {
        group: tuple(sorted(code for code in codes - detailed if code[:6] == group[:6]))
        for group in sorted(detailed - codes)
    } == COMBINED_GROUPS


@needs_shared
def test_the_combined_groups_lose_no_occupation(national: Loaded, figures: pl.DataFrame) -> None:
    found = {
        str(g).rpartition("/")[2] for g, _ in national.rows("SELECT ?g ?m { ?g cg:combines ?m }")
    }
    assert found == set(COMBINED_GROUPS)
    # Every civilian occupation has an estimate but the two that the survey does not cover.
    without = {
        str(code)[:7]
        for (code,) in national.rows(
            "SELECT ?code { ?o a cg:Occupation ; skos:notation ?code "
            "FILTER NOT EXISTS { ?o cg:wageEstimate ?e } }"
        )
    }
    assert {code for code in without if not code.startswith("55-")} == {"11-1031", "45-3031"}
    detailed = figures.filter(pl.col("display_level") == "3")
    total = detailed["employment"].cast(pl.Int64).sum()
    assert national.one(
        "SELECT (SUM(?n) AS ?sum) { ?e cg:groupLevel 'detailed' ; cg:employment ?n }"
    ) == str(total)


@needs_shared
def test_which_group_combines_what_is_what_the_employment_matrix_says(national: Loaded) -> None:
    """The bureau's own crosswalk gives the same groups to the same occupations."""
    path = SHARED / "onet" / "crosswalks" / "nem-onet-to-soc-crosswalk.xlsx"
    matrix = pl.read_excel(path, read_options={"header_row": 4}).select(
        "O*NET-SOC Code", "NEM Code"
    )
    theirs = {(code, group) for code, group in matrix.rows() if group in COMBINED_GROUPS}
    ours = {
        (str(o).rpartition("/")[2], str(g).rpartition("/")[2])
        for o, g in national.rows(
            "SELECT ?o ?g { ?o cg:wageEstimate/cg:occupationGroup ?g . ?g cg:combines ?m }"
        )
    }
    assert ours == theirs
