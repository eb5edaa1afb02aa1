"""kill -9 at random moments of a build: the old build stays served and whole."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from graph import builds
from graph.stores import EmbeddedStore, ServedBuilds, media
from tests.shared import needs_shared

ROOT = Path(__file__).resolve().parents[2]
QUERY = "SELECT ?p (COUNT(*) AS ?n) (MIN(STR(?o)) AS ?least) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"


def run(data: Path, kind: str, kill_in: str = "", after: float = 0.0) -> None:
    """A build in a process of its own, killed some seconds after a step began."""
    command = [sys.executable, "-m", "tests.graph.building", str(data), kind]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for step in process.stdout:
            if step.strip() == kill_in:
                time.sleep(after)
                process.kill()
        assert process.wait() == 0 or kill_in


class Watcher(threading.Thread):
    """Looks at `current` all the time, as a server does; notes what it sees wrong."""

    def __init__(self, data: Path) -> None:
        super().__init__(daemon=True)
        self.data, self.wrong, self.looks, self.over = data, list[str](), 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.002):
            self.looks += 1
            folder = self.data / "current"
            if not (folder / "build.json").is_file() or not (folder / "public").is_dir():
                self.wrong.append(f"look {self.looks}: {folder.readlink()}")


def answer(store_folder: Path) -> bytes:
    with (
        EmbeddedStore(store_folder, workers=1, spares=0) as store,
        store.query(QUERY, media.CSV) as found,
    ):
        return found.read()


@pytest.mark.parametrize("kind", ["invented", pytest.param("real", marks=needs_shared)])
def test_a_killed_build_harms_nothing(tmp_path: Path, kind: str) -> None:
    run(tmp_path, kind)
    first = builds.current(tmp_path)
    assert first
    before = answer(first.public)
    watcher = Watcher(tmp_path)
    watcher.start()
    chance = random.Random(kind)
    old, unfinished, steps = first, 0, first.info["seconds"]
    for step, seconds in steps.items():
        run(tmp_path, kind, step, chance.uniform(0, 0.6 * seconds))
        now = builds.current(tmp_path)
        assert now
        found = answer(now.public)
        if now.id == old.id:
            unfinished += 1
            assert found == before
        else:  # the kill came after the switch: then the new build is whole
            assert found.count(b"\n") == before.count(b"\n")
        old, before = now, found
    run(tmp_path, kind)
    watcher.over.set()
    watcher.join()
    assert len(steps) >= 10
    assert unfinished >= 6
    assert watcher.looks > 10
    assert not watcher.wrong
    served = builds.current(tmp_path)
    assert served
    assert served.id > old.id
    # The full-text index has hidden files of its own.
    left = {p.name for p in tmp_path.rglob(".*") if p.parent.name != "search"} - {".lock"}
    assert not left
    opened = ServedBuilds(tmp_path, workers=1)
    with opened.current().store.query(QUERY, media.CSV) as answered:
        assert answered.read().count(b"\n") == before.count(b"\n")
    opened.close()
