"""All records of the Registry, and later what changed of them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from loaders import archive
from loaders.ctdl.fetch import Registry, Wanted
from loaders.ctdl.fetch.raw import items, without
from loaders.outbound import Outbound, Pace
from tests.loaders.fetch.fetching import CAPS, Fetching
from tests.loaders.fetch.registry_server import RegistryServer, bad_gateway, ctid
from tests.loaders.http_server import Handler

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


def test_of_two_envelopes_of_one_ctid_the_older_is_left_when_the_newer_is_deleted(
    fetching: Fetching,
) -> None:
    state = fetching.server.state
    newer = state.publish(3, name="again", envelope_id="another")
    fetching()
    state.delete(newer, event="update")
    report = fetching()
    assert report.is_complete, report.lines()
    assert fetching.live()[ctid(3)] == "first"
    fetching.agrees()
    assert fetching().stored == 0


def test_of_two_live_envelopes_of_one_ctid_the_newer_stays_whichever_is_answered_with(
    fetching: Fetching,
) -> None:
    fetching()
    state = fetching.server.state
    state.publish(3, name="again", envelope_id="another")
    state.events[-1].at += timedelta(seconds=1)  # an event is written after its envelope
    fetching()
    state.records.insert(0, state.records.pop())  # the server answers with the last
    for _ in range(2):
        fetching(Wanted(ctids=(ctid(3),)))
        fetching()  # the event of its being published is looked at once more
        assert fetching.live()[ctid(3)] == "again"


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


def test_much_that_was_published_at_once_is_no_reason_to_begin_again(fetching: Fetching) -> None:
    state = fetching.server.state
    state.pace = timedelta(seconds=1)
    for number in range(1000, 1300):
        state.publish(number)
    report = fetching()
    assert report.is_complete, report.lines()
    fetching.agrees()
    pages = [path for _, path, _ in fetching.server.requests if "/envelopes?page=" in path]
    assert len(pages) < 10
    assert fetching().is_complete


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


def test_a_record_that_only_seemed_to_be_gone_comes_back_as_it_was(fetching: Fetching) -> None:
    fetching()
    state = fetching.server.state
    events = state.events
    hidden = state.records.pop(10)
    state.events = [event for event in events if event.record != 10]
    fetching()
    assert hidden.ctid not in fetching.live()
    state.records.append(hidden)
    report = fetching(Wanted(full=True))
    assert report.is_complete, report.lines()
    fetching.agrees()


def test_a_deleted_record_that_lives_on_within_another_is_deleted(fetching: Fetching) -> None:
    fetching()
    state = fetching.server.state
    state.update(state.records[1], parts=(3,), name="with a part")
    state.delete(state.records[3])
    report = fetching()
    assert report.is_complete, report.lines()
    assert report.deleted == 1
    fetching.agrees()


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


def test_items_and_members_keep_the_text() -> None:
    text = ' [ {"a": 1.50, "b": [1, {"a": 2}]} , 3e2,"x" ] '
    assert [piece for piece, _ in items(text)] == ['{"a": 1.50, "b": [1, {"a": 2}]}', "3e2", '"x"']
    assert list(items("[]")) == []
    assert without('{"a": 1.50, "b" : {"a": "}"}, "c":[ ] }', {"a"}) == '{"b" : {"a": "}"},"c":[ ]}'
    for bad in ("", "{}", "[1", "[1] 2", "[1,]", "<html>"):
        with pytest.raises(ValueError, match=r"expected|Expecting|follows"):
            list(items(bad))
