"""The Registry's zips: everything (one envelope, or bare document, a file), or a set of changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from loaders.archive import MAX_ENVELOPE, Envelope
from loaders.ctdl.changesets import Aside, Change, changes
from loaders.ctdl.envelopes import is_envelope
from loaders.ctdl.fetch.envelopes import BadEnvelope, is_provisional, joined, read, read_whole
from loaders.ctdl.fetch.raw import text_of
from loaders.ctdl.fetch.work import Work, now
from loaders.json_text import BadDocument
from loaders.source import SourceError, SourceFile, zip_files

MAX_UNPACKED = 1 << 36
"""Bytes that all files of a zip may have together, unpacked."""

_BATCH = 500


def apply(work: Work, path: Path) -> bool:
    """Put what a zip holds into the archive; whether bare documents were among it.

    Errors: `SourceError` where it is no zip that can be read. A file within it that can't be read
    is a failure in the report; the others are kept.
    """
    files = [file for file in zip_files(path, path.name) if file.name.lower().endswith(".json")]
    if sum(map(_unpacked_size, files)) > MAX_UNPACKED:
        raise SourceError(f"{path}: larger than {MAX_UNPACKED:,} bytes when unpacked")
    bare = _apply(work, files)
    work.archive.commit()
    return bare


def _apply(work: Work, files: Sequence[SourceFile]) -> bool:
    parts, bare = changes(files), False
    for done, file in enumerate(files, 1):
        part = parts.get(file.name)
        try:
            if isinstance(part, Change):
                _change(work, part)
            elif not isinstance(part, Aside):
                bare = _whole(work, _text(file)) or bare
        except (SourceError, ValueError, RecursionError) as error:
            work.report.fail(file.name, str(error))
        if not done % _BATCH:
            work.archive.commit()
            work.progress(done, len(files), "files")
    return bare


def _whole(work: Work, text: str) -> bool:
    """Store an envelope; or a bare document, where no envelope says more. Whether it was bare."""
    value = json.loads(text)
    envelope = read_whole(text, value)
    if is_envelope(value):
        work.keep(envelope)
        return False
    if not work.archive.updated_at(envelope.ctid) or is_provisional(envelope):
        work.keep(envelope)
    else:
        work.report.seen += 1
        work.report.unchanged += 1
    return True


def _change(work: Work, change: Change) -> None:
    """Store what was published, or mark what was deleted."""
    document = change.document()
    if isinstance(document, BadDocument):
        raise document
    about = document.envelope
    if document.ctid is None or about is None:
        raise BadEnvelope("no CTID")
    if not about.is_deleted:
        work.keep(_published(change, document.ctid, about.updated))
        return
    work.report.seen += 1
    if work.archive.mark_deleted(document.ctid, about.updated or now(), now()):
        work.report.deleted += 1
    else:
        work.report.unchanged += 1


def _published(change: Change, ctid: str, updated: str) -> Envelope:
    """The envelope of a change, in the Registry's own words."""
    text = _text(change.file)
    value = json.loads(text)
    if is_envelope(value):
        return replace(read(text, value), updated_at=updated)
    said = {"envelope_ceterms_ctid": ctid, "updated_at": updated}
    if change.metadata:
        said |= json.loads(_text(change.metadata))
    return joined(said, text)


def _text(file: SourceFile) -> str:
    if _unpacked_size(file) > MAX_ENVELOPE:
        raise BadEnvelope(f"larger than {MAX_ENVELOPE:,} bytes when unpacked")
    return text_of(file.read()).strip()


def _unpacked_size(file: SourceFile) -> int:
    return file.member.file_size if file.member else 0
