"""The builds that a server has open: switched, evicted, pruned, while requests go on."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import builds
from graph.builds import Build, Step
from graph.iris import Names
from graph.stores import (
    EmbeddedStore,
    Limits,
    PrunedBuild,
    QueryError,
    Served,
    ServedBuilds,
    UnknownBuild,
    media,
)
from graph.stores.served import MAX_OPEN
from tests.graph.building import credential, plan, reading

VERSION = "SELECT ?v { ?build a cg:Build ; dcat:version ?v }"
PREFIXES = (
    "PREFIX cg: <https://w3id.org/credgraph/vocab#> PREFIX dcat: <http://www.w3.org/ns/dcat#>"
)


def build(data: Path) -> Build:
    lines = [text for n in range(100) for text in credential(n)]
    wanted = ("sources", "store", "describe", "end", "optimize")
    chosen: list[Step] = [step for step in plan(reading(lines)) if step.name in wanted]
    return builds.run(data, chosen, ["x"], Names())


def version(served: Served) -> str:
    with served.store.query(f"{PREFIXES} {VERSION}", media.CSV) as answer:
        return answer.read().decode().split("\r\n")[1]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[ServedBuilds]:
    served = ServedBuilds(tmp_path, workers=2)
    yield served
    served.close()


def test_before_the_first_build(opened: ServedBuilds, tmp_path: Path) -> None:
    with pytest.raises(UnknownBuild):
        opened.current()
    made = build(tmp_path)
    assert version(opened.current()) == made.id
    with pytest.raises(UnknownBuild):
        opened.get("20200101T000000Z-00000000")


def test_no_request_is_dropped_while_builds_change(opened: ServedBuilds, tmp_path: Path) -> None:
    build(tmp_path)
    answered: list[tuple[str, str]] = []
    failed: list[BaseException] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                served = opened.current()
                answered.extend((served.build.id, version(served)) for _ in range(3))
            except BaseException as error:
                failed.append(error)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        made = [build(tmp_path).id for _ in range(MAX_OPEN + 3)]
        newest = opened.current().build.id
        deadline = time.monotonic() + 20
        while newest not in dict(answered) and not failed and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        over.set()
    for thread in threads:
        thread.join()
    assert not failed
    assert newest == made[-1]
    assert all(asked == said for asked, said in answered)
    assert newest in dict(answered)
    assert len(dict(answered)) >= 3


def test_what_is_evicted_answers_those_who_hold_it_and_then_closes(
    opened: ServedBuilds, tmp_path: Path
) -> None:
    first = build(tmp_path)
    held = opened.current()
    answer = held.store.query(f"{PREFIXES} SELECT * {{ ?s ?p ?o }}", media.CSV)
    for _ in range(MAX_OPEN):
        build(tmp_path)
        version(opened.current())
    assert builds.prune(tmp_path, 1, ())[1][-1] == first  # in use
    assert version(held) == first.id
    assert answer.finish() > 1000
    answer.close()
    del held, answer
    gc.collect()
    deadline = time.monotonic() + 10
    while not first.is_pruned and time.monotonic() < deadline:
        builds.prune(tmp_path, 1, ())
        time.sleep(0.05)
    assert first.is_pruned
    with pytest.raises(PrunedBuild):
        opened.get(first.id)


def test_a_query_that_runs_ends_though_its_store_is_closed(tmp_path: Path) -> None:
    with EmbeddedStore(build(tmp_path).public, workers=1, spares=0) as store:
        answer = store.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", media.TSV)
    assert answer.finish() > 1 << 20
    answer.close()
    with pytest.raises(QueryError) as caught:
        store.query("ASK {}", media.CSV)
    assert caught.value.code == "closed"


def test_a_build_removed_by_hand_gives_way(opened: ServedBuilds, tmp_path: Path) -> None:
    first, second = build(tmp_path), build(tmp_path)
    assert version(opened.current()) == second.id
    shutil.rmtree(second.folder)
    assert version(opened.current()) == first.id


def test_answers_that_nobody_closed_stop_their_query(tmp_path: Path) -> None:
    with EmbeddedStore(build(tmp_path).public, workers=1, spares=1) as store:
        pairs = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        answer = store.query(pairs, media.TSV, Limits(seconds=60))
        del answer
        gc.collect()
        begun = time.monotonic()
        with store.query("ASK {}", media.CSV) as found:
            assert found.read()
        assert time.monotonic() - begun < 5


def test_workers_that_died_idle_are_replaced_unseen(tmp_path: Path) -> None:
    with EmbeddedStore(build(tmp_path).public, workers=2, spares=1) as store:
        store.query("ASK {}", media.CSV).close()
        time.sleep(0.5)
        for worker in list(store._pool._idle.queue):
            os.kill(worker._process.pid, signal.SIGKILL)
        time.sleep(0.5)  # until the system has ended them
        for _ in range(4):
            with store.query("ASK {}", media.CSV) as found:
                assert found.read() == b"true"


def test_a_worker_that_dies_at_work_is_an_error_of_that_query_alone(tmp_path: Path) -> None:
    with EmbeddedStore(build(tmp_path).public, workers=1, spares=0) as store:
        pairs = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        with store.query(pairs, media.TSV, Limits(seconds=60)) as answer:
            os.kill(answer._finish.__self__._worker._process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
            with pytest.raises(QueryError) as caught:
                answer.finish()
        assert caught.value.code == "died"
        with store.query("ASK {}", media.CSV) as found:
            assert found.read() == b"true"
