"""The files of a source: in folders and zips, in a stable order, readable or told."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest

from loaders.archive import Archive, Envelope
from loaders.source import Source, SourceError


def source(*paths: Path) -> Source:
    return Source("ctdl", "ctdl", paths)


def test_folders_are_walked_and_zips_opened_in_one_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/2.json").write_text("two")
    (tmp_path / "b/.hidden").write_text("no")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("z.json", "z")
        archive.writestr("d/y.json", "y")
    found = source(tmp_path).files
    here = tmp_path.name
    assert [file.name for file in found] == [
        f"{here}/a.zip/d/y.json", f"{here}/a.zip/z.json", f"{here}/b/2.json",
    ]  # fmt: skip
    assert [file.read() for file in found] == [b"y", b"z", b"two"]


def test_a_file_given_twice_is_one(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text("x")
    assert len(source(tmp_path / "1.json", tmp_path / "1.json").files) == 1


def test_a_zip_of_many_members_is_read_in_seconds(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(5000):
            archive.writestr(f"{number}.json", "{}")
    begun = time.monotonic()
    assert sum(len(file.read()) for file in source(tmp_path).files) == 10_000
    # Opened anew for each member it takes a minute and more.
    assert time.monotonic() - begun < 10


def test_a_zip_that_was_replaced_is_opened_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    for text in ("old", "newer"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x", text)
        os.utime(path, ns=(len(text), len(text)))
        (file,) = source(path).files
        assert file.read() == text.encode()


def test_a_broken_zip_ends_the_load_only_where_it_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    (tmp_path / "b.json").write_text("x")
    with pytest.raises(SourceError, match="not a readable zip"):
        _ = source(tmp_path / "a.zip").files
    assert [file.path.name for file in source(tmp_path).files] == ["a.zip", "b.json"]


def test_a_damaged_member_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.json", "x" * 1000)
    data = bytearray(path.read_bytes())
    data[40] ^= 0xFF
    path.write_bytes(data)
    (file,) = source(path).files
    with pytest.raises(SourceError, match=r"a\.zip/x\.json"):
        file.read()


def test_what_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        _ = source(tmp_path / "nowhere").files


def test_the_digest_follows_names_and_contents(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("1")
    first = source(tmp_path).digest
    assert source(tmp_path).digest == first
    path.write_text("2")
    second = source(tmp_path).digest
    path.rename(tmp_path / "b.json")
    assert len({first, second, source(tmp_path).digest}) == 3


def test_a_name_that_is_no_utf_8_can_be_reported(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.json")).write_text("x")
    (file,) = source(tmp_path).files
    assert file.name == f"{tmp_path.name}/\ufffd.json"
    assert file.read() == b"x"


def test_an_archive_is_what_it_holds_however_it_was_written(tmp_path: Path) -> None:
    digests = []
    for folder, order in (("one", "ab"), ("two", "ba")):
        path = tmp_path / folder / "in" / "x.sqlite"
        with Archive(path) as archive:
            for ctid in order:
                archive.put(Envelope(ctid, b"{}"), f"2026-01-01T00:00:{order.index(ctid)}")
            archive.commit()
            digests.append(source(path.parent).digest)
            assert [file.path.name for file in source(path.parent).files] == ["x.sqlite"]
    assert digests[0] == digests[1]


def test_inputs_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("mon", "tue"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.json").write_text(folder)
    files = source(tmp_path / "mon/x.json", tmp_path / "tue/x.json").files
    assert [(file.name, file.read()) for file in files] == [
        ("x.json", b"mon"), ("tue/x.json", b"tue"),
    ]  # fmt: skip


def test_what_is_given_within_a_folder_that_is_given_counts_once(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text("x")
    both = source(tmp_path, tmp_path / "1.json")
    assert len(both.files) == 1
    assert both.digest == source(tmp_path).digest


@pytest.mark.parametrize("place", [4, 6])
def test_a_zip_with_an_odd_list_is_told_like_a_broken_one(tmp_path: Path, place: int) -> None:
    """A version that nobody knows; a name that is not what its flag says."""
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as archive:
        archive.writestr("é.json", "x")
    data = bytearray((tmp_path / "odd.zip").read_bytes())
    entry = data.index(b"PK\x01\x02")
    if place == 6:
        data[entry + 6] = 200
    else:
        data[entry + 46 : entry + 48] = b"\xff\xfe"
    (tmp_path / "odd.zip").write_bytes(data)
    (file,) = source(tmp_path).files
    assert file.name.endswith("odd.zip")
    with pytest.raises(SourceError, match="not a readable zip"):
        _ = source(tmp_path / "odd.zip").files
