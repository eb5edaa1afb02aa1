"""Records of some kinds, of one owner, or by their CTIDs."""

from __future__ import annotations

import json

from loaders import archive
from loaders.ctdl.fetch import Wanted
from tests.loaders.fetch.fetching import Fetching
from tests.loaders.fetch.registry_server import ctid


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


def test_the_ctid_of_a_part_brings_the_whole(fetching: Fetching) -> None:
    state = fetching.server.state
    state.publish(600, parts=(12_345,))
    report = fetching(Wanted(ctids=(ctid(12_345),)))
    assert report.is_complete, report.lines()
    assert set(fetching.live()) == {ctid(600)}
    assert f"{ctid(12_345)} is a part of {ctid(600)}" in fetching.said


def test_a_ctid_that_the_registry_does_not_have_is_a_failure(fetching: Fetching) -> None:
    report = fetching(Wanted(ctids=(ctid(1), ctid(12_345))))
    assert set(fetching.live()) == {ctid(1)}
    assert [what for what, _ in report.failures] == [ctid(12_345)]
    assert not report.is_complete
