"""The official RDF edition: its statements are loaded as they are, beside those of the text."""

from __future__ import annotations

import re
import tracemalloc
import zipfile
from pathlib import Path

from tests.loaders.onet_release import SMALL, load_paths, release, stored

ONET = "https://www.onetcenter.org/rdf/schema/onet/"
BAKER = "https://example.org/onet/baker"
GOOD = (
    f'<{BAKER}> <{ONET}title> "Bakers of \\"bread\\""@en .\n'
    f"# a comment\n"
    f"<{BAKER}> <{ONET}hasRating> _:r1 .\n"
)


def zipped(folder: Path, **files: str) -> Path:
    path = folder / "db_31_0_nt.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"db_31_0_nt/{name}.nt", text)
    return path


def test_the_edition_is_loaded_as_it_is_beside_the_text(tmp_path: Path) -> None:
    edition = zipped(tmp_path, Occupation=GOOD)
    graph = stored(tmp_path, release(tmp_path, SMALL), edition)
    assert graph.report.version == "30.1"
    assert graph.ask(f"<{BAKER}> <{ONET}title> 'Bakers of \"bread\"'@en")
    assert graph.ask("?occupation a cg:Occupation")
    count = graph.report.tables["RDF edition"]
    assert (count.read, count.loaded) == (2, 2)


def test_alone_it_names_its_release_and_carries_the_licence(tmp_path: Path) -> None:
    graph = stored(tmp_path, zipped(tmp_path, Occupation=GOOD))
    assert graph.report.version == "31.0"
    assert "O*NET 31.0 Database" in str(graph.one("SELECT ?r { ?s dcterms:rights ?r }"))


def test_blank_nodes_of_two_files_are_not_taken_for_one(tmp_path: Path) -> None:
    value = f'_:r1 <{ONET}dataValue> "4.5" .\n'
    graph = stored(tmp_path, zipped(tmp_path, Occupation=GOOD + value, Other=value))
    assert graph.rows(f"SELECT ?v {{ <{BAKER}> <{ONET}hasRating> ?r . ?r <{ONET}dataValue> ?v }}")
    assert graph.one(f"SELECT (COUNT(*) AS ?n) {{ ?r <{ONET}dataValue> ?v }}") == "2"


def test_a_bad_line_is_listed_and_the_rest_is_kept(tmp_path: Path) -> None:
    bad = f"<{BAKER}> <{ONET}title> \"open .\n<not an iri> <x> 'y' .\n"
    graph = stored(tmp_path, zipped(tmp_path, Occupation=bad + GOOD))
    place = "db_31_0_nt.zip/db_31_0_nt/Occupation.nt: line"
    assert graph.rejects() == {("bad-line", f"{place} 1"), ("bad-line", f"{place} 2")}
    count = graph.report.tables["RDF edition"]
    assert (count.read, count.loaded, count.rejected) == (4, 2, 2)
    assert graph.ask(f"<{BAKER}> <{ONET}hasRating> ?r")


def test_what_stands_before_a_fault_is_kept_and_the_fault_is_listed(tmp_path: Path) -> None:
    many = "".join(
        f'<{BAKER}> <{ONET}dataValue> "{number * 7919}" .\n' for number in range(400_000)
    )
    path = zipped(tmp_path, Broken=many, Occupation=GOOD)
    with zipfile.ZipFile(path) as archive:
        broken = archive.getinfo("db_31_0_nt/Broken.nt")
    content = bytearray(path.read_bytes())
    content[broken.header_offset + broken.compress_size - 1000] ^= 0xFF
    path.write_bytes(content)
    graph = stored(tmp_path, path)
    (note,) = graph.report.rejects
    assert (note.code, note.place) == ("unreadable-table", f"{path.name}/db_31_0_nt/Broken.nt")
    before = int(re.findall(r"the ([0-9,]+) lines before", note.reason)[0].replace(",", ""))
    assert 0 < before < 400_000
    count = graph.report.tables["RDF edition"]
    assert (count.read, count.loaded, count.rejected) == (before + 2, before + 2, 0)
    assert graph.ask(f"<{BAKER}> <{ONET}title> ?title")


def test_a_file_is_never_held_whole(tmp_path: Path) -> None:
    """One of 300 MB, all of it a single line: it is given up after a few MB."""
    edition = tmp_path / "db_31_0_nt" / "Occupation.nt"
    edition.parent.mkdir()
    with edition.open("wb") as file:
        file.write(GOOD.encode())
        file.truncate(300_000_000)
    tracemalloc.start()
    try:
        report = load_paths(tmp_path, edition.parent)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40_000_000
    (note,) = report.rejects
    assert "a line is too long; the 3 lines before that were read" in note.reason
    assert report.tables["RDF edition"].loaded == 2
