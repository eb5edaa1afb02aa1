"""The archive of envelopes: what is put in comes out, in one order, whenever it is killed."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from loaders import archive
from loaders.archive import Archive, ArchiveError, Envelope

NOW = "2026-11-28T10:00:00+00:00"


def envelope(number: int, text: str = "first", updated: str = "2026-01-01") -> Envelope:
    ctid = f"ce-00000000-0000-4000-8000-{number:012}"
    body = {"envelope_ceterms_ctid": ctid, "decoded_resource": {"ceterms:name": text}}
    return Envelope(ctid, json.dumps(body).encode(), updated, f"id-{number}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sources" / "ctdl" / "ce-registry.sqlite"


def filled(path: Path, count: int) -> None:
    with Archive(path) as opened:
        for number in range(count):
            opened.put(envelope(number), NOW)
        opened.commit()


def test_envelopes_come_back_in_order_and_byte_for_byte(path: Path) -> None:
    filled(path, 30)
    found = list(archive.rows(path))
    assert [row.id for row in found] == list(range(1, 31))
    assert [row.body for row in found] == [envelope(n).body for n in range(30)]
    assert [row.ctid for row in found] == [envelope(n).ctid for n in range(30)]


def test_ranges_of_rows_make_up_the_whole(path: Path) -> None:
    filled(path, 10)
    assert archive.last_row(path) == 10
    parts = [*archive.rows(path, 1, 4), *archive.rows(path, 5, 9), *archive.rows(path, 10)]
    assert parts == list(archive.rows(path))


def test_of_two_envelopes_the_newer_stays(path: Path) -> None:
    with Archive(path) as opened:
        newer = envelope(1, "newer", "2026-03-01")
        assert opened.put(newer, NOW) == "stored"
        assert opened.put(newer, NOW) == "unchanged"
        assert opened.put(envelope(1, "older", "2026-02-01"), NOW) == "older"
        assert opened.put(envelope(1, "newest", "2026-04-01"), NOW) == "stored"
        opened.commit()
        assert opened.counts() == (1, 0)
    (row,) = archive.rows(path)
    assert b"newest" in row.body


def test_the_same_envelope_can_cease_to_be_live_and_come_back(path: Path) -> None:
    with Archive(path) as opened:
        withdrawn = replace(envelope(1), is_deleted=True)
        outcomes = [opened.put(one, NOW) for one in (envelope(1), withdrawn, withdrawn)]
        assert outcomes == ["stored", "stored", "unchanged"]
        assert opened.counts() == (0, 1)
        assert opened.put(envelope(1), NOW) == "stored"
        assert opened.counts() == (1, 0)


def test_a_deleted_envelope_says_so_and_comes_back_only_with_something_newer(path: Path) -> None:
    with Archive(path) as opened:
        opened.put(envelope(1, updated="2026-01-01"), NOW)
        assert opened.mark_deleted(envelope(1).ctid, "2026-02-01", NOW)
        assert not opened.mark_deleted(envelope(1).ctid, "2026-02-02", NOW)
        assert not opened.mark_deleted("ce-unknown", "2026-02-02", NOW)
        opened.commit()
        (row,) = archive.rows(path)
        assert row.is_deleted
        assert json.loads(row.body)["deleted_at"] == "2026-02-01"
        assert json.loads(row.body)["decoded_resource"] == {"ceterms:name": "first"}
        # A page that was fetched before the deletion was seen does not bring it back.
        assert opened.put(envelope(1, updated="2026-01-01"), NOW) == "older"
        assert opened.put(envelope(1, "again", updated="2026-03-01"), NOW) == "stored"
        assert opened.counts() == (1, 0)


def test_what_is_not_committed_is_not_kept(path: Path) -> None:
    with Archive(path) as opened:
        opened.put(envelope(1), NOW)
        opened.remember("cursor", "1")
        opened.commit()
        opened.put(envelope(2), NOW)
        opened.remember("cursor", "2")
    assert [row.ctid for row in archive.rows(path)] == [envelope(1).ctid]
    with Archive(path) as opened:
        assert opened.state("cursor") == "1"
        opened.remember("cursor", None)
        assert opened.state("cursor") is None


def test_the_digest_depends_on_content_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "one.sqlite", tmp_path / "other.sqlite"
    for path, numbers, time in ((one, (1, 2, 3), NOW), (other, (3, 1, 2), "2027-01-01")):
        with Archive(path) as opened:
            for number in numbers:
                opened.put(envelope(number), time)
            opened.commit()
    assert archive.digest(one) == archive.digest(other)
    with Archive(other) as opened:
        opened.put(envelope(2, "changed", "2026-05-01"), NOW)
        opened.commit()
    assert archive.digest(one) != archive.digest(other)


WRITER = """
import itertools, sys
from pathlib import Path
from tests.loaders.test_archive import NOW, envelope
from loaders.archive import Archive
with Archive(Path(sys.argv[1])) as opened:
    for batch in itertools.count():
        for number in range(batch * 10, batch * 10 + 10):
            opened.put(envelope(number), NOW)
        opened.remember("cursor", str(batch + 1))
        opened.commit()
        print(batch, flush=True)
"""


def test_kill_leaves_whole_batches_and_the_cursor_that_fits_them(path: Path) -> None:
    running = subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE)
    assert running.stdout
    for _ in range(20):
        last = int(running.stdout.readline())
    running.send_signal(signal.SIGKILL)
    running.communicate()
    # A reader takes it as it lies there.
    found = [row.ctid for row in archive.rows(path)]
    assert found == [envelope(n).ctid for n in range(len(found))]
    assert len(found) >= 10 * (last + 1)
    with Archive(path) as opened:
        assert opened.state("cursor") == str(len(found) // 10)
        assert not len(found) % 10
    # Closed, it is one plain file.
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_reading_goes_on_while_a_fetch_writes(path: Path) -> None:
    filled(path, 5)
    with Archive(path) as opened:
        reading = archive.rows(path, 1, 5)
        first = next(reading)
        opened.put(envelope(3, "changed", "2026-09-09"), NOW)
        opened.put(envelope(9), NOW)
        opened.commit()
        rest = list(reading)
    assert [row.ctid for row in (first, *rest)] == [envelope(n).ctid for n in range(5)]
    assert archive.last_row(path) == 6


def test_an_archive_is_read_where_nothing_can_be_written(path: Path) -> None:
    filled(path, 3)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        assert len(list(archive.rows(path))) == 3
    finally:
        path.parent.chmod(0o755)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(100)])
def test_another_file_is_refused_with_its_name(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"ce-registry\.sqlite"):
        list(archive.rows(path))


def test_another_database_is_refused(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE envelope (id, ctid)")
    database.close()
    for opening in (lambda: archive.last_row(path), lambda: Archive(path)):
        with pytest.raises(ArchiveError, match="not an archive"):
            opening()


def test_a_corrupt_or_swollen_body_is_told_with_its_ctid(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path, 2)
    monkeypatch.setattr("loaders.archive.row.MAX_ENVELOPE", 20)
    with pytest.raises(ArchiveError, match=envelope(0).ctid):
        list(archive.rows(path))
    monkeypatch.undo()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE envelope SET body = x'00' WHERE id = 2")
    database.close()
    reading = archive.rows(path)
    next(reading)
    with pytest.raises(ArchiveError, match=envelope(1).ctid):
        next(reading)


def test_it_is_compact(path: Path) -> None:
    """Repetitive JSON, as the Registry's is, takes a small part of its size."""
    texts = [hashlib.sha256(str(n).encode()).hexdigest() * 40 for n in range(500)]
    with Archive(path) as opened:
        for number, text in enumerate(texts):
            opened.put(envelope(number, text), NOW)
        opened.commit()
    assert os.path.getsize(path) < sum(map(len, texts)) / 4


def test_what_can_t_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(ArchiveError, match="can't be opened"):
        Archive(tmp_path / "folder.sqlite")
