"""Broken and hostile releases: what is wrong is listed with its place, the good rest is kept."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from loaders.report import LoadReport
from tests.loaders.onet_release import (
    RATING_END,
    RATING_HEADER,
    SMALL,
    Loaded,
    release,
    stored,
    table,
)

KNEADING = "<rating/11-1011.00/2.A.1> cg:importance 4.12 ; cg:level 5.25"
SKILLS = "db_30_1_text/Skills.txt"
PLAIN = SMALL["Skills"].encode()


def skills(*rows: str) -> str:
    return table(RATING_HEADER, *rows)


def good(scale: str, value: str, soc: str = "11-1011.00", element: str = "2.A.1") -> str:
    return f"{soc}|{element}|Kneading|{scale}|{value}|{RATING_END}"


def with_skills(folder: Path, content: str | bytes) -> Loaded:
    return stored(folder, release(folder, {**SMALL, "Skills": content}))


def reconciles(report: LoadReport) -> bool:
    return all(count.reconciles for count in report.tables.values())


def test_the_small_release_is_good(tmp_path: Path) -> None:
    loaded = stored(tmp_path, release(tmp_path, SMALL))
    assert loaded.rejects() == set()
    assert loaded.ask(KNEADING)


SPELLINGS: dict[str, bytes] = {
    "byte order mark": b"\xef\xbb\xbf" + PLAIN,
    "CRLF": PLAIN.replace(b"\n", b"\r\n"),
    "no last newline": PLAIN.rstrip(b"\n"),
    "empty last lines": PLAIN + b"\n\n",
    "blanks around cells": PLAIN.replace(b"\t", b" \t "),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_other_spellings_of_the_same_table_say_the_same(spelling: str, tmp_path: Path) -> None:
    loaded = with_skills(tmp_path, SPELLINGS[spelling])
    assert loaded.rejects() == set()
    assert loaded.report.tables["Skills"].loaded == 2
    assert loaded.ask(KNEADING)


@pytest.mark.parametrize(("content", "says"), [
    (SMALL["Skills"].replace("Recommend Suppress\t", "\t"), "no column 'Recommend Suppress'"),
    (SMALL["Skills"].replace("Element ID", "Scale ID"), "no column 'Element ID'"),
    (SMALL["Skills"].replace("Element Name", "Scale ID"), "more than one column 'Scale ID'"),
    (b"", "the file is empty"),
    (b"\r\n\r\n", "the file is empty"),
    (SMALL["Skills"].encode("utf-16"), "UTF-16"),
    (b"\x00\xff\xfe" * 50, "no column"),
])  # fmt: skip
def test_a_table_that_cannot_be_read_is_named_and_the_others_go_on(
    content: str | bytes, says: str, tmp_path: Path
) -> None:
    loaded = with_skills(tmp_path, content)
    (note,) = loaded.report.rejects
    assert (note.code, note.place) == ("unreadable-table", SKILLS)
    assert says in note.reason
    assert loaded.report.tables["files"].rejected == 1
    assert loaded.report.tables["Occupation Data"].loaded == 2
    assert not loaded.ask("?r a cg:SkillRating")
    assert loaded.ask(f'?note a cg:LoadNote ; cg:place "{SKILLS}"')
    assert reconciles(loaded.report)


@pytest.mark.parametrize(("bad", "code"), [
    ("11-1011.00|2.A.2|Tasting|IM|3.5", "wrong-columns"),
    (good("IM", "3.5", element="2.A.2") + "|one cell more", "wrong-columns"),
    (good("IM", "many", element="2.A.2"), "bad-value"),
    (good("IM", "n/a", element="2.A.2"), "bad-value"),
    (good("IM", "٣.٥", element="2.A.2"), "bad-value"),
    (good("XX", "3.5", element="2.A.2"), "bad-value"),
    (good("IM", "3.5", element="2.A.2> <x"), "bad-value"),
    (good("IM", "3.5", element="2.A.2").replace("08/2023", "13/2023"), "bad-value"),
    (good("IM", "3.5", element="2.A.2").replace("|N|", "|maybe|"), "bad-value"),
    (good("IM", "5.01", element="2.A.2"), "out-of-scale"),
    (good("LV", "-1", element="2.A.2"), "out-of-scale"),
    (good("IM", "3.5", element="2.A.9"), "unknown-reference"),
    (good("IM", "3.5", "99-9999.00", "2.A.2"), "unknown-reference"),
    (good("IM", "1.00"), "duplicate-key"),
])  # fmt: skip
def test_a_bad_line_is_listed_with_its_number_and_the_good_ones_are_kept(
    bad: str, code: str, tmp_path: Path
) -> None:
    lines = SMALL["Skills"].splitlines()
    content = "\n".join([*lines[:2], lines[2], table(bad)])
    loaded = with_skills(tmp_path, content)
    assert loaded.rejects() == {(code, f"{SKILLS}: line 4")}
    count = loaded.report.tables["Skills"]
    assert (count.read, count.loaded, count.rejected) == (3, 2, 1)
    assert loaded.ask(KNEADING)
    assert not loaded.ask("<rating/11-1011.00/2.A.2> ?p ?o")


def test_bytes_that_are_not_utf8_cost_only_their_line(tmp_path: Path) -> None:
    titles = SMALL["Occupation Data"].replace("Millers", "Müllers").encode("latin-1")
    tables: dict[str, str | bytes] = {**SMALL, "Occupation Data": titles}
    loaded = stored(tmp_path, release(tmp_path, tables))
    assert loaded.rejects() == {("not-utf-8", "db_30_1_text/Occupation Data.txt: line 3")}
    assert loaded.ask(KNEADING)


def test_quotes_backslashes_and_control_characters_are_text(tmp_path: Path) -> None:
    title = '"Bakers" of \\bread\\ \x0bÆØ'
    content = table("O*NET-SOC Code|Title|Description", f"11-1011.00|{title}|n/a")
    loaded = stored(tmp_path, release(tmp_path, {"Occupation Data": content}))
    assert loaded.rows("SELECT ?t { ?o a cg:Occupation ; skos:prefLabel ?t }") == [
        ('"Bakers" of \\bread\\  ÆØ',)
    ]
    assert not loaded.ask("?o dcterms:description ?d")


def test_a_header_without_rows_is_an_empty_table(tmp_path: Path) -> None:
    loaded = with_skills(tmp_path, table(RATING_HEADER))
    assert loaded.rejects() == set()
    assert loaded.report.tables["Skills"].read == 0
    assert loaded.report.tables["files"].rejected == 0


def test_without_the_list_of_occupations_ratings_load_unchecked_and_that_is_said(
    tmp_path: Path,
) -> None:
    tables = {**SMALL, "Occupation Data": "nothing\n"}
    loaded = stored(tmp_path, release(tmp_path, tables))
    assert loaded.ask(KNEADING)
    (note,) = loaded.report.left_out
    assert note.code == "unchecked-references"
    assert "Occupation Data" in note.reason
    assert reconciles(loaded.report)


def test_unknown_tables_and_columns_are_reported_and_not_fatal(tmp_path: Path) -> None:
    lines = [line + "\tx" for line in SMALL["Skills"].splitlines()]
    content = "\n".join([lines[0].replace("\tx", "\tMood"), *lines[1:]])
    folder = release(tmp_path, {**SMALL, "Skills": content, "Moods of Bakers": "Mood\nhappy\n"})
    (folder / "Skills.xlsx").write_bytes(b"PK")
    (folder / "Read Me.txt").write_text("About this release")
    loaded = stored(tmp_path, folder)
    assert loaded.rejects() == set()
    assert dict(loaded.report.unknown_keys) == {"Skills: Mood": 2}
    assert {(note.place, note.code) for note in loaded.report.left_out} == {
        ("db_30_1_text/Moods of Bakers.txt", "unknown-table"),
        ("db_30_1_text/Skills.xlsx", "other-format"),
        ("db_30_1_text/Read Me.txt", "no-table"),
    }
    assert loaded.ask(KNEADING)
    assert reconciles(loaded.report)


def test_the_names_that_spreadsheets_repeat_are_not_strange(tmp_path: Path) -> None:
    lines = [line + "\tx\ty" for line in SMALL["Skills"].splitlines()]
    header = lines[0].replace("\tx\ty", "\tTitle\tScale Name")
    loaded = with_skills(tmp_path, "\n".join([header, *lines[1:]]))
    assert not loaded.report.unknown_keys
    assert loaded.ask(KNEADING)


def test_a_zip_of_a_release_is_a_release(tmp_path: Path) -> None:
    folder = release(tmp_path, SMALL)
    path = tmp_path / "db_30_1_text.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, f"db_30_1_text/{file.name}")
    loaded = stored(tmp_path, path)
    assert loaded.report.version == "30.1"
    assert loaded.report.as_of == "2023-08"
    assert loaded.rejects() == set()
    assert loaded.ask(KNEADING)


def test_in_a_folder_of_another_name_the_read_me_tells_the_release(tmp_path: Path) -> None:
    folder = release(tmp_path, SMALL, "download")
    (folder / "Read Me.txt").write_text("O*NET 29.3 Database\nMay 2025 Release\n")
    assert stored(tmp_path, folder).report.version == "29.3"


def test_two_releases_are_not_mixed(tmp_path: Path) -> None:
    older = {"Skills": skills(good("IM", "1.00")), "Knowledge": skills(good("IM", "1.00"))}
    old = release(tmp_path, older, "db_29_1_text")
    loaded = stored(tmp_path, old, release(tmp_path, SMALL))
    assert loaded.report.version == "30.1"
    left_out = {(note.place, note.code) for note in loaded.report.left_out}
    assert left_out == {
        ("db_29_1_text/Skills.txt", "superseded"),
        ("db_29_1_text/Knowledge.txt", "superseded"),
    }
    assert loaded.ask(KNEADING)
    assert not loaded.ask("?r cg:importance 1.00")


@pytest.mark.parametrize(("content", "code"), [
    ("code,title,parent\n11-0000,Managers,NA\nnonsense,Nobody,NA\n", "bad-value"),
    ("soc2010,soc2010_title,soc2018\n11-1011,Bosses,11-1021\n11-1011,Bosses,none\n", "bad-value"),
])  # fmt: skip
def test_a_bad_line_of_a_soc_file_is_listed(content: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "soc.csv").write_text(content)
    loaded = stored(tmp_path, tmp_path / "soc.csv")
    assert loaded.rejects() == {(code, "soc.csv: line 3")}
    assert loaded.ask("?group skos:notation ?code")
    assert reconciles(loaded.report)
