"""The engine that fills a store takes what is written while it works, says how far it is, and why
it could not go on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.builds import BuildError, unwatched
from graph.builds.engine import Filling

THINGS = 200_000


@pytest.fixture
def filling(tmp_path: Path) -> Iterator[Filling]:
    filling = Filling(tmp_path / "store")
    yield filling
    filling.stop()


def written(path: Path, first: int, last: int) -> Path:
    lines = (f'<urn:thing:{n}> <urn:name> "thing {n}" .\n' for n in range(first, last))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_what_is_written_meanwhile_is_loaded_too(filling: Filling, tmp_path: Path) -> None:
    filling.take(written(tmp_path / "0.nt", 0, THINGS))
    filling.begin()
    # Some of it is there already.
    filling.take(written(tmp_path / "1.nt", THINGS - 10, THINGS + 10))
    filling.end()
    told: list[tuple[int, int, str]] = []
    filling.wait_loaded(lambda *how_far: told.append(how_far))
    filled = filling.wait_filled()
    assert filled.statements == THINGS + 10
    assert len(ox.Store.read_only(str(tmp_path / "store"))) == THINGS + 10
    size = sum((tmp_path / name).stat().st_size for name in ("0.nt", "1.nt")) >> 10
    assert told[-1] == (size, size, "KiB read")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert any(done > 0 for done, _, _ in told[:-1])
    assert 0 <= filled.waiting <= filled.loading


def test_what_it_has_is_written_before_more_comes(filling: Filling, tmp_path: Path) -> None:
    filling.begin()
    filling.take(written(tmp_path / "0.nt", 0, THINGS))
    filling.write_out()
    until = time.monotonic() + 60
    while not list((tmp_path / "store").glob("*.sst")):
        assert time.monotonic() < until, "nothing was written"
        time.sleep(0.05)
    filling.write_out()
    filling.take(written(tmp_path / "1.nt", THINGS - 10, THINGS + 10))
    filling.end()
    filling.wait_loaded(unwatched)
    assert filling.wait_filled().statements == THINGS + 10


def test_a_line_that_is_no_rdf(filling: Filling, tmp_path: Path) -> None:
    text = written(tmp_path / "bad.nt", 0, 10)
    with text.open("a", encoding="utf-8") as file:
        file.write("<urn:a> <urn:b> .\n")
    filling.take(text)
    filling.begin()
    filling.end()
    with pytest.raises(BuildError, match=r"a step wrote a line that is no N-Triples: .*line 11"):
        filling.wait_loaded(unwatched)


def test_a_place_where_no_store_can_be(tmp_path: Path) -> None:
    place = tmp_path / "store"
    place.write_text("a file", encoding="utf-8")
    filling = Filling(place)
    filling.take(written(tmp_path / "0.nt", 0, 10))
    filling.begin()
    filling.end()
    with pytest.raises(BuildError, match="the engine could not load the store: OSError"):
        filling.wait_loaded(unwatched)
    filling.stop()


def test_an_engine_that_waits_for_more_can_be_stopped(filling: Filling, tmp_path: Path) -> None:
    filling.begin()
    filling.take(written(tmp_path / "0.nt", 0, THINGS))
    filling.stop()
    # Nobody holds the store any more.
    ox.Store(str(tmp_path / "store"))


def test_a_part_that_can_t_be_read_is_no_smaller_store(filling: Filling, tmp_path: Path) -> None:
    filling.begin()
    filling.take(written(tmp_path / "0.nt", 0, 10))
    gone = written(tmp_path / "1.nt", 10, 20)
    filling.take(gone)
    filling.take(gone.rename(tmp_path / "2.nt"))
    filling.end()
    with pytest.raises(BuildError, match=r"can't be read: .*1\.nt"):
        filling.wait_loaded(unwatched)


def test_an_engine_that_was_killed_is_noticed_by_the_next_step(
    filling: Filling, tmp_path: Path
) -> None:
    filling.begin()
    engine = filling._running
    engine.kill()
    engine.wait()
    with pytest.raises(BuildError, match="ended by SIGKILL; is there enough memory"):
        filling.take(written(tmp_path / "0.nt", 0, 10))
