"""Crosswalks: small files in the forms of their agencies, each row a statement or accounted for."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.loaders.onet_release import SMALL, Loaded, release, stored
from tests.loaders.workbook import Row, workbook
from tests.shared import SHARED, needs_shared

ID = "https://w3id.org/credgraph/id/"
BAKER = "https://www.onetonline.org/link/summary/11-1011.00"
MILLER = "https://www.onetonline.org/link/summary/11-1021.00"
NOTES: list[Row] = [["A bureau of statistics"], [None], ["Questions to somebody"]]


def with_release(folder: Path, *paths: Path) -> Loaded:
    return stored(folder, release(folder, SMALL), *paths)


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return path


SOC = [
    ("11-0000", "Makers", None),
    ("11-1000", "Food makers", "11-0000"),
    ("11-1010", "Bakers", "11-1000"),
    ("11-1011", "Bakers of bread", "11-1010"),
    ("11-1020", "Grinders", "11-1000"),
    ("11-1021", "Millers", "11-1020"),
]
LEVELS = ["Major Group", "Minor Group", "Broad Group", "Detailed Occupation"]
GROUPS = ["Major", "Minor", "Broad", "Broad", "Detailed"]


def level(code: str) -> int:
    return 0 if code.endswith("0000") else 1 if code.endswith("000") else 2 + (code[-1] != "0")


def in_columns(code: str, title: str) -> Row:
    return [*(code if place == level(code) else None for place in range(4)), title]


SOC_FILES: dict[str, list[Row]] = {
    "plain": [["code", "title", "parent"], *([c, t, p or "NA"] for c, t, p in SOC)],
    "by level": [*NOTES, [*LEVELS, None], *(in_columns(code, title) for code, title, _ in SOC)],
    "definitions": [
        *NOTES,
        ["SOC Group", "SOC Code", "SOC Title", "SOC Definition"],
        *([LEVELS[level(c)].split()[0], c, t, "What they do."] for c, t, _ in SOC),
    ],
}


@pytest.mark.parametrize("form", SOC_FILES)
def test_every_form_of_the_soc_structure_says_the_same(form: str, tmp_path: Path) -> None:
    graph = stored(tmp_path, workbook(tmp_path / "soc.xlsx", Structure=SOC_FILES[form]))
    assert graph.report.rejects == []
    found = graph.rows(
        "SELECT ?code ?title ?above { ?group a cg:SocGroup ; skos:notation ?code ; "
        "skos:prefLabel ?title OPTIONAL { ?group skos:broader/skos:notation ?above } }"
    )
    assert sorted(found) == SOC


def test_retired_codes_of_both_lengths_lead_to_their_successors(tmp_path: Path) -> None:
    soc: list[Row] = [
        *NOTES,
        ["2010 SOC Code", "2010 SOC Title", "2018 SOC Code", "2018 SOC Title"],
        ["11-1019 ", "Makers of food", "11-1011", "Bakers of bread"],
        ["11-1019 ", "Makers of food", "11-1021", "Millers"],
    ]
    onet = written(
        tmp_path,
        "2010_to_2019.csv",
        "O*NET-SOC 2010 Code,O*NET-SOC 2010 Title,O*NET-SOC 2019 Code,O*NET-SOC 2019 Title",
        "11-1019.01,Bakers,11-1011.00,Bakers of bread",
        "11-1019.02,Grinders,11-1021.00,Millers",
        "11-1019.03,Others,99-9999.00,Nobody",
    )
    first = workbook(tmp_path / "soc.xlsx", **{"Sorted by 2010": soc, "Sorted by 2018": soc[:5]})
    graph = with_release(tmp_path, first, onet)
    assert set(
        graph.rows(
            "SELECT ?old ?new { ?old a cg:RetiredOccupationCode ; dcterms:isReplacedBy ?new }"
        )
    ) == {
        (f"{ID}soc2010/11-1019", f"{ID}soc/11-1011"),
        (f"{ID}soc2010/11-1019", f"{ID}soc/11-1021"),
        (f"{ID}onetsoc2010/11-1019.01", BAKER),
        (f"{ID}onetsoc2010/11-1019.02", MILLER),
    }
    assert graph.ask(f"<{ID}onetsoc2010/11-1019.02> skos:broader <{ID}soc2010/11-1019>")
    assert graph.rejects() == {("unknown-reference", "2010_to_2019.csv: line 4")}


def test_old_codes_are_known_without_their_successors(tmp_path: Path) -> None:
    header = ["O*NET-SOC 2010 Code", "O*NET-SOC 2010 Title", "2010 SOC Code", "2010 SOC Title"]
    rows: list[Row] = [header, ["11-1019.01", "Bakers", "11-1019", "Makers of food"]]
    graph = stored(tmp_path, workbook(tmp_path / "old.xlsx", Sheet1=rows))
    assert graph.rows("SELECT ?code ?title { ?c skos:notation ?code ; skos:prefLabel ?title }") == [
        ("11-1019.01", "Bakers")
    ]


def test_programs_may_lead_to_occupations(tmp_path: Path) -> None:
    codes = written(
        tmp_path,
        "CIPCode2020.csv",
        '"CIPFamily","CIPCode","Action","TextChange","CIPTitle","CIPDefinition"',
        '="12",="12","No substantive changes",no,"CULINARY.","All of it."',
        '="12",="12.05","No substantive changes",no,"Cooking.",""',
        '="12",="12.0501","Moved to",no,"Baking.","How to bake, and why."',
        '="19",="19.0501","Moved from",no,"Baking.",""',
        '="12",="12.0599","Deleted",no,"Stirring.",""',
        '="12",="1200",no,no,"A bad code.",""',
    )
    crosswalk: list[Row] = [
        ["CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"],
        ["12.0501", "Baking.", "11-1011", "Bakers of bread"],
        ["12.0501", "Baking.", "11-1021", "Millers"],
        ["12.0501", "Baking.", "55-1011", "Nobody here"],
        ["12.0601", "Milling.", "11-1021", "Millers"],
        ["12.0701", "Idling.", "99-9999", "NO MATCH"],
        ["99.9999", "NO MATCH", "11-1011", "Bakers of bread"],
    ]
    book = workbook(tmp_path / "cip_soc.xlsx", **{"CIP-SOC": crosswalk, "SOC-CIP": crosswalk[:2]})
    graph = with_release(tmp_path, codes, book)
    assert set(graph.rows("SELECT ?p ?o { ?p cg:crosswalkOccupation ?o }")) == {
        (f"{ID}cip/12.0501", BAKER),
        (f"{ID}cip/12.0501", MILLER),
        (f"{ID}cip/12.0601", MILLER),
    }
    assert not graph.ask("?program cg:occupation ?occupation")
    assert graph.rows(
        f"SELECT ?title ?above {{ <{ID}cip/12.0501> a cg:InstructionalProgram ; "
        "skos:notation '12.0501' ; skos:prefLabel ?title ; skos:broader/skos:broader ?above }"
    ) == [("Baking", f"{ID}cip/12")]
    assert graph.ask(f"<{ID}cip/12.0601> skos:prefLabel 'Milling'@en")
    retired = (
        "SELECT ?old ?new { ?old owl:deprecated true OPTIONAL { ?old dcterms:isReplacedBy ?new } }"
    )
    assert set(graph.rows(retired)) == {
        (f"{ID}cip/19.0501", f"{ID}cip/12.0501"),
        (f"{ID}cip/12.0599", None),
    }
    assert graph.rejects() == {
        ("bad-value", "CIPCode2020.csv: line 7"),
        ("unknown-reference", "cip_soc.xlsx: line 4"),
    }
    count = graph.report.tables["CIP 2020 to SOC 2018 crosswalk"]
    assert (count.read, count.loaded, count.rejected, count.left_out) == (6, 3, 1, 2)


def test_industries_of_two_editions(tmp_path: Path) -> None:
    newer: list[Row] = [
        ["Seq. No.", "2022 NAICS US   Code", "2022 NAICS US Title"],
        [None, None, None],
        [1, "31-33", "ManufacturingT"],
        [2, 311, "Food ManufacturingT"],
        [3, 3118, "Bakeries"],
        [4, "31181", "Retail Bakeries (U.S.)T"],
    ]
    older: list[Row] = [
        ["Seq. No.", "2017 NAICS US   Code", "2017 NAICS US Title"],
        [1, "31181", "Bakery shops"],
        [2, "311819", "Old ways of baking"],
    ]
    graph = stored(
        tmp_path,
        workbook(tmp_path / "2-6 digit_2022_Codes.xlsx", Sheet1=newer),
        workbook(tmp_path / "2-6 digit_2017_Codes.xlsx", Sheet1=older),
    )
    assert set(
        graph.rows(
            "SELECT ?code ?title ?above { ?i a cg:Industry ; skos:notation ?code ; "
            "skos:prefLabel ?title OPTIONAL { ?i skos:broader/skos:notation ?above } }"
        )
    ) == {
        ("31-33", "Manufacturing", None),
        ("311", "Food Manufacturing", "31-33"),
        ("3118", "Bakeries", "311"),
        ("31181", "Retail Bakeries (U.S.)", "3118"),
        ("311819", "Old ways of baking", "31181"),
    }


def test_esco_occupations_with_their_score(tmp_path: Path) -> None:
    esco = "http://data.europa.eu/esco/occupation/"
    path = written(
        tmp_path,
        "esco.csv",
        "id,esco_occupation,isco_code,onet_code,semantic_similarity,concept_uri",
        f"1,baker,7512,11-1011.00,0.81,{esco}0a-1",
        f"2,stirrer,7512,11-1019.01,0.55,{esco}0a-2",
        "3,nobody,7512,11-1011.00,0.55,not an address",
    )
    graph = with_release(tmp_path, path)
    assert set(
        graph.rows(
            "SELECT ?from ?to ?score { ?from skos:relatedMatch ?to . "
            "?match cg:matchFrom ?from ; cg:matchTo ?to ; cg:matchScore ?score }"
        )
    ) == {(BAKER, f"{esco}0a-1", "0.81"), (f"{ID}onetsoc2010/11-1019.01", f"{esco}0a-2", "0.55")}
    assert graph.rejects() == {("bad-value", "esco.csv: line 4")}


COMPETENCIES = """{"@graph": [
  {"@id": "https://example.org/framework", "@type": "ceasn:CompetencyFramework"},
  {"@id": "https://example.org/kneading", "ceasn:codedNotation": "2.A.1"},
  {"@id": "ce-07c258c1-9119-11e8-b852-782bcb5df6ac", "skos:notation": "2.A.2"},
  {"@id": "https://example.org/other", "ceasn:codedNotation": "9.Z"}]}"""


def test_elements_are_the_competencies_with_their_notation(tmp_path: Path) -> None:
    path = written(tmp_path, "framework.json", COMPETENCIES)
    graph = with_release(tmp_path, path)
    registry = "https://credentialengineregistry.org/resources/"
    assert set(graph.rows("SELECT ?ours ?theirs { ?ours skos:exactMatch ?theirs }")) == {
        (f"{ID}onet/element/2.A.1", "https://example.org/kneading"),
        (f"{ID}onet/element/2.A.2", f"{registry}ce-07c258c1-9119-11e8-b852-782bcb5df6ac"),
    }
    assert graph.rejects() == {("unknown-reference", "framework.json: line 3")}


@pytest.mark.parametrize(("name", "content", "says"), [
    ("book.xlsx", b"PK\x03\x04 not a workbook", "not a readable workbook"),
    ("book.xls", b"", "not a readable workbook"),
    ("soc.csv", b"code,title,parent\n11-0000,B\xe4cker,NA\n", "not UTF-8 at byte 27"),
    ("framework.json", b"{", "framework"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(
    name: str, content: bytes, says: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    graph = with_release(tmp_path, path)
    (note,) = graph.report.rejects
    assert (note.code, note.place) == ("unreadable-table", name)
    assert says in note.reason or name.endswith("json")
    assert graph.ask(f"<{BAKER}> a cg:Occupation")


@pytest.mark.parametrize(("name", "content"), [
    ("other.csv", "a,b\n1,2\n"),
    ("empty.csv", ""),
    ("Skills.xlsx", ""),
    ("skills.json", '{"row": []}'),
])  # fmt: skip
def test_what_is_no_crosswalk_is_left_out(name: str, content: str, tmp_path: Path) -> None:
    graph = with_release(tmp_path, written(tmp_path, name, content))
    assert [note.place for note in graph.report.left_out] == [name]
    assert graph.report.rejects == []
    assert graph.report.tables["files"].reconciles


def test_of_two_files_with_one_table_the_first_is_read(tmp_path: Path) -> None:
    header = "code,title,parent"
    first = written(tmp_path, "a.csv", header, "11-0000,Makers,NA")
    second = written(tmp_path, "b.csv", header, "11-0000,Doers,NA")
    graph = stored(tmp_path, first, second)
    assert graph.rows("SELECT ?title { ?g skos:prefLabel ?title }") == [("Makers",)]
    assert [(note.code, note.place) for note in graph.report.left_out] == [("superseded", "b.csv")]
    assert graph.report.tables["files"].reconciles


# --- the files themselves, against polars


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    onet = SHARED / "onet"
    names = ("Occupation Data", "Content Model Reference", "IWA Reference", "DWA Reference")
    release = (onet / "db_30_1_text" / f"{name}.txt" for name in names)
    folder = tmp_path_factory.mktemp("crosswalks")
    return stored(folder, *release, onet / "soc", onet / "crosswalks", onet / "ctdl_asn")


def csv(name: str) -> pl.DataFrame:
    return pl.read_csv(SHARED / "onet" / name, infer_schema=False)


@needs_shared
def test_every_row_of_the_real_crosswalks_is_accounted_for(real: Loaded) -> None:
    assert real.report.rejects == []
    assert [name for name, count in real.report.tables.items() if not count.reconciles] == []
    rows = csv("crosswalks/CIP2020_SOC2018_Crosswalk.csv")
    pairs = rows.filter((pl.col("SOC2018Code") != "99-9999") & (pl.col("CIP2020Code") != "99.9999"))
    found = {
        (str(p).rpartition("/")[2], str(o).rpartition("/")[2])
        for p, o in real.rows("SELECT ?p ?o { ?p cg:crosswalkOccupation ?o }")
    }
    assert found == {(p, f"{o}.00") for p, o in pairs.select("CIP2020Code", "SOC2018Code").rows()}
    codes = csv("crosswalks/CIPCode2020.csv")
    assert real.one("SELECT (COUNT(*) AS ?n) { ?p a cg:InstructionalProgram }") == str(len(codes))
    assert set(
        real.rows("SELECT ?p ?above { ?p a cg:InstructionalProgram ; skos:broader ?above }")
    ) == {
        (f"{ID}cip/{code}", f"{ID}cip/{code[:2] if len(code) == 5 else code[:5]}")
        for code in codes["CIPCode"].str.strip_chars('="')
        if len(code) > 2
    }


@needs_shared
def test_every_old_code_and_every_esco_match_is_there(real: Loaded) -> None:
    old = pl.read_excel(SHARED / "onet" / "crosswalks" / "ONET_to_US2010SOC.xlsx")
    found = real.rows(
        "SELECT ?code ?soc { ?c a cg:RetiredOccupationCode ; skos:notation ?code ; "
        "skos:broader ?soc }"
    )
    pairs = old.select("O*NET-SOC 2010 Code", "2010 SOC Code").rows()
    assert set(found) == {(code, f"{ID}soc2010/{soc}") for code, soc in pairs}
    esco = csv("crosswalks/esco_onet_crosswalk_MCC.csv")
    matches = real.rows(
        "SELECT ?to ?score { ?m a cg:OccupationMatch ; cg:matchTo ?to ; cg:matchScore ?score }"
    )
    assert sorted(matches) == sorted(esco.select("concept_uri", "semantic_similarity").rows())


@needs_shared
def test_every_competency_of_onet_is_an_element(real: Loaded) -> None:
    listed = pl.read_csv(
        SHARED / "onet" / "crosswalks" / "onet_element_to_ctdlasn.tsv",
        separator="\t",
        infer_schema=False,
        quote_char=None,
    ).filter(pl.col("element_id").is_not_null())
    found = real.rows("SELECT ?theirs ?id { ?ours skos:exactMatch ?theirs ; skos:notation ?id }")
    assert set(found) == set(listed.select("iri", "element_id").rows())
