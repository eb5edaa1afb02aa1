"""Fetching from the Registry, over HTTP, from a server that behaves like it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import credgraph
from credgraph.fetching import fetch as fetch_group
from graph import builds
from loaders import archive
from loaders.ctdl.fetch import FetchReport, Registry, Wanted, fetch
from loaders.ctdl.fetch.envelopes import read
from loaders.ctdl.fetch.raw import items, without
from loaders.outbound import Caps, Outbound, OutboundError, Pace
from loaders.source import SourceError
from tests.loaders.http_server import Handler, serving
from tests.loaders.registry_server import TOKEN, RegistryServer, Trouble, ctid, zipped

CAPS = Caps(attempts=3, first_pause=0.01, idle=2)


@pytest.fixture
def server() -> Iterator[RegistryServer]:
    with serving(RegistryServer(450)) as running:
        yield running


class Fetching:
    """Fetches from a server into a folder."""

    def __init__(self, server: RegistryServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.path = folder / f"ce-registry@{server.host.replace(':', '-')}.sqlite"
        self.said: list[str] = []

    def __call__(self, wanted: Wanted | None = None, token: str = "") -> FetchReport:
        with Outbound("credgraph/test", [self.server.host], Pace(10_000), CAPS) as client:
            registry = Registry(client, self.server.url, "ce-registry", token)
            return fetch(
                registry, self.folder, wanted or Wanted(), lambda *of: None, self.said.append
            )

    def live(self) -> dict[str, str]:
        """The name of each live record in the archive."""
        found = {}
        for row in archive.rows(self.path):
            body = json.loads(row.body)
            document = body.get("decoded_resource", body)
            if not row.is_deleted:
                assert row.ctid not in found
                found[row.ctid] = document["@graph"][0]["ceterms:name"]["en"]
        return found

    def agrees(self) -> None:
        """The archive has what the Registry has: nothing missed, doubled or stale."""
        records = self.server.state.records
        assert self.live() == {
            one.ctid: one.name for one in records if not one.deleted and not one.provisional
        }


@pytest.fixture
def fetching(server: RegistryServer, tmp_path: Path) -> Fetching:
    return Fetching(server, tmp_path)


# --- everything ---------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", ["new", "old", "link", "none"])
def test_everything_is_fetched_whichever_way_pages_are_counted(
    fetching: Fetching, headers: str
) -> None:
    fetching.server.state.headers = headers
    report = fetching()
    assert report.is_complete
    assert report.stored == 450
    assert report.seen == report.stored + report.unchanged
    assert report.total == (None if headers in ("link", "none") else 450)
    fetching.agrees()


@pytest.mark.parametrize(
    ("headers", "counts"),
    [("new", (450, 3)), ("old", (450, 3)), ("link", (None, 3)), ("none", (None, None))],
)
def test_the_number_of_pages_is_read_wherever_it_is_told(
    server: RegistryServer, headers: str, counts: tuple[int | None, int | None]
) -> None:
    server.state.headers = headers
    with Outbound("credgraph/test", [server.host], Pace(10_000), CAPS) as client:
        page = Registry(client, server.url, "ce-registry").page("envelopes", 1)
    assert (page.total, page.pages) == counts


def test_what_is_stored_is_the_registry_s_text_without_what_it_says_twice(
    fetching: Fetching,
) -> None:
    fetching(Wanted(ctids=(ctid(7),)))
    (row,) = archive.rows(fetching.path)
    expected = fetching.server.state.records[7].envelope()
    del expected["resource"]
    assert json.loads(row.body) == expected


def test_pages_that_shift_miss_and_double_nothing(fetching: Fetching) -> None:
    """While the pages are read, records are published, deleted and changed."""
    state = fetching.server.state
    numbers = iter(range(10_000, 20_000))

    def busy(handler: Handler) -> bool:
        if (
            handler.path.startswith("/ce-registry/envelopes?page=")
            and "metadata" not in handler.path
        ):
            for _ in range(3):
                state.publish(next(numbers))
            live = [one for one in state.records if not one.deleted]
            for one in live[-30:-20]:
                state.delete(one)
            state.update(live[0], name=f"changed {state.clock}")
        return False

    state.trouble = busy
    report = fetching()
    assert report.is_complete, report.lines()
    fetching.agrees()


def test_of_two_envelopes_of_one_ctid_the_newer_stands_for_both(fetching: Fetching) -> None:
    state = fetching.server.state
    state.publish(3, name="again", envelope_id="another")
    report = fetching()
    assert report.is_complete, report.lines()
    assert fetching.live()[ctid(3)] == "again"
    assert report.total == 451
    assert fetching().is_complete


def test_provisional_records_are_not_fetched_and_take_no_live_one_s_place(
    fetching: Fetching,
) -> None:
    state = fetching.server.state
    state.publish(900, provisional=True)
    fetching()
    state.update(state.records[5], provisional=True)
    report = fetching()
    assert report.provisional >= 1
    assert report.is_complete, report.lines()
    fetching.agrees()
    state.update(state.records[5], provisional=False, name="final")
    assert fetching().is_complete
    fetching.agrees()


# --- changes ------------------------------------------------------------------------------------


def test_the_second_time_only_what_changed_is_fetched(fetching: Fetching) -> None:
    fetching()
    state = fetching.server.state
    state.update(state.records[1], name="changed")
    state.publish(777)
    state.delete(state.records[2])
    state.delete(state.records[4], event="update")  # deleting is a kind of update, too
    fetching.server.requests.clear()
    report = fetching()
    assert report.is_complete, report.lines()
    assert report.stored == 2
    assert report.deleted == 2
    fetching.agrees()
    assert len(fetching.server.requests) < 20
    fetching.server.requests.clear()
    again = fetching()
    assert (again.stored, again.deleted) == (0, 0)


def test_what_vanished_without_an_event_is_found_by_the_count(fetching: Fetching) -> None:
    fetching()
    state = fetching.server.state
    del state.records[10]
    state.events = [event for event in state.events if event.record != 10]
    report = fetching()
    assert report.is_complete, report.lines()
    assert report.deleted == 1
    fetching.agrees()


def test_a_record_that_was_deleted_can_come_back(fetching: Fetching) -> None:
    fetching()
    state = fetching.server.state
    record = state.records[3]
    state.delete(record)
    fetching()
    state.update(record, deleted=None, name="back")
    assert fetching().is_complete
    assert fetching.live()[ctid(3)] == "back"


def test_when_much_has_changed_everything_is_fetched_by_pages(fetching: Fetching) -> None:
    fetching()
    state = fetching.server.state
    for record in state.records[:200]:
        state.update(record, name="changed")
    fetching.server.requests.clear()
    assert fetching().is_complete
    fetching.agrees()
    assert len(fetching.server.requests) < 150


def test_a_record_that_can_t_be_had_is_asked_for_again_the_next_time(fetching: Fetching) -> None:
    fetching()
    state = fetching.server.state
    state.update(state.records[7], name="changed")
    state.trouble = lambda handler: handler.path.endswith(ctid(7)) and bad_gateway(handler)
    report = fetching()
    assert [what for what, _ in report.failures] == [ctid(7)]
    state.clock += timedelta(days=1)
    state.update(state.records[8], name="changed")
    assert not fetching().is_complete
    assert fetching.live()[ctid(8)] == "changed"
    state.trouble = lambda handler: False
    assert fetching().is_complete
    fetching.agrees()


def test_since_a_day(fetching: Fetching) -> None:
    state = fetching.server.state
    state.clock += timedelta(days=1)
    since = state.clock.isoformat()
    state.update(state.records[9], name="changed")
    report = fetching(Wanted(since=since))
    assert report.stored == 1
    assert fetching.live() == {ctid(9): "changed"}


# --- some ---------------------------------------------------------------------------------------


def test_types_and_owners(fetching: Fetching) -> None:
    state = fetching.server.state
    for number in range(500, 520):
        state.publish(number, kind="pathway", nodes=4)
    state.publish(600, kind="pathway", owner=ctid(1))
    state.publish(601, kind="course", owner=ctid(1))
    report = fetching(Wanted(types=("pathway",)))
    assert report.is_complete, report.lines()
    assert set(fetching.live()) == {ctid(n) for n in (*range(500, 520), 600)}
    assert report.total == 81
    again = fetching(Wanted(types=("pathway",)))
    assert (again.stored, again.unchanged) == (0, 21)
    fetching(Wanted(owner=ctid(1)))
    assert set(fetching.live()) == {ctid(n) for n in (*range(500, 520), 600, 601)}
    # What is said about an envelope is kept with the document.
    (row,) = (one for one in archive.rows(fetching.path) if one.ctid == ctid(600))
    assert json.loads(row.body)["owned_by"] == ctid(1)
    posts = [path for method, path, _ in fetching.server.requests if method == "POST"]
    assert posts == ["/ce-registry/graph/search"] * len(posts)
    assert len(posts) == 2


def test_a_ctid_that_the_registry_does_not_have_is_a_failure(fetching: Fetching) -> None:
    report = fetching(Wanted(ctids=(ctid(1), ctid(12_345))))
    assert set(fetching.live()) == {ctid(1)}
    assert [what for what, _ in report.failures] == [ctid(12_345)]
    assert not report.is_complete


# --- bad days -----------------------------------------------------------------------------------


def at_first(times: int, trouble: Trouble) -> Trouble:
    """Trouble with every address, so many times."""
    asked: Counter[str] = Counter()

    def sometimes(handler: Handler) -> bool:
        asked[handler.path] += 1
        return asked[handler.path] <= times and trouble(handler)

    return sometimes


def bad_gateway(handler: Handler) -> bool:
    handler.reply(502, b"<html><h1>502 Bad Gateway</h1></html>", Content_Type="text/html")
    return True


def slow_down(handler: Handler) -> bool:
    handler.reply(429, b"", Retry_After="0")
    return True


def broken_off(handler: Handler) -> bool:
    handler.reply(200, b'[{"envelope_id":"1', Content_Length="9999")
    handler.close_connection = True
    return True


def not_json(handler: Handler) -> bool:
    handler.reply(200, b"<html>please wait</html>")
    return True


@pytest.mark.parametrize("trouble", [bad_gateway, slow_down, broken_off, not_json])
def test_a_server_s_bad_day_costs_nothing(fetching: Fetching, trouble: Trouble) -> None:
    fetching.server.state.trouble = at_first(2, trouble)
    report = fetching()
    assert report.is_complete, report.lines()
    fetching.agrees()


def test_a_page_that_always_fails_is_made_up_for_singly(fetching: Fetching) -> None:
    def second_page(handler: Handler) -> bool:
        bad = "page=2&" in handler.path and "metadata" not in handler.path
        return bad and "/envelopes?" in handler.path and bad_gateway(handler)

    fetching.server.state.trouble = second_page
    report = fetching()
    assert report.is_complete, report.lines()
    fetching.agrees()


def test_a_server_that_is_down_ends_the_fetch_and_the_next_goes_on(fetching: Fetching) -> None:
    count = 0

    def down_after_a_while(handler: Handler) -> bool:
        nonlocal count
        count += 1
        return count > 3 and bad_gateway(handler)

    fetching.server.state.trouble = down_after_a_while
    with pytest.raises(OutboundError, match="HTTP 502"):
        fetching()
    before = len(fetching.live())
    assert before
    fetching.server.state.trouble = lambda handler: False
    assert fetching().is_complete
    assert any("going on from page" in said for said in fetching.said)
    fetching.agrees()


def test_kill_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with serving(RegistryServer(2000)) as server:
        data = tmp_path / "data"
        environ = os.environ | settings(server) | {"CREDGRAPH_REQUESTS_PER_SECOND": "40"}
        command = [sys.executable, "-m", "credgraph", "fetch", "ctdl", "--data", str(data)]
        path = Fetching(server, data / "sources" / "ctdl").path
        for _ in range(2):
            begun = len(server.requests)
            running = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)
            while len(server.requests) < begun + 6 and running.poll() is None:
                time.sleep(0.01)
            running.send_signal(signal.SIGKILL)
            running.wait()
        assert 0 < archive.last_row(path) < 2000
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "going on from page" in done.stderr
        Fetching(server, data / "sources" / "ctdl").agrees()


def test_two_fetches_at_once_are_refused(fetching: Fetching) -> None:
    refused: list[str] = []

    def second(handler: Handler) -> bool:
        if not refused:
            refused.append("")
            with pytest.raises(SourceError, match="another fetch"):
                fetching()
            refused[0] = "yes"
        return False

    fetching.server.state.trouble = second
    assert fetching().is_complete
    assert refused == ["yes"]


# --- zips ---------------------------------------------------------------------------------------


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


def test_a_zip_that_is_none_is_told(fetching: Fetching, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"<html>")
    with pytest.raises(SourceError, match=r"x\.zip: not a readable zip"):
        fetching(Wanted(zips=(path,)))


# --- the command --------------------------------------------------------------------------------


def settings(server: RegistryServer) -> dict[str, str]:
    return {
        "CREDGRAPH_REGISTRY": server.url,
        "CREDGRAPH_PRIVATE_HOSTS": server.host,
        "CREDGRAPH_REQUESTS_PER_SECOND": "1000",
        "CREDGRAPH_CONTACT": "data@example.org",
    }


def run(server: RegistryServer, data: Path, *arguments: str) -> Result:
    command = [*arguments, "--data", str(data)]
    return CliRunner().invoke(credgraph.main, command, env=settings(server))


def test_what_was_fetched_is_built_without_being_asked_for(
    server: RegistryServer, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    result = run(server, data, "fetch", "ctdl", "--ctid", ctid(1), "--ctid", ctid(2).upper())
    assert result.exit_code == 0, result.output
    assert "2 seen, 2 stored, 0 failed" in result.output
    assert (
        server.requests[0][2]["User-Agent"] == f"credgraph/{credgraph.VERSION} (+data@example.org)"
    )
    built = run(server, data, "build")
    assert built.exit_code == 0, built.output
    current = builds.current(data)
    assert current
    documents = {one["source"]: one["tables"]["documents"] for one in current.info["sources"]}
    assert documents.keys() == {"ctdl", "ctdl-schema"}
    assert documents["ctdl"] == {"read": 2, "loaded": 2, "rejected": 0, "left_out": 0}
    asked = tmp_path / "concepts.rq"
    asked.write_text(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        "SELECT ?label { <https://purl.org/ctdl/vocabs/accommodation/AccessibleHousing>"
        " a skos:Concept ; skos:prefLabel ?label }"
    )
    assert "Accessible Housing" in run(server, data, "query", str(asked)).output


def test_an_incomplete_fetch_ends_with_3_and_says_how_to_go_on(
    server: RegistryServer, tmp_path: Path
) -> None:
    result = run(server, tmp_path, "fetch", "ctdl", "--ctid", ctid(999))
    assert result.exit_code == 3
    assert f"failed: {ctid(999)}: the Registry has no live record of it" in result.output
    assert "goes on from here" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--ctid", "x"), "x: not a CTID"),
        (("--type", "credential,diploma"), "diploma: not a type of record"),
        (("--community", "../x"), "not the name of a community"),
        (("--ctid", ctid(1), "--type", "course"), "one way"),
    ],
)
def test_wrong_use_is_told(
    server: RegistryServer, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run(server, tmp_path, "fetch", "ctdl", *arguments)
    assert result.exit_code == 3
    assert words in result.output
    assert server.requests == []


def test_the_token_comes_from_the_environment(
    server: RegistryServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.state.secured = True
    server.state.zips = [server.zip_of(server.state.records)]
    assert run(server, tmp_path, "fetch", "ctdl").exit_code == 3
    monkeypatch.setenv("CE_REGISTRY_TOKEN", TOKEN)
    result = run(server, tmp_path, "fetch", "ctdl")
    assert result.exit_code == 0, result.output
    assert "the Registry says 450, the archive has 450" in result.output
    assert TOKEN not in result.output
    assert all(TOKEN.encode() not in path.read_bytes() for path in tmp_path.rglob("*.*"))


def test_every_option_is_explained() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "fetching.md").read_text("utf-8")
    for command in ("ctdl", "onet", "crosswalks"):
        for parameter in fetch_group.commands[command].params:
            assert parameter.opts[0] in text or parameter.name == "data"


# --- raw text -----------------------------------------------------------------------------------


def test_items_and_members_keep_the_text() -> None:
    text = ' [ {"a": 1.50, "b": [1, {"a": 2}]} , 3e2,"x" ] '
    assert [piece for piece, _ in items(text)] == ['{"a": 1.50, "b": [1, {"a": 2}]}', "3e2", '"x"']
    assert list(items("[]")) == []
    assert without('{"a": 1.50, "b" : {"a": "}"}, "c":[ ] }', {"a"}) == '{"b" : {"a": "}"},"c":[ ]}'
    for bad in ("", "{}", "[1", "[1] 2", "[1,]", "<html>"):
        with pytest.raises(ValueError, match=r"expected|Expecting|follows"):
            list(items(bad))
