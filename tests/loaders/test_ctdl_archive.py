"""An archive as a source: read while a fetch goes on, and by what its rows say."""

from __future__ import annotations

import json
from pathlib import Path

from graph.sink import Channel, Sink
from loaders.archive import Archive, Envelope
from loaders.ctdl import load
from loaders.source import Source
from tests.loaders.ctdl_documents import ctid, envelope


def test_a_build_beside_a_fetch_reads_what_was_there_when_it_began(tmp_path: Path) -> None:
    """A document is read again where another wins over it: by then a fetch may have added rows."""
    source = tmp_path / "in"
    source.mkdir()
    newer, older = envelope(9000, "2026-01-02", name={"en": "new"}), envelope(9000, "2026-01-01")
    only = envelope(9001, "2026-01-01", name={"en": "only one"})
    (source / "z.json").write_text(json.dumps([only, older, newer]))
    with Archive(source / "a.sqlite") as fetching:

        def put(number: int) -> None:
            text = json.dumps(envelope(number, "2026-01-01", name={"en": "of the archive"}))
            stored = Envelope(ctid(number), text.encode(), "2026-01-01T00:00:00+00:00")
            fetching.put(stored, "2026-01-01T00:00:00+00:00")
            fetching.commit()

        for number in range(1, 501):
            put(number)

        def progress(done: int, total: int) -> None:
            if fetching.counts() == (500, 0):
                put(501)

        out = tmp_path / "out.nt"
        with Channel(out) as channel:
            files = Source("ctdl", "ctdl", (source,), progress=progress)
            report = load(files, Sink(channel))
    assert [(note.code, note.value) for note in report.left_out] == [("superseded", ctid(9000))]
    assert '"only one"' in out.read_text("utf-8")
    assert '"new"' in out.read_text("utf-8")


def test_a_row_that_is_marked_as_deleted_is_so_whatever_its_text_says(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    text = json.dumps(envelope(1, "2026-01-01") | {"deleted_at": None})
    with Archive(path) as archive:
        archive.put(Envelope(ctid(1), text.encode(), "2026-01-01"), "2026-01-01")
        assert archive.mark_deleted(ctid(1), "2026-02-01T00:00:00+00:00", "2026-02-01")
        archive.commit()
    with Channel(tmp_path / "out.nt") as channel:
        report = load(Source("ctdl", "ctdl", (path,)), Sink(channel))
    assert [note.code for note in report.left_out] == ["deleted"]
