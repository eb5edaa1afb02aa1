"""The Registry's zips: everything (one envelope, or bare document, a file), or a set of changes."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loaders.archive import MAX_ENVELOPE
from loaders.ctdl.envelopes import in_utc
from loaders.ctdl.fetch.envelopes import BadEnvelope, joined, read
from loaders.ctdl.fetch.raw import text_of
from loaders.ctdl.fetch.work import Work, now
from loaders.source import SourceError

MAX_UNPACKED = 1 << 36
"""Bytes that all files of a zip may have together, unpacked."""

_CHANGE = re.compile(r"(?:^|/)(upserts|deletes)/(graphs|resources|metadata)/([^/]+)\.json$")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d(?:\.\d+)?)Z?")
_BATCH = 500


def apply(work: Work, path: Path, name: str = "") -> bool:
    """Put what a zip holds into the archive; whether bare documents were among it.

    Errors: `SourceError` where it is no zip that can be read. A file within it that can't be read
    is a failure in the report; the others are kept.
    """
    try:
        with zipfile.ZipFile(path) as opened:
            return _apply(work, opened, name or path.name)
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{path}: not a readable zip: {error}; fetch it again") from error


def _apply(work: Work, opened: zipfile.ZipFile, name: str) -> bool:
    members = [one for one in opened.infolist() if one.filename.lower().endswith(".json")]
    if sum(one.file_size for one in members) > MAX_UNPACKED:
        raise SourceError(f"{name}: larger than {MAX_UNPACKED:,} bytes when unpacked")
    names = {one.filename for one in members}
    bare = False
    for done, (member, text) in enumerate(_texts(work, opened, members), 1):
        try:
            change = _CHANGE.search(member)
            if change is None:
                bare = _whole(work, text) or bare
            elif change[2] == "graphs":
                about = member.replace("/graphs/", "/metadata/")
                _change(work, change, text, opened.read(about) if about in names else b"{}", name)
        except (BadEnvelope, ValueError, zipfile.BadZipFile) as error:
            work.report.fail(f"{name}/{member}", str(error))
        if not done % _BATCH:
            work.archive.commit()
            work.progress(done, len(members), "files")
    work.archive.commit()
    return bare


def _texts(
    work: Work, opened: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> Iterator[tuple[str, str]]:
    """(name, text) of each file that can be read."""
    for member in members:
        try:
            with opened.open(member) as file:
                data = file.read(MAX_ENVELOPE + 1)
            if len(data) > MAX_ENVELOPE:
                raise ValueError(f"larger than {MAX_ENVELOPE:,} bytes when unpacked")
            yield member.filename, text_of(data).strip()
        except Exception as error:  # zlib.error and lzma.LZMAError share no base class
            work.report.fail(member.filename, f"can't be read: {error}")


def _whole(work: Work, text: str) -> bool:
    """Store an envelope; or a bare document, where no envelope says more. Whether it was bare."""
    value = json.loads(text)
    envelope = read(text, value)
    if "decoded_resource" in value or "envelope_id" in value:
        work.report.put(work.archive, envelope, now())
        return False
    if work.archive.updated_at(envelope.ctid) is None:
        work.report.put(work.archive, envelope, now())
    else:
        work.report.seen += 1
        work.report.unchanged += 1
    return True


def _change(work: Work, change: re.Match[str], text: str, about: bytes, name: str) -> None:
    said: dict[str, Any] = {"envelope_ceterms_ctid": change[3], "updated_at": _stamp(name)}
    said |= json.loads(about)
    if change[1] == "upserts":
        work.report.put(work.archive, joined(said, text), now())
        return
    ctid, document = change[3].lower(), json.loads(text)
    when = in_utc(document.get("deleted_at")) or _stamp(name)
    work.report.seen += 1
    if work.archive.mark_deleted(ctid, when, now()):
        work.report.deleted += 1
    else:
        work.report.unchanged += 1


def _stamp(name: str) -> str:
    """When a set of changes was made, as its name says (2026-08-01T12-00-00Z.zip); else now."""
    match = _STAMP.search(name)
    stamp = in_utc(f"{match[1]}:{match[2]}:{match[3]}") if match else ""
    return stamp or datetime.now(UTC).isoformat()
