"""What the Registry gives as zips: everything, and sets of changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loaders import archive
from loaders.ctdl.fetch import Wanted
from loaders.ctdl.fetch.envelopes import read
from loaders.outbound import OutboundError
from loaders.source import SourceError
from tests.loaders.fetch.fetching import Fetching
from tests.loaders.fetch.registry_server import TOKEN, ctid, zipped


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("parts", [1, 3])
def test_with_a_token_everything_comes_as_zips(fetching: Fetching, bare: bool, parts: int) -> None:
    state = fetching.server.state
    state.publish(900, provisional=True)
    state.delete(state.publish(901, provisional=True))
    state.delete(state.records[5])
    records = list(state.records)
    state.zips = [fetching.server.zip_of(records[n::parts], bare) for n in range(parts)]
    state.published = state.clock.isoformat()
    state.update(records[0], name="changed since")
    state.delete(records[1])
    report = fetching(token=TOKEN)
    assert report.is_complete, report.lines()
    assert report.provisional >= 2
    fetching.agrees()
    pages = [path for _, path, _ in fetching.server.requests if "/envelopes?page=" in path]
    assert all("metadata_only" in path for path in pages)
    assert sorted(path.suffix for path in fetching.folder.iterdir()) == [".lock", ".sqlite"]


def test_without_the_right_token_the_pages_are_read(fetching: Fetching) -> None:
    assert fetching(token="wrong").is_complete
    assert any("401" in said for said in fetching.said)


def test_a_secured_community_asks_for_a_token(fetching: Fetching) -> None:
    fetching.server.state.secured = True
    with pytest.raises(OutboundError, match="401"):
        fetching()


def test_a_set_of_changes_is_applied(fetching: Fetching, tmp_path: Path) -> None:
    fetching()
    state = fetching.server.state
    changed, new = state.records[1], state.publish(888)
    state.update(changed, name="changed")
    contents = {
        f"upserts/{kind}/{one.ctid}.json": json.dumps(value)
        for one in (changed, new)
        for kind, value in (("graphs", one.graph()), ("metadata", one.envelope(True)))
    }
    contents[f"upserts/resources/{changed.ctid}.json"] = json.dumps(changed.graph()["@graph"][0])
    contents["upserts/graphs/ce-broken.json"] = "{"
    for kind in ("graphs", "metadata", "resources"):
        gone = {"identifier": ctid(2), "deleted_at": "2026-06-01T00:00:00Z"}
        contents[f"deletes/{kind}/{ctid(2)}.json"] = json.dumps(gone)
    path = tmp_path / "2026-06-01T00-00-00.000000Z.zip"
    path.write_bytes(zipped(contents))
    report = fetching(Wanted(zips=(path,)))
    assert (report.stored, report.deleted, len(report.failures)) == (2, 1, 1)
    live = fetching.live()
    assert live[ctid(1)] == "changed"
    assert ctid(888) in live
    assert ctid(2) not in live


def test_provisional_and_deleted_records_in_a_set_of_changes(
    fetching: Fetching, tmp_path: Path
) -> None:
    fetching()
    state = fetching.server.state
    state.update(state.records[1], provisional=True)
    state.delete(state.records[2])
    new = state.publish(900, provisional=True)
    contents = {
        f"upserts/{kind}/{one.ctid}.json": json.dumps(value)
        for one in (state.records[1], state.records[2], new)
        for kind, value in (("graphs", one.graph()), ("metadata", one.envelope(True)))
    }
    path = tmp_path / "2026-06-01T00-00-00Z.zip"
    path.write_bytes(zipped(contents))
    report = fetching(Wanted(zips=(path,)))
    assert (report.stored, report.provisional, report.deleted) == (0, 2, 1)
    fetching.agrees()
    state.update(state.records[1], provisional=False)
    assert fetching().is_complete
    fetching.agrees()


def test_a_set_of_changes_is_read_as_a_build_reads_it(fetching: Fetching, tmp_path: Path) -> None:
    """Envelopes where graphs are expected, and metadata without a graph."""
    fetching()
    state = fetching.server.state
    changed = state.records[1]
    state.update(changed, name="changed")
    state.delete(state.records[2])
    alone = state.publish(888)
    state.delete(state.records[3])
    contents = {
        f"upserts/graphs/{changed.ctid}.json": changed.envelope(),
        f"upserts/metadata/{alone.ctid}.json": alone.envelope(metadata_only=True),
        f"deletes/graphs/{ctid(2)}.json": state.records[2].envelope(),
        f"deletes/metadata/{ctid(3)}.json": state.records[3].envelope(metadata_only=True),
        f"deletes/metadata/{ctid(4)}.json": {"identifier": ctid(4), "deleted_at": "2026-06-01"},
    }
    path = tmp_path / "2026-06-02T00-00-00Z.zip"
    path.write_bytes(zipped({name: json.dumps(value) for name, value in contents.items()}))
    report = fetching(Wanted(zips=(path,)))
    assert (report.seen, report.stored, report.deleted) == (5, 1, 3)
    assert [what for what, _ in report.failures] == [
        f"{path.name}/upserts/metadata/{ctid(888)}.json"
    ]
    live = fetching.live()
    assert live[ctid(1)] == "changed"
    assert live.keys().isdisjoint({ctid(2), ctid(3), ctid(4), ctid(888)})
    (row,) = (one for one in archive.rows(fetching.path) if one.ctid == ctid(1))
    del (expected := changed.envelope())["resource"]
    assert json.loads(row.body) == expected


def test_what_an_archive_kept_as_live_is_put_right(fetching: Fetching) -> None:
    """An archive can hold a provisional record as live: as another version took it from a zip."""
    fetching()
    state = fetching.server.state
    wrong = state.publish(900, provisional=True).envelope()
    with archive.Archive(fetching.path) as opened:
        opened.put(read(json.dumps(wrong), wrong), "2026")
        opened.commit()
    assert fetching().is_complete
    fetching.agrees()


def test_a_newer_zip_of_bare_documents_counts(fetching: Fetching, tmp_path: Path) -> None:
    state, path = fetching.server.state, tmp_path / "bare.zip"
    for name in ("first", "second"):
        state.update(state.records[0], name=name)
        path.write_bytes(fetching.server.zip_of(state.records[:1], bare=True))
        fetching(Wanted(zips=(path,)))
        assert fetching.live() == {ctid(0): name}


def test_an_envelope_without_a_document_takes_no_good_one_s_place(
    fetching: Fetching, tmp_path: Path
) -> None:
    state, path = fetching.server.state, tmp_path / "broken.zip"
    path.write_bytes(fetching.server.zip_of(state.records[:1]))
    fetching(Wanted(zips=(path,)))
    state.update(state.records[0])
    broken = state.records[0].envelope() | {"decoded_resource": "<html>", "resource": None}
    path.write_bytes(zipped({f"{ctid(0)}.json": json.dumps(broken)}))
    report = fetching(Wanted(zips=(path,)))
    assert "readable decoded_resource" in report.failures[0][1]
    assert fetching.live() == {ctid(0): "first"}


def test_only_its_status_makes_a_record_provisional(fetching: Fetching) -> None:
    state = fetching.server.state
    state.update(state.records[0], name="About graphPublicationStatus:Provisional")
    assert fetching().is_complete
    fetching.agrees()


def test_a_zip_that_is_none_is_told(fetching: Fetching, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"<html>")
    with pytest.raises(SourceError, match=r"x\.zip: not a readable zip"):
        fetching(Wanted(zips=(path,)))
