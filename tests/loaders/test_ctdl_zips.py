"""Zips of envelopes as they come to users, and as an enemy would make them."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import pytest

from loaders.json_text import MAX_VALUES
from loaders.source import SourceError
from tests.loaders.ctdl_documents import Loaded, ctid, envelope, load_paths

GOOD = 3


def text(number: int) -> str:
    return json.dumps(envelope(number, "2021-05-01", name={"en": f"Number {number}"}))


def zipped(path: Path, *members: tuple[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of these members and then of some good ones."""
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, data in members:
            archive.writestr(name, data)
        for number in range(GOOD):
            archive.writestr(f"{ctid(number)}.json", text(number))
    return path


def directory_entry(path: Path, name: bytes) -> int:
    """Where a member's entry begins in the list at the end of a zip."""
    return path.read_bytes().rindex(name) - 46


def patched(path: Path, place: int, value: bytes) -> Path:
    data = bytearray(path.read_bytes())
    data[place : place + len(value)] = value
    path.write_bytes(data)
    return path


def only_reject(loaded: Loaded) -> str:
    """Why the one bad member was rejected; the good ones are there."""
    documents = loaded.report.table("documents")
    assert (documents.loaded, documents.rejected) == (GOOD, 1)
    return loaded.report.rejects[0].reason


@pytest.mark.parametrize(
    ("name", "offset", "value", "reason"),
    [
        (b"bad.json", 10, struct.pack("<H", 99), "compression method"),
        (b"bad.json", 8, b"\x01", "encrypted"),
        (b"bad.json", 42, struct.pack("<I", 0x7FFFFFFF), "no member"),
        (b"bad.json", 24, struct.pack("<I", 10), "CRC"),
        (b"bad.json", 16, b"\0\0\0\0", "CRC"),
    ],
    ids=["method", "encrypted", "place", "size", "checksum"],
)
def test_a_member_that_is_not_as_listed_is_rejected_alone(
    tmp_path: Path, name: bytes, offset: int, value: bytes, reason: str
) -> None:
    path = zipped(tmp_path / "a.zip", ("bad.json", text(9)))
    patched(path, directory_entry(path, name) + offset, value)
    assert reason in only_reject(load_paths(tmp_path, path))


def test_a_member_with_damaged_bytes_is_rejected_alone(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("bad.json", text(9)))
    patched(path, path.read_bytes().index(b"bad.json") + 12, b"\xff" * 16)
    assert "corrupt" in only_reject(load_paths(tmp_path, path))


def test_a_zip_in_a_zip_is_rejected_and_says_what_to_do(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip").read_bytes()
    path = zipped(tmp_path / "a.zip", ("inner.zip", inner))
    assert "unpack it" in only_reject(load_paths(tmp_path, path))


def test_a_zip_that_was_cut_off_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SourceError, match="fetch it again"):
        load_paths(tmp_path, path)


def test_members_that_share_bytes_are_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", " " * 1_000_000 + text(1))
        archive.writestr("b.json", text(2))
    patched(path, directory_entry(path, b"b.json") + 42, struct.pack("<I", 0))
    with pytest.raises(SourceError, match="overlap"):
        load_paths(tmp_path, path)


def test_a_small_text_that_would_fill_the_memory_is_rejected(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("bomb.json", b"[" + b"[]," * (MAX_VALUES // 2) + b"1]"))
    assert "in smaller files" in only_reject(load_paths(tmp_path, path))


def test_names_of_members_lead_nowhere_and_break_nothing(tmp_path: Path) -> None:
    names = ["../up.json", "/etc/abs.json", "a\\b.json", 'q"<>\n.json', "x" * 300 + ".json"]
    members = [(name, text(10 + number)) for number, name in enumerate(names)]
    loaded = load_paths(tmp_path, zipped(tmp_path / "a.zip", *members))
    assert loaded.report.table("documents").loaded == GOOD + len(names)
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "out.nt"}


def test_what_a_computer_adds_to_a_zip_is_no_document(tmp_path: Path) -> None:
    added = [("__MACOSX/._a.json", b"\0\5\x16\7"), (".DS_Store", b"\0"), ("a/._b.json", b"\0")]
    loaded = load_paths(tmp_path, zipped(tmp_path / "a.zip", *added))
    assert loaded.report.table("documents").read == GOOD


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_usual_kind_of_compression_is_read(tmp_path: Path, kind: int) -> None:
    path = zipped(tmp_path / "a.zip", kind=kind)
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())  # as a self-extracting zip begins
    assert load_paths(tmp_path, path).report.table("documents").loaded == GOOD


def test_one_ctid_in_several_members_is_loaded_once(tmp_path: Path) -> None:
    older = json.dumps(envelope(1, "2019-01-01", name={"en": "Older"}))
    path = zipped(tmp_path / "a.zip", ("copy.json", text(1)), ("older.json", older))
    report = load_paths(tmp_path, path).report
    assert report.table("documents").loaded == GOOD
    assert [note.code for note in report.left_out] == ["superseded"] * 2
