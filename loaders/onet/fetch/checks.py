"""Whether a file is what it should be, before it is put among the sources."""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from loaders.source import BROKEN_ZIP, SourceError

MAX_UNPACKED = 1 << 32
"""Bytes that all files of a zip or workbook may have together, unpacked; a release has 0.15 GB."""

_MAX_FILES = 5000
_ZIPS = (".zip", ".xlsx")
_PAGE = (b"<!doctype", b"<html", b"<?xml")


def check(path: Path, name: str, tables: Collection[str] = ()) -> None:
    """Read a file through. `name` is what it is to be called; `tables` must be in it.

    Errors: `SourceError` where it is no zip, cut off, corrupt, too large unpacked, or not whole.
    """
    if not name.lower().endswith(_ZIPS):
        _check_text(path, name)
        return
    try:
        with zipfile.ZipFile(path) as opened:
            _check_members(opened, name)
            stems = {PurePosixPath(one).stem for one in opened.namelist()}
    except SourceError:
        raise
    except BROKEN_ZIP as error:
        raise SourceError(f"{name}: not a readable zip: {error}; fetch it again") from error
    if lacking := [table for table in tables if table not in stems]:
        raise SourceError(f"{name}: no whole release: {', '.join(lacking)} is not in it")


def _check_members(opened: zipfile.ZipFile, name: str) -> None:
    """Unpack every member, so that its checksum is compared, and keep nothing."""
    left = MAX_UNPACKED
    members = opened.infolist()
    if len(members) > _MAX_FILES:
        raise SourceError(f"{name}: more than {_MAX_FILES:,} files in one zip")
    for member in members:
        if ".." in PurePosixPath(member.filename).parts or member.filename.startswith("/"):
            raise SourceError(f"{name}: a file in it would lie elsewhere: {member.filename!r}")
        with opened.open(member) as file:
            while data := file.read(1 << 20):
                left -= len(data)
                if left < 0:
                    raise SourceError(f"{name}: larger than {MAX_UNPACKED:,} bytes when unpacked")


def _check_text(path: Path, name: str) -> None:
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not start or start.startswith(_PAGE):
        what = "a web page" if start else "empty"
        raise SourceError(f"{name}: {what}, not the file that was asked for; try again later")
